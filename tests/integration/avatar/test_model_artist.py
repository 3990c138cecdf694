"""Portraits by an image model: stored once, paid for once, and the stand-in where it fails."""

from collections.abc import AsyncIterator, Callable, MutableMapping
from contextlib import AsyncExitStack
from io import BytesIO
from typing import Any
from uuid import uuid4

import httpx
import pytest
import structlog
from PIL import Image
from structlog.testing import LogCapture

from avatar import handlers
from avatar.adapters.openai_artist import OpenAIArtist
from openai_server.pictures import AUTHOR, OUTPUT_TOKENS
from openai_server.running import RunningServer
from suara.errors import OutageError
from suara.llm import ImageModel, ImageSettings
from suara.storage import ObjectStore

KEY = "sk-test-0123456789abcdefghijklmnop"
Connect = Callable[..., OpenAIArtist]


@pytest.fixture
async def connect(server: RunningServer) -> AsyncIterator[Connect]:
    """An artist whose model has these settings."""
    async with AsyncExitStack() as models:

        def connected(seconds: float = 20, **settings: Any) -> OpenAIArtist:
            chosen = {"images": "openai", "api_key": KEY, "base_url": server.base_url} | settings
            model = ImageModel(ImageSettings(**chosen))
            models.push_async_callback(model.close)
            return OpenAIArtist(model, seconds)

        yield connected


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> list[MutableMapping[str, Any]]:
    capture = LogCapture()
    monkeypatch.setattr(handlers, "log", structlog.wrap_logger(None, processors=[capture]))
    return capture.entries


async def downloaded(url: str) -> Image.Image:
    async with httpx.AsyncClient() as browser:
        answer = await browser.get(url)
    assert answer.status_code == 200
    assert AUTHOR.encode() not in answer.content
    return Image.open(BytesIO(answer.content))


@pytest.mark.parametrize("kind", ["ok", "jpeg", "wide"])
async def test_a_portrait_of_the_model_is_served_without_its_metadata(
    kind: str, studio: Any, connect: Connect, server: RunningServer
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


class AwayAtFirst:
    """An object store whose first call finds it away."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects
        self._calls = 0
        self.url = objects.url

    async def put(self, key: str, body: bytes, content_type: str) -> None:
        self._calls += 1
        if self._calls == 1:
            raise OutageError("S3 cannot be reached")
        await self._objects.put(key, body, content_type)


async def test_an_outage_of_the_store_is_no_reason_to_pay_again(
    studio: Any, connect: Connect, server: RunningServer
) -> None:
    studio.equip(connect(), AwayAtFirst(studio.objects))
    with pytest.raises(OutageError):
        await studio.render()
    [rendered] = await studio.render()
    assert rendered.avatar_source == "openai"
    assert server.log()["count"] == 1


FAILURES = [
    ({"script": ["refusal"]}, {}, "refused to answer"),
    ({"script": ["quota"]}, {}, "quota"),
    ({"script": ["bad_request"]}, {}, "refused the request"),
    ({"script": 9 * ["hang"]}, {}, "did not answer"),
    ({"script": 99 * ["rate_limited"]}, {}, "SUARA_IMAGE_CONCURRENCY"),
    ({"script": 99 * ["error_503"]}, {}, "kept failing"),
    ({}, {"base_url": "http://127.0.0.1:9/v1"}, "cannot be reached"),
    ({"script": ["html"]}, {}, "unusable: it cannot be decoded"),
    ({"script": ["truncated"]}, {}, "unusable: it cannot be decoded"),
    ({"script": ["animated"]}, {}, "unusable: it cannot be decoded"),
    ({"script": ["bomb"]}, {}, "unusable: it cannot be decoded"),
    ({"script": ["huge"]}, {}, "longer than 20 MB"),
    ({"script": ["address"]}, {}, "there is none in the answer"),
    ({"script": ["not_base64"]}, {}, "there is none in the answer"),
]


@pytest.mark.parametrize(("control", "settings", "reason"), FAILURES)
async def test_where_the_model_fails_the_built_in_artist_draws_and_the_log_says_why(
    control: dict[str, Any],
    settings: dict[str, Any],
    reason: str,
    studio: Any,
    connect: Connect,
    server: RunningServer,
    logged: list[MutableMapping[str, Any]],
) -> None:
    server.control(**control)
    studio.equip(connect(seconds=1.5, **settings))

    [rendered] = await studio.render()

    assert rendered.avatar_source == (await studio.persona())["avatar_source"] == "local"
    assert (await downloaded(rendered.avatar_url)).size == (512, 512)
    [entry] = logged
    assert (entry["event"], entry["log_level"]) == ("avatar.drawn_by_stand_in", "warning")
    assert reason in entry["reason"]


async def test_a_wrong_key_costs_one_call_and_is_not_shown(
    studio: Any,
    connect: Connect,
    server: RunningServer,
    logged: list[MutableMapping[str, Any]],
) -> None:
    server.control(api_key="another")
    studio.equip(connect())
    [rendered] = await studio.render()
    assert rendered.avatar_source == "local"
    assert server.log()["count"] == 1
    assert "check OPENAI_API_KEY" in logged[0]["reason"]
    assert KEY not in str(logged)


async def test_what_a_picture_costs_counts_towards_the_budget_of_the_project(
    studio: Any, connect: Connect, server: RunningServer, logged: list[MutableMapping[str, Any]]
) -> None:
    server.control(script=["html"])  # useless, and paid for all the same
    studio.equip(connect(), budget=OUTPUT_TOKENS)
    await studio.render()
    await studio.database.personas.update_one({}, {"$unset": {"avatar_keys": 1}})
    await studio.render()
    assert server.log()["count"] == 1
    assert "the token budget of this project (1,056) is used up" in logged[1]["reason"]
