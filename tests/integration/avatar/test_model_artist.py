"""Portraits by an image model: served clean, stored once, paid for once."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from avatar.adapters import openai_artist
from avatar.adapters.openai_artist import OpenAIArtist
from avatar.domain.appearance import Subject
from openai_server.pictures import OUTPUT_TOKENS
from openai_server.running import RunningServer
from suara.errors import OutageError
from suara.events import PersonaUnmatched
from suara.pictures import Renditions, received
from suara.storage import Object, ObjectStore

Connect = Callable[..., OpenAIArtist]
Downloaded = Callable[..., Any]


@pytest.mark.parametrize("kind", ["ok", "jpeg", "wide"])
async def test_a_portrait_of_the_model_is_served_without_its_metadata(
    kind: str, studio: Any, connect: Connect, downloaded: Downloaded, server: RunningServer
) -> None:
    server.control(script=[kind])
    studio.equip(connect())

    [rendered] = await studio.render()

    portrait = await downloaded(rendered.avatar_url)
    assert (portrait.format, portrait.size) == ("PNG", (1024, 1024))
    thumbnail = await downloaded(studio.objects.url(rendered.thumbnail_key))
    assert (thumbnail.format, thumbnail.size) == ("WEBP", (128, 128))
    persona = await studio.persona()
    assert persona["avatar_source"] == rendered.avatar_source == "openai"
    assert persona["avatar_url"] == rendered.avatar_url
    assert persona["usage"]["portrait"]["completion_tokens"] == OUTPUT_TOKENS


async def test_a_prompt_tells_of_the_person_and_not_their_name(
    studio: Any, connect: Connect, server: RunningServer
) -> None:
    studio.equip(connect())
    await studio.render()
    cast = studio.unmatched.cast
    [body] = server.log(bodies=True)["bodies"]
    assert f"{cast.age} years old" in body["prompt"]
    assert cast.occupation in body["prompt"]
    assert not any(name in body["prompt"] for name in cast.full_name.split())


async def test_a_redelivery_repeats_the_portrait_and_pays_nothing(
    studio: Any, connect: Connect, server: RunningServer
) -> None:
    studio.equip(connect())
    event_id = uuid4()
    assert await studio.render(event_id) == await studio.render(event_id)
    assert server.log()["count"] == 1


async def test_a_deleted_persona_costs_nothing(
    studio: Any, connect: Connect, server: RunningServer
) -> None:
    studio.equip(connect())
    await studio.database.personas.delete_many({})
    assert await studio.render() == []
    assert server.log()["count"] == 0


def person(event: PersonaUnmatched) -> Subject:
    cast = event.cast
    return Subject(
        project_id=event.project_id,
        persona_id=event.persona_id,
        age=cast.age,
        gender=cast.gender,
        market=cast.market,
        location=cast.location,
        occupation=cast.occupation,
        religion=cast.religion,
        slot=cast.slot,
        seed_group=event.group_id,
    )


class AwayAtFirst:
    """An object store whose first call finds it away."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects
        self._calls = 0
        self.url, self.under, self.delete = objects.url, objects.under, objects.delete

    async def put(self, *objects: Object) -> None:
        self._calls += 1
        if self._calls == 1:
            raise OutageError("S3 cannot be reached")
        await self._objects.put(*objects)


async def test_an_outage_of_the_store_is_no_reason_to_pay_again(
    studio: Any, connect: Connect, server: RunningServer
) -> None:
    studio.equip(connect(), AwayAtFirst(studio.objects))
    with pytest.raises(OutageError):
        await studio.render()
    [rendered] = await studio.render()
    assert rendered.avatar_source == "openai"
    assert server.log()["count"] == 1


async def test_pictures_that_come_together_are_decoded_one_at_a_time(
    studio: Any, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decoded, one may take a hundred times the memory that it came in."""
    under_way: list[int] = []
    most: list[int] = []

    def counted(content: bytes) -> Renditions:
        under_way.append(1)
        most.append(len(under_way))
        try:
            return received(content)
        finally:
            under_way.pop()

    monkeypatch.setattr(openai_artist, "received", counted)
    artist = connect()
    subject = person(studio.unmatched)
    pictures = await asyncio.gather(*(artist.draw(subject) for _ in range(8)))
    assert [picture.source for picture in pictures] == ["openai"] * 8
    assert most == [1] * 8
