"""Portraits drawn again, in a real S3 and a real MongoDB."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from avatar.adapters.openai_artist import OpenAIArtist
from avatar.handlers import unportrayed
from openai_server.pictures import OUTPUT_TOKENS
from openai_server.running import RunningServer
from suara.events import AvatarFailed, AvatarRendered, AvatarRequested
from suara.testing.samples import about

Connect = Callable[..., OpenAIArtist]


@pytest.fixture
def request_again(studio: Any) -> Callable[..., Any]:
    """What the gateway does: ask for another portrait."""

    async def ask(variation: int = 1) -> AvatarRequested:
        changes = {"avatar_variation": variation, "avatar_status": "pending"}
        await studio.database.personas.update_one({}, {"$set": changes})
        return about(AvatarRequested, studio.run, variation=variation)

    return ask


@pytest.fixture
def redraw(studio: Any) -> Callable[..., Any]:
    async def handle(event: AvatarRequested, event_id: object = None) -> Any:
        return await studio.handlers.redraw(event, studio.context(event_id))

    return handle


async def test_another_portrait_takes_the_place_of_the_one_before(
    studio: Any, request_again: Any, redraw: Any
) -> None:
    [first] = await studio.render()
    [second] = await redraw(await request_again())

    assert isinstance(second, AvatarRendered)
    assert second.image_key != first.image_key
    persona = await studio.persona()
    assert (persona["avatar_status"], persona["avatar_drawn"]) == ("ready", 1)
    assert persona["avatar_url"] == second.avatar_url
    assert await studio.objects_left() == sorted(persona["avatar_keys"].values())


async def test_the_portrait_before_stays_where_a_library_persona_has_it(
    studio: Any, request_again: Any, redraw: Any
) -> None:
    await studio.render()
    first = (await studio.persona())["avatar_keys"]
    await studio.database.library_personas.insert_one({"_id": uuid4(), "avatar_keys": first})

    await redraw(await request_again())

    second = (await studio.persona())["avatar_keys"]
    assert await studio.objects_left() == sorted({*first.values(), *second.values()})


async def test_a_redelivered_request_pays_nothing_and_says_the_same(
    studio: Any, request_again: Any, redraw: Any, connect: Connect, server: RunningServer
) -> None:
    studio.equip(connect())
    await studio.render()
    event, event_id = await request_again(), uuid4()

    assert await redraw(event, event_id) == await redraw(event, event_id)

    assert server.log()["count"] == 2
    usage = (await studio.persona())["usage"]["portrait"]
    assert (usage["calls"], usage["completion_tokens"]) == (2, 2 * OUTPUT_TOKENS)


async def test_a_request_that_a_later_one_has_overtaken_does_nothing(
    studio: Any, request_again: Any, redraw: Any
) -> None:
    await studio.render()
    earlier = await request_again(1)
    later = await request_again(2)

    assert await redraw(earlier) == []
    assert (await studio.persona())["avatar_drawn"] == 0
    [rendered] = await redraw(later)
    assert await redraw(earlier) == []

    assert (await studio.persona())["avatar_keys"]["image"] == rendered.image_key


async def test_a_first_portrait_that_comes_too_late_does_not_replace_a_later_one(
    studio: Any, request_again: Any, redraw: Any
) -> None:
    [rendered] = await redraw(await request_again())
    assert await studio.render() == []
    assert (await studio.persona())["avatar_keys"]["image"] == rendered.image_key


async def test_a_failed_request_keeps_the_portrait_before(studio: Any, request_again: Any) -> None:
    await studio.text_is_written()
    await studio.render()
    before = await studio.persona()

    [failed] = unportrayed(await request_again(), "no paper left")
    await studio.handlers.failed(failed, studio.context())

    assert isinstance(failed, AvatarFailed)
    after = await studio.persona()
    assert after["avatar_status"] == "failed"
    assert after["avatar_keys"] == before["avatar_keys"]
    assert (await studio.group())["generation_progress"].endswith("1 portrait ready")


async def test_a_failure_of_an_earlier_request_says_nothing_of_a_later_one(
    studio: Any, request_again: Any, redraw: Any
) -> None:
    [failed] = unportrayed(await request_again(1), "no paper left")
    await redraw(await request_again(2))
    await studio.handlers.failed(failed, studio.context())
    assert (await studio.persona())["avatar_status"] == "ready"


async def test_a_persona_without_a_portrait_gets_one_after_all_and_its_group_says_so(
    studio: Any, request_again: Any, redraw: Any
) -> None:
    await studio.text_is_written()
    [failed] = unportrayed(studio.unmatched, "no paper left")
    await studio.handlers.failed(failed, studio.context())
    assert (await studio.persona())["avatar_status"] == "failed"

    await redraw(await request_again())

    text = (await studio.group())["generation_progress"]
    assert text == "1 of 1 persona written, 1 portrait ready"


async def test_a_portrait_is_told_of_when_the_group_has_gone_on(
    studio: Any, request_again: Any, redraw: Any
) -> None:
    await studio.render()
    event = await request_again()
    await studio.database.groups.update_one({}, {"$set": {"generation.id": uuid4()}})
    assert [type(told) for told in await redraw(event)] == [AvatarRendered]
