"""Our client with llama.cpp's server: its prose is poor, its protocol is real."""

from contextlib import suppress
from typing import Literal

import pytest
from pydantic import BaseModel, Field
from structlog.testing import capture_logs

from suara.llm import LanguageModel, LlmSettings, ModelError

SECONDS = 100.0  # on two slow cores it writes about thirty tokens in one


class Shopper(BaseModel):
    city: Literal["Manila", "Jakarta", "Hanoi"]
    mood: Literal["hopeful", "worried"]
    pays_with_a_wallet: bool


class AnyObject(BaseModel):
    """Every JSON object fits, but a schema with an empty enum is refused."""

    remarks: list[str] = Field(default=[], json_schema_extra={"enum": []})


def asking(text: str) -> list[dict[str, str]]:
    return [
        {"role": "system", "content": "You describe shoppers."},
        {"role": "user", "content": text},
    ]


async def test_a_strict_schema_is_answered(model: LanguageModel) -> None:
    with capture_logs() as logs:
        answer = await model.ask(
            Shopper, asking("Describe a shopper."), name="shopper", timeout_seconds=SECONDS
        )
    assert isinstance(answer.value, Shopper)
    assert answer.model == "gemma"
    assert not [line for line in logs if line["event"] == "llm.format_refused"]


async def test_tokens_are_counted_and_a_repeated_prefix_is_cached(model: LanguageModel) -> None:
    messages = asking("Describe a shopper. " + "She walks to the market. " * 40)
    answers = [
        await model.ask(Shopper, messages, name="shopper", timeout_seconds=SECONDS)
        for _ in range(2)
    ]
    for answer in answers:
        assert answer.usage.calls == 1
        assert answer.usage.prompt_tokens > 200
        assert answer.usage.completion_tokens > 5
    assert answers[1].usage.cached_tokens > 200


async def test_json_mode_is_taken_when_the_schema_is_refused(model: LanguageModel) -> None:
    with capture_logs() as logs, suppress(ModelError):  # it may babble until it is cut off
        await model.ask(
            AnyObject, asking('{"remarks": []}\nRepeat.'), name="any", timeout_seconds=SECONDS
        )
    calls = [line["status"] for line in logs if line["event"] == "llm.call"]
    refusals = [line["using"] for line in logs if line["event"] == "llm.format_refused"]
    assert calls[:2] == ["400", "ok"]
    assert refusals == ["JSON_MODE"]


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({"api_key": "another-key"}, "check OPENAI_API_KEY"),
        ({"base_url": "{base_url}/nowhere"}, "check OPENAI_BASE_URL"),
    ],
)
async def test_a_wrong_setting_is_named(
    served: LlmSettings, changes: dict[str, str], advice: str
) -> None:
    changes = {name: value.format(base_url=served.base_url) for name, value in changes.items()}
    model = LanguageModel(LlmSettings(**served.model_dump() | changes))
    with pytest.raises(ModelError, match=advice) as caught:
        await model.ask(Shopper, asking("Hello"), name="shopper", timeout_seconds=SECONDS)
    assert "another-key" not in str(caught.value)
    await model.close()
