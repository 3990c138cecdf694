"""Failures of the provider: which are retried, how each ends, and what is never said."""

import logging
import socket
import traceback
from collections.abc import Callable, MutableMapping
from typing import Any

import pytest
from pydantic import BaseModel

from openai_server.running import RunningServer
from suara.errors import PermanentError
from suara.llm import Answer, LanguageModel, ModelError

Connect = Callable[..., LanguageModel]
KEY = "sk-test-0123456789abcdefghijklmnop"


class Note(BaseModel):
    text: str


async def ask(model: LanguageModel, seconds: float = 20) -> Answer[Note]:
    messages = [{"role": "user", "content": "A private question"}]
    return await model.ask(Note, messages, name="note", timeout_seconds=seconds)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("key_refused", "the key was refused by 127.0.0.1.*check OPENAI_API_KEY"),
        ("forbidden", "may not use the model 'gpt-x'"),
        ("model_not_found", "the model 'gpt-x' does not exist at 127.0.0.1.*SUARA_LLM_MODEL"),
        ("bad_request", r"refused the request \(400\)"),
        ("quota", "quota at 127.0.0.1.*is used up"),
        ("odd_json", "something other than JSON"),
        ("web_page", "something other than JSON.*OPENAI_BASE_URL"),
    ],
)
async def test_what_cannot_succeed_fails_at_once_and_says_what_to_do(
    kind: str, reason: str, server: RunningServer, connect: Connect
) -> None:
    server.control(script=[kind])
    with pytest.raises(PermanentError, match=reason):
        await ask(connect(model="gpt-x"))
    assert server.log()["count"] == 1


async def test_an_address_without_the_service_names_the_variable(
    server: RunningServer, connect: Connect
) -> None:
    with pytest.raises(ModelError, match="check OPENAI_BASE_URL"):
        await ask(connect(base_url=server.origin + "/elsewhere"))


@pytest.mark.parametrize(
    "kind", ["rate_limited", "error_500", "error_503", "error_in_200", "disconnect"]
)
async def test_what_may_pass_is_tried_again(
    kind: str, server: RunningServer, connect: Connect
) -> None:
    server.control(script=[kind, kind])
    answer = await ask(connect())
    assert answer.usage.calls == 3
    assert server.log()["count"] == 3


async def test_a_call_that_hangs_leaves_time_for_another(
    server: RunningServer, connect: Connect
) -> None:
    server.control(script=["hang"])
    assert (await ask(connect(), seconds=4)).usage.calls == 2


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("hang", "did not answer within"),
        ("slow", "did not answer within"),
        ("error_503", r"kept failing \(503\)"),
        ("rate_limited", "taking no more calls .*SUARA_LLM_CONCURRENCY"),
    ],
)
async def test_the_deadline_ends_it_with_the_last_reason(
    kind: str, reason: str, server: RunningServer, connect: Connect
) -> None:
    server.control(script=[{"kind": kind, "seconds": 60}] * 50)
    with pytest.raises(ModelError, match=reason) as caught:
        await ask(connect(), seconds=1.5)
    assert caught.value.usage.calls == server.log()["count"] >= 2


async def test_an_unreachable_endpoint_fails_within_the_deadline(connect: Connect) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        port = taken.getsockname()[1]
        model = connect(base_url=f"http://user:secret@127.0.0.1:{port}/v1")
        with pytest.raises(
            ModelError, match=rf"reached at 127.0.0.1:{port}: check OPENAI_BASE_URL"
        ):
            await ask(model, seconds=1.5)


@pytest.mark.parametrize("milliseconds", [False, True])
async def test_nobody_calls_before_the_pause_that_the_provider_wants_is_over(
    milliseconds: bool, server: RunningServer, connect: Connect
) -> None:
    pause = {"kind": "rate_limited", "retry_after": 1, "milliseconds": milliseconds}
    server.control(script=[pause])
    model = connect()
    assert (await ask(model)).usage.calls == 2
    first, second = (request["time"] for request in server.log()["requests"])
    assert second - first >= 0.95


async def test_a_pause_beyond_the_deadline_is_not_waited_for(
    server: RunningServer, connect: Connect
) -> None:
    server.control(script=[{"kind": "rate_limited", "retry_after": 60}])
    with pytest.raises(ModelError, match="taking no more calls"):
        await ask(connect(), seconds=30)
    assert server.log()["count"] == 1


@pytest.mark.parametrize(
    "kind", ["key_refused", "forbidden", "bad_request", "error_500", "refusal"]
)
async def test_neither_key_nor_prompt_is_in_an_error_or_a_log_line(
    kind: str,
    server: RunningServer,
    connect: Connect,
    logged: list[MutableMapping[str, Any]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    server.control(script=[kind] * 20)
    with pytest.raises(ModelError) as caught:
        await ask(connect(), seconds=1)
    shown = "".join(traceback.format_exception(caught.value)) + str(logged) + caplog.text
    assert KEY not in shown
    assert "private question" not in shown
    assert logged[0]["event"] == "llm.call"


async def test_each_call_is_logged_with_its_cost(
    server: RunningServer, connect: Connect, logged: list[MutableMapping[str, Any]]
) -> None:
    server.control(script=["error_503"])
    await ask(connect())
    calls = [entry for entry in logged if entry["event"] == "llm.call"]
    assert [(call["attempt"], call["status"]) for call in calls] == [(1, "503"), (2, "ok")]
    assert calls[1]["prompt_tokens"] > 0
    assert [e["concurrency"] for e in logged if e["event"] == "llm.throttled"] == [8]
