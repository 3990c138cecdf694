"""The avatar service as a process of its own: what it draws, and settings that are wrong."""

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest

from avatar.bootstrap import bootstrap
from openai_server.running import RunningServer
from suara.events import AvatarRendered, AvatarRequested, Envelope, Event, GroupDeleted
from suara.kafka.codec import decode
from suara.settings import KafkaSettings
from suara.testing.broker import publishing, read
from suara.testing.samples import about

OPENAI = re.compile("OPENAI_")
KEY = "sk-test-0123456789abcdefghijklmnop"
Start = Callable[..., Awaitable[Process]]


@pytest.fixture
async def start(own_environment: dict[str, str]) -> AsyncIterator[Start]:
    """`python` with these arguments and variables, and nothing else that is Suara's."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("SUARA_", "OPENAI_"))}
    started: list[Process] = []

    async def start(*arguments: str, **variables: str) -> Process:
        environment = inherited | own_environment | {"SUARA_HTTP_PORT": "0"} | variables
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, *arguments), env=environment, stdout=PIPE, stderr=PIPE
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.returncode is None:
            process.terminate()
            await process.communicate()


async def published(kafka: KafkaSettings, kind: type[Event]) -> Any:
    """The first event of the type, as soon as there is one."""
    async with asyncio.timeout(60):
        while True:
            for message in await read(kafka, kind.topic):
                event = decode(message.value, list(message.headers)).data
                if isinstance(event, kind):
                    return event


async def test_a_persona_gets_a_portrait_of_the_model_in_s3_and_the_event_says_so(
    kafka: KafkaSettings, studio: Any, start: Start, server: RunningServer
) -> None:
    await start(
        *("-m", "avatar"),
        SUARA_IMAGES="openai",
        OPENAI_API_KEY=KEY,
        OPENAI_BASE_URL=server.base_url,
    )
    async with publishing(kafka) as publisher:
        await publisher.publish([Envelope.first(studio.unmatched, "/suara/tests")])

    rendered = await published(kafka, AvatarRendered)

    assert rendered.avatar_source == (await studio.persona())["avatar_source"] == "openai"
    async with httpx.AsyncClient() as browser:
        answer = await browser.get(rendered.avatar_url)
    assert answer.headers["content-type"] == "image/png"
    assert server.log()["count"] == 1


async def becomes(true: Callable[[list[str]], bool], studio: Any) -> None:
    """Wait until that is true of the keys of the group's objects."""
    async with asyncio.timeout(60):
        while not true(await studio.objects_left()):  # noqa: ASYNC110 - it is S3
            await asyncio.sleep(0.1)


async def test_a_portrait_is_drawn_again_and_goes_with_its_group(
    kafka: KafkaSettings, studio: Any, start: Start
) -> None:
    await start("-m", "avatar")
    async with publishing(kafka) as publisher:
        await publisher.publish([Envelope.first(studio.unmatched, "/suara/tests")])
        first = await published(kafka, AvatarRendered)
        again = {"$set": {"avatar_variation": 1, "avatar_status": "pending"}}
        await studio.database.personas.update_one({}, again)
        requested = about(AvatarRequested, studio.run)
        await publisher.publish([Envelope.first(requested, "/suara/tests")])
        await becomes(lambda left: len(left) == 4 and first.image_key not in left, studio)
        await studio.database.personas.delete_many({})
        deleted = about(GroupDeleted, studio.run)
        await publisher.publish([Envelope.first(deleted, "/suara/tests")])
        await becomes(lambda left: not left, studio)


@pytest.mark.parametrize(
    ("variables", "line"),
    [
        ({"SUARA_IMAGES": "openai"}, "no key for the image model: set OPENAI_API_KEY"),
        (
            {"SUARA_IMAGES": "openai", "OPENAI_API_KEY": ""},
            "no key for the image model: set OPENAI_API_KEY",
        ),
        (
            {"SUARA_IMAGES": "openai", "OPENAI_BASE_URL": "localhost:1"},
            "OPENAI_BASE_URL must start with",
        ),
        ({"SUARA_IMAGES": "dall-e"}, "SUARA_IMAGES is malformed: "),
        ({"SUARA_IMAGE_SECONDS": "0"}, "SUARA_IMAGE_SECONDS is malformed: "),
        ({"SUARA_IMAGE_CONCURRENCY": "0"}, "SUARA_IMAGE_CONCURRENCY is malformed: "),
        (
            {"SUARA_IMAGES": "openai", "SUARA_IMAGE_SECONDS": "120", "OPENAI_API_KEY": KEY},
            "SUARA_IMAGE_SECONDS must be less than SUARA_HANDLER_TIMEOUT_SECONDS",
        ),
    ],
)
async def test_a_wrong_setting_is_one_line_at_start(
    variables: dict[str, str],
    line: str,
    set_environment: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in filter(OPENAI.match, list(os.environ)):
        monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as end:
        async with bootstrap():
            pass
    assert end.value.code == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith(f"suara: {line}")


async def test_without_a_model_the_package_for_it_is_not_loaded(start: Start) -> None:
    process = await start("-c", "import sys, avatar.bootstrap; print('openai' in sys.modules)")
    out, _ = await process.communicate()
    assert (process.returncode, out) == (0, b"False\n")
