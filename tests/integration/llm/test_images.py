"""Pictures of an image model: both dialects, their cost, and what is no picture."""

import hashlib
from collections.abc import AsyncIterator, Callable, MutableMapping, Sequence
from contextlib import AsyncExitStack
from io import BytesIO
from typing import Any

import pytest
import structlog
from PIL import Image
from structlog.testing import LogCapture

from openai_server.running import RunningServer
from suara.llm import ImageModel, ImageSettings, ModelError, Picture, Reference, calls

KEY = "sk-test-0123456789abcdefghijklmnop"

STYLES = (
    Reference("one.png", b"the first", "image/png"),
    Reference("two.webp", b"the second one", "image/webp"),
)

Connect = Callable[..., ImageModel]


@pytest.fixture
async def connect(server: RunningServer) -> AsyncIterator[Connect]:
    """An ImageModel with these settings, by their Python names."""
    async with AsyncExitStack() as models:

        def connected(**settings: Any) -> ImageModel:
            chosen = {"images": "openai", "api_key": KEY, "base_url": server.base_url} | settings
            opened = ImageModel(ImageSettings(**chosen))
            models.push_async_callback(opened.close)
            return opened

        yield connected


async def draw(
    model: ImageModel, seconds: float = 20, references: Sequence[Reference] = ()
) -> Picture:
    return await model.draw(
        "A private portrait", name="portrait", timeout_seconds=seconds, references=references
    )


@pytest.mark.parametrize("model", ["gpt-image-1", "gpt-image-1-mini", "dall-e-3"])
async def test_a_picture_comes_whole_in_the_dialect_of_the_model(
    model: str, server: RunningServer, connect: Connect
) -> None:
    picture = await draw(connect(model=model))
    assert Image.open(BytesIO(picture.content)).size == (1024, 1024)
    [asked] = server.log(bodies=True)["bodies"]
    expected = {"prompt": "A private portrait", "model": model, "n": 1, "size": "1024x1024"}
    assert asked == expected | ({"response_format": "b64_json"} if "dall-e" in model else {})


async def test_a_deployment_whose_name_hides_the_model_is_found_out_once(
    server: RunningServer, connect: Connect
) -> None:
    model = connect(
        base_url=server.origin, azure_api_version="2025-04-01-preview", model="our-gpt-image"
    )
    assert [(await draw(model)).usage.calls for _ in range(2)] == [2, 1]
    path = "/openai/deployments/our-gpt-image/images/generations"
    assert {request["path"] for request in server.log()["requests"]} == {path}


@pytest.mark.parametrize("model", ["gpt-image-1", "dall-e-2"])
@pytest.mark.parametrize("count", [1, 2])
async def test_with_references_the_model_is_asked_to_edit_them(
    count: int, model: str, server: RunningServer, connect: Connect
) -> None:
    picture = await draw(connect(model=model), references=STYLES[:count])
    assert Image.open(BytesIO(picture.content)).size == (1024, 1024)
    log = server.log(bodies=True)
    assert [request["path"] for request in log["requests"]] == ["/v1/images/edits"]
    [asked] = log["bodies"]
    assert asked.pop("files") == [
        {
            "field": "image" if count == 1 else "image[]",
            "name": one.name,
            "type": one.content_type,
            "size": len(one.content),
            "sha256": hashlib.sha256(one.content).hexdigest(),
        }
        for one in STYLES[:count]
    ]
    expected = {"prompt": "A private portrait", "model": model, "n": "1", "size": "1024x1024"}
    assert asked == expected | ({"response_format": "b64_json"} if "dall-e" in model else {})


async def test_a_deployment_edits_at_its_own_address(
    server: RunningServer, connect: Connect
) -> None:
    model = connect(
        base_url=server.origin, azure_api_version="2025-04-01-preview", model="our-gpt-image"
    )
    assert [(await draw(model, references=STYLES)).usage.calls for _ in range(2)] == [2, 1]
    path = "/openai/deployments/our-gpt-image/images/edits"
    assert {request["path"] for request in server.log()["requests"]} == {path}


async def test_an_edit_is_tried_again_with_all_its_references(
    server: RunningServer, connect: Connect
) -> None:
    server.control(script=["rate_limited", "disconnect"])
    assert (await draw(connect(), references=STYLES)).usage.calls == 3
    assert [len(body["files"]) for body in server.log(bodies=True)["bodies"]] == [2, 2, 2]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("huge", "it is longer than 20 MB"),
        ("address", "there is none"),
        ("refusal", "the model refused to answer"),
        ("key_refused", "check OPENAI_API_KEY"),
        ("web_page", "something other than JSON"),
    ],
)
async def test_an_edit_fails_for_the_same_reasons(
    kind: str, reason: str, server: RunningServer, connect: Connect
) -> None:
    server.control(script=[kind])
    with pytest.raises(ModelError, match=reason) as caught:
        await draw(connect(), references=STYLES)
    assert caught.value.usage.calls == server.log()["count"] == 1


async def test_a_picture_tells_what_it_cost(connect: Connect) -> None:
    usage = (await draw(connect())).usage
    assert (usage.calls, usage.completion_tokens) == (1, 1056)
    assert usage.prompt_tokens > 0


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("address", "no picture that can be used: there is none"),
        ("empty", "no picture that can be used: there is none"),
        ("not_base64", "no picture that can be used: there is none"),
        ("odd_json", "no picture that can be used: there is none"),
        ("huge", "no picture that can be used: it is longer than 20 MB"),
        ("web_page", "something other than JSON.*OPENAI_BASE_URL"),
        ("refusal", "the model refused to answer: word the request differently"),
        ("quota", "quota at 127.0.0.1.*is used up"),
        ("key_refused", "check OPENAI_API_KEY"),
        ("model_not_found", "check SUARA_IMAGE_MODEL"),
    ],
)
async def test_what_cannot_succeed_fails_at_once_and_says_what_to_do(
    kind: str, reason: str, server: RunningServer, connect: Connect
) -> None:
    server.control(script=[kind])
    with pytest.raises(ModelError, match=reason):
        await draw(connect())
    assert server.log()["count"] == 1


@pytest.mark.parametrize(
    "kind", ["rate_limited", "error_500", "error_503", "error_in_200", "disconnect"]
)
async def test_what_may_pass_is_tried_again(
    kind: str, server: RunningServer, connect: Connect
) -> None:
    server.control(script=[kind, kind])
    assert (await draw(connect())).usage.calls == 3


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("hang", "did not answer within"),
        ("slow", "did not answer within"),
        ("rate_limited", "taking no more calls .*SUARA_IMAGE_CONCURRENCY"),
    ],
)
async def test_the_deadline_ends_it_with_the_last_reason(
    kind: str, reason: str, server: RunningServer, connect: Connect
) -> None:
    server.control(script=[{"kind": kind, "seconds": 60}] * 50)
    with pytest.raises(ModelError, match=reason) as caught:
        await draw(connect(), seconds=1.5)
    assert caught.value.usage.calls == server.log()["count"] >= 2


async def test_an_unreachable_endpoint_fails_within_the_deadline(connect: Connect) -> None:
    with pytest.raises(ModelError, match=r"cannot be reached at 127.0.0.1:9"):
        await draw(connect(base_url="http://127.0.0.1:9/v1"), seconds=1)


@pytest.mark.parametrize("kind", ["key_refused", "error_500", "refusal", "slow"])
async def test_neither_key_nor_prompt_is_in_an_error_or_a_log_line(
    kind: str, server: RunningServer, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged: list[MutableMapping[str, Any]] = (capture := LogCapture()).entries
    monkeypatch.setattr(calls, "log", structlog.wrap_logger(None, processors=[capture]))
    server.control(script=[kind] * 20)
    with pytest.raises(ModelError) as caught:
        await draw(connect(), seconds=1)
    shown = str(caught.value) + str(logged)
    assert logged[0]["event"] == "llm.call"
    assert KEY not in shown
    assert "private portrait" not in shown


async def test_openai_itself_wants_a_key(connect: Connect) -> None:
    with pytest.raises(ModelError, match="no key for the image model: set OPENAI_API_KEY"):
        connect(api_key=None, base_url=None)
