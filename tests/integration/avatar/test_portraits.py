"""Portraits, in a real S3 and a real MongoDB."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import httpx
from PIL import Image

from avatar.handlers import unportrayed
from suara.events import AvatarFailed, AvatarRendered, GenerationCompleted


async def test_a_portrait_and_its_thumbnail_are_served_for_ever(studio: Any) -> None:
    [rendered] = await studio.render()

    async with httpx.AsyncClient() as browser:
        portrait = await browser.get(rendered.avatar_url)
        thumbnail = await browser.get(studio.objects.url(rendered.thumbnail_key))

    expected = [(portrait, "PNG", (512, 512)), (thumbnail, "WEBP", (128, 128))]
    for answer, kind, size in expected:
        assert answer.status_code == 200
        assert answer.headers["content-type"] == f"image/{kind.lower()}"
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        picture = Image.open(BytesIO(answer.content))
        assert (picture.format, picture.size) == (kind, size)
    assert rendered.avatar_url == studio.objects.url(rendered.image_key)


async def test_the_persona_shows_its_portrait_and_the_group_its_progress(studio: Any) -> None:
    [rendered] = await studio.render()

    persona = await studio.persona()
    assert persona["avatar_url"] == rendered.avatar_url
    assert persona["avatar_source"] == rendered.avatar_source == "local"
    assert "usage" not in persona
    assert (await studio.group())[
        "generation_progress"
    ] == "0 of 1 persona written, 1 portrait ready"


async def test_a_redelivery_repeats_the_same_portrait(studio: Any) -> None:
    event_id = uuid4()
    assert await studio.render(event_id) == await studio.render(event_id)


async def test_the_last_portrait_completes_the_group_also_when_redelivered(studio: Any) -> None:
    await studio.text_is_written()
    event_id = uuid4()

    first = await studio.render(event_id)
    second = await studio.render(event_id)

    assert [type(event) for event in first] == [AvatarRendered, GenerationCompleted]
    assert first == second


async def test_a_deleted_group_gets_no_portrait(studio: Any) -> None:
    await studio.database.groups.delete_many({})
    await studio.database.personas.delete_many({})

    assert await studio.render() == []

    assert await studio.database.personas.count_documents({}) == 0


async def test_a_group_goes_on_without_a_portrait_that_cannot_be_made(studio: Any) -> None:
    await studio.text_is_written()
    [failed] = unportrayed(studio.unmatched, "no paper left")
    assert failed == studio.unmatched.then(AvatarFailed, reason="no paper left")

    [closing] = await studio.handlers.failed(failed, studio.context())

    assert isinstance(closing, GenerationCompleted)
    group = await studio.group()
    text = "1 of 1 persona written, 0 portraits ready, 1 without a portrait"
    assert group["generation_progress"] == text
