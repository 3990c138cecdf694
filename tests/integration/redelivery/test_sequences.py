"""One small generation, its messages repeated, swapped and cut short: it ends as if undisturbed."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Literal, NamedTuple

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from integration.redelivery.crashes import Crash, Fuse
from integration.redelivery.story import Story
from integration.redelivery.world import comparable
from suara import object_keys
from suara.events import Envelope, GenerationCompleted, GroupDeleted


class Step(NamedTuple):
    """Which of the waiting messages is delivered, and how: it may die after so many writes, or
    after publishing, and comes again then. "delete": the group is deleted before.
    """

    which: int
    how: Literal["whole", "unacknowledged", "delete"] | int


HOW = st.sampled_from(["whole", "unacknowledged", 1, 2, 3])
STEPS = st.lists(st.builds(Step, st.integers(0, 9), HOW), max_size=14)
AS_ALWAYS = Step(0, "whole")
few = settings(
    max_examples=6,
    derandomize=True,
    phases=[Phase.generate],  # a failing sequence is short enough, and to shrink it takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


async def play(story: Story, steps: Sequence[Step]) -> list[Envelope]:
    """All that is published until nothing waits any more; after the steps all goes well."""
    world = story.world
    await world.restore(story.start)
    waiting = [(service, story.requested) for service in world.readers(story.requested)]
    published: list[Envelope] = []
    coming = list(steps)
    while waiting or coming:
        step = coming.pop(0) if coming else AS_ALWAYS
        if step.how == "delete":
            await world.delete_group(story.run.group_id)
            gone = story.outside(GroupDeleted(**_scope(story)))
            waiting += [(service, gone) for service in world.readers(gone)]
        if not waiting:
            continue
        place = step.which % len(waiting)
        service, envelope = waiting[place]
        fuse = Fuse(at=step.how if isinstance(step.how, int) else None)
        with suppress(Crash):
            outputs = await world.deliver(service, envelope, fuse)
            published += outputs
            if step.how != "unacknowledged":
                del waiting[place]
            waiting += [(reader, one) for one in outputs for reader in world.readers(one)]
    return published


async def ending(story: Story) -> Any:
    """What users see in the end."""
    state = await story.world.state()
    [group] = state["groups"]
    run = {name: ids for name, ids in group["generation"].items() if name != "closed_by"}
    shown = (group["generation_status"], group["generation_progress"], run)
    return comparable((shown, state["personas"], state["library_claims"], state["spending"]))


def _scope(story: Story) -> dict[str, Any]:
    return story.run.model_dump(include=set(GroupDeleted.model_fields))


def _contents(published: Sequence[Envelope]) -> set[tuple[str, str]]:
    """Of all but the closing event, whose id says which message closed the run."""
    return {
        (str(one.id), repr(comparable(one.data.model_dump(mode="json"))))
        for one in published
        if not isinstance(one.data, GenerationCompleted)
    }


def _closings(published: Sequence[Envelope]) -> set[str]:
    return {str(one.id) for one in published if isinstance(one.data, GenerationCompleted)}


@few
@given(STEPS)
async def test_the_same_personas_and_events_come_of_it(story: Story, steps: list[Step]) -> None:
    undisturbed = await play(story, [])
    expected = await ending(story)

    published = await play(story, steps)

    assert await ending(story) == expected
    assert _contents(published) == _contents(undisturbed)
    assert len(_closings(published)) == len(_closings(undisturbed)) == 1


@few
@given(STEPS, st.integers(0, 14), st.integers(0, 9))
async def test_nothing_is_left_of_a_group_deleted_meanwhile(
    story: Story, steps: list[Step], moment: int, which: int
) -> None:
    await play(story, [*steps[:moment], Step(which, "delete"), *steps[moment:]])

    state = await story.world.state()
    assert not state["groups"]
    assert not state["personas"]
    assert not state["library_claims"]
    prefix = object_keys.portraits_of_group(story.run.group_id)
    assert [page async for page in story.world.objects.under(prefix)] == []
