"""What operators see of calls to a model: how many, how long, how much."""

import asyncio
from collections.abc import Callable

import pytest
from prometheus_client import REGISTRY
from pydantic import BaseModel

from openai_server.running import RunningServer
from suara.llm import ImageModel, ImageSettings, LanguageModel, ModelError
from suara.testing.broker import eventually

Connect = Callable[..., LanguageModel]
PRICES = {"gpt-4.1-mini": {"input": 400.0, "cached_input": 100.0, "output": 1_600.0}}


class Note(BaseModel):
    text: str


async def ask(model: LanguageModel, seconds: float = 60) -> None:
    messages = [{"role": "user", "content": "a note"}]
    await model.ask(Note, messages, name="note", timeout_seconds=seconds)


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def calls(outcome: str, model: str = "gpt-4.1-mini") -> float:
    name = "suara_model_call_duration_seconds_count"
    return value(name, operation="chat", model=model, outcome=outcome)


def spent(model: str, operation: str = "chat") -> dict[str, float]:
    of = {"operation": operation, "model": model}
    kinds = ("input", "cached_input", "output")
    tokens = {kind: value("suara_model_tokens_total", **of, kind=kind) for kind in kinds}
    return tokens | {"usd": value("suara_model_cost_usd_total", **of)}


async def test_tries_count_by_how_they_ended(server: RunningServer, connect: Connect) -> None:
    before = {outcome: calls(outcome) for outcome in ("ok", "throttled", "error", "timeout")}
    server.control(script=["rate_limited", "error_500"])
    await ask(connect())
    after = {outcome: calls(outcome) - count for outcome, count in before.items()}
    assert after == {"ok": 1, "throttled": 1, "error": 1, "timeout": 0}


async def test_a_call_that_is_given_up_counts_as_timed_out(
    server: RunningServer, connect: Connect
) -> None:
    before = calls("timeout")
    server.control(latency={"note": 5})
    with pytest.raises(ModelError):
        await ask(connect(), seconds=0.2)
    assert calls("timeout") > before


async def test_tokens_cost_what_the_operator_says(server: RunningServer, connect: Connect) -> None:
    model, before = connect(prices=PRICES), spent("gpt-4.1-mini")
    await ask(model)
    after = {kind: count - before[kind] for kind, count in spent("gpt-4.1-mini").items()}
    assert after["input"] > 0
    assert after["output"] > 0
    price = PRICES["gpt-4.1-mini"]
    usd = sum(after[kind] * price[kind] for kind in price) / 1e6
    assert after["usd"] == pytest.approx(usd)


async def test_a_model_without_a_price_has_no_cost(server: RunningServer, connect: Connect) -> None:
    await ask(connect(model="a-model-of-ours", prices=PRICES))
    labels = {"operation": "chat", "model": "a-model-of-ours"}
    assert spent("a-model-of-ours")["input"] > 0
    assert REGISTRY.get_sample_value("suara_model_cost_usd_total", labels) is None


async def test_a_picture_costs_its_price(server: RunningServer) -> None:
    prices = {"gpt-image-1": {"image": 0.04}}
    settings = ImageSettings(
        images="openai", api_key="sk-test", base_url=server.base_url, prices=prices
    )
    model, before = ImageModel(settings), spent("gpt-image-1", "image")["usd"]
    try:
        await model.draw("a face", name="portrait", timeout_seconds=60)
    finally:
        await model.close()
    assert spent("gpt-image-1", "image")["usd"] == pytest.approx(before + 0.04)


async def test_calls_under_way_and_the_limit_show(server: RunningServer, connect: Connect) -> None:
    server.control(latency={"note": 0.3})
    model = connect(max_concurrency=2)
    asking = asyncio.gather(*(ask(model) for _ in range(3)))
    await eventually(lambda: value("suara_model_calls_in_flight", operation="chat") == 2)
    assert value("suara_model_calls_limit", operation="chat") == 2
    await asking
    assert value("suara_model_calls_in_flight", operation="chat") == 0
