"""Every handler of every worker service, dying at every point, and its message coming again."""

import asyncio
from contextlib import suppress
from typing import Any

from integration.redelivery.crashes import Crash, Fuse
from integration.redelivery.story import Story
from integration.redelivery.world import World, comparable
from measured import growth
from suara.events import Envelope

Place = tuple[str, Envelope]
ONCE = {
    "written": ("suara_personas_total", {"source": "written"}),
    "reused": ("suara_personas_total", {"source": "reused"}),
    "matched": ("suara_library_matches_total", {"outcome": "matched"}),
    "unmatched": ("suara_library_matches_total", {"outcome": "unmatched"}),
    "drawn": ("suara_portraits_total", {"source": "openai"}),
    "closed": ("suara_generation_duration_seconds_count", {"outcome": "complete"}),
}


def told(envelopes: list[Envelope]) -> list[Any]:
    """Ids, and contents but for the time."""
    return [(str(one.id), comparable(one.data.model_dump(mode="json"))) for one in envelopes]


async def dies_everywhere(world: World, service: str, envelope: Envelope) -> list[Envelope]:
    """The outputs, after each crash the same as without one; and the same state, and cost."""
    before, paid = await world.state(), world.paid.takes.copy()
    whole = Fuse()
    outputs = await world.deliver(service, envelope, whole)
    after, cost = comparable(await world.state()), world.paid.takes - paid
    for point in range(1, whole.points + 1):
        await world.restore(before)
        world.paid.takes.clear()
        fuse = Fuse(at=point)
        with suppress(Crash):
            await world.deliver(service, envelope, fuse)
        where = (service, envelope.type, point, fuse.burnt)
        assert told(await world.deliver(service, envelope)) == told(outputs), where
        assert comparable(await world.state()) == after, where
        # Only what was paid for and not stored is paid for once more.
        twice = world.paid.takes - cost
        assert not twice or lost_what_was_paid(fuse), where
    # When only the publishing died.
    assert told(await world.deliver(service, envelope)) == told(outputs)
    assert comparable(await world.state()) == after
    return outputs


def lost_what_was_paid(fuse: Fuse) -> bool:
    """A picture is put into the object store before the document that names it."""
    burnt = fuse.burnt or ""
    return burnt.startswith(("paid", "put")) or burnt.endswith("not committed")


async def test_a_handler_that_dies_anywhere_says_and_stores_the_same_when_it_is_repeated(
    story: Story,
) -> None:
    world, handled, waiting = story.world, set[tuple[str, str]](), [story.requested]
    for sequel, changes in [(None, {}), *await story.sequels()]:
        if sequel:
            waiting = [sequel]
            if changes:
                person = {"_id": story.person(1)}
                await world.database.personas.update_one(person, {"$set": changes})
            if sequel.type == "suara.group.deleted.v1":
                await world.delete_group(story.run.group_id)
        while waiting:
            envelope = waiting.pop(0)
            for service in world.readers(envelope):
                waiting += await dies_everywhere(world, service, envelope)
                handled.add((service, envelope.type))
    routes = {(name, kind) for name, types in world.routes.items() for kind in types}
    assert handled == routes
    assert not await world.database.library_claims.find_one({})
    assert not await world.database.personas.find_one({})


async def test_of_two_deliveries_at_once_both_say_what_the_first_has_stored(story: Story) -> None:
    story.world.paid.differing = True
    with growth(**ONCE) as grown:
        await _each_twice_at_once(story.world, [story.requested])
    assert grown == dict.fromkeys(ONCE, 1)


async def _each_twice_at_once(world: World, waiting: list[Envelope]) -> None:
    """And a third time after that; and so what follows."""
    while waiting:
        envelope = waiting.pop(0)
        for service in world.readers(envelope):
            one, other = await asyncio.gather(
                world.deliver(service, envelope), world.deliver(service, envelope)
            )
            assert told(one) == told(other), (service, envelope.type)
            assert told(await world.deliver(service, envelope)) == told(one)
            waiting += one
