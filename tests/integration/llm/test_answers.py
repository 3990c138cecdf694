"""Answers: their shape, their cost, and the one repair of those that do not fit."""

from collections.abc import Callable, Sequence
from typing import Annotated

import pytest
from pydantic import BaseModel, Field

from openai_server.running import RunningServer
from suara.llm import Answer, LanguageModel, ModelError

Connect = Callable[..., LanguageModel]


class Sketch(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=60)]
    age: Annotated[int, Field(ge=0, le=120)]
    traits: Annotated[list[str], Field(min_length=3, max_length=5)]
    motivation: Annotated[str, Field(min_length=20, max_length=90)]
    signal_ids: list[str]


ABOUT_ANA = [
    {"role": "system", "content": "You write people. " * 400},
    {"role": "user", "content": 'ph-food-prices-3 | rice | dear\n{"name": "Ana", "age": 30}'},
]


def faults(sketch: Sketch) -> Sequence[str]:
    wrong = [] if sketch.age == 30 else [f"age is {sketch.age}, not 30"]
    return wrong + ([] if sketch.motivation.isascii() else ["motivation is not in Latin script"])


async def ask(model: LanguageModel) -> Answer[Sketch]:
    return await model.ask(Sketch, ABOUT_ANA, name="sketch", timeout_seconds=20, faults=faults)


async def test_an_answer_has_the_shape_and_the_facts(
    server: RunningServer, connect: Connect
) -> None:
    answer = await ask(connect(model="gpt-x"))
    assert (answer.value.name, answer.value.age) == ("Ana", 30)
    assert answer.value.signal_ids == ["ph-food-prices-3"]
    assert answer.model == "gpt-x"
    wanted = server.log(bodies=True)["bodies"][0]["response_format"]["json_schema"]
    assert wanted["name"] == "sketch"
    assert wanted["strict"] is True


async def test_what_a_provider_says_of_itself_is_bounded(
    server: RunningServer, connect: Connect
) -> None:
    server.control(script=["boastful"])
    answer = await ask(connect())
    assert answer.model.startswith("the best model the best")
    assert len(answer.model) <= 100
    assert answer.usage.prompt_tokens == 0
    assert answer.usage.completion_tokens == 10_000_000


async def test_usage_tells_what_the_provider_had_cached(connect: Connect) -> None:
    model = connect()
    first, second = await ask(model), await ask(model)
    assert first.usage.cached_tokens == 0
    assert 1_024 <= second.usage.cached_tokens < second.usage.prompt_tokens
    assert second.usage.calls == 1
    assert second.usage.completion_tokens > 0


@pytest.mark.parametrize(
    "kind",
    ["broken_schema", "truncated", "html", "huge", "empty", "wrong_facts", "other_script"],
)
async def test_an_answer_that_does_not_fit_is_repaired_once(
    kind: str, server: RunningServer, connect: Connect
) -> None:
    server.control(script=[kind])
    answer = await ask(connect())
    assert faults(answer.value) == []
    assert answer.usage.calls == 2
    first, second = server.log(bodies=True)["bodies"]
    assert second["messages"][: len(first["messages"])] == first["messages"]
    assert "does not fit" in second["messages"][-1]["content"]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("broken_schema", "name: Field required"),
        ("truncated", "cut off"),
        ("html", "not valid JSON"),
        ("huge", "longer than 64 KB"),
        ("empty", "empty"),
        ("wrong_facts", "age is 47, not 30"),
        ("other_script", "not in Latin script"),
    ],
)
async def test_a_second_misfit_is_final_and_its_cost_is_known(
    kind: str, reason: str, server: RunningServer, connect: Connect
) -> None:
    server.control(script=[kind, kind])
    with pytest.raises(
        ModelError, match=rf"the model's answer did not fit \(.*\): .*{reason}"
    ) as caught:
        await ask(connect())
    assert server.log()["count"] == 2
    assert caught.value.usage.calls == 2
    assert caught.value.usage.prompt_tokens > 0


@pytest.mark.parametrize("kind", ["refusal", "filtered"])
async def test_a_refusal_is_final(kind: str, server: RunningServer, connect: Connect) -> None:
    server.control(script=[kind])
    with pytest.raises(ModelError, match="the model refused to answer"):
        await ask(connect())
    assert server.log()["count"] == 1


@pytest.mark.parametrize("kind", ["fenced", "slow", "half_character"])
async def test_fences_slow_bodies_and_broken_characters_cost_no_second_call(
    kind: str, server: RunningServer, connect: Connect
) -> None:
    server.control(script=[{"kind": kind, "seconds": 0.5}])
    assert (await ask(connect())).usage.calls == 1


async def test_json_mode_takes_over_where_strict_schemas_are_refused(
    server: RunningServer, connect: Connect
) -> None:
    server.control(strict=False)
    model = connect()
    answers = [await ask(model), await ask(model)]
    assert [answer.value.age for answer in answers] == [30, 30]
    formats = [body["response_format"]["type"] for body in server.log(bodies=True)["bodies"]]
    assert formats == ["json_schema", "json_object", "json_object"]


async def test_the_prompt_alone_must_do_where_json_mode_is_refused_as_well(
    server: RunningServer, connect: Connect
) -> None:
    server.control(strict=False, json_mode=False)
    answer = await ask(connect())
    assert answer.value.age == 30
    assert answer.usage.calls == 3


async def test_azure_is_reached_by_deployment(server: RunningServer, connect: Connect) -> None:
    server.control(api_key="azure-key")
    model = connect(
        base_url=server.origin,
        azure_api_version="2024-10-21",
        model="my-deployment",
        api_key="azure-key",
    )
    assert (await ask(model)).value.name == "Ana"
    seen = server.log(bodies=True)
    assert seen["requests"][0]["path"] == "/openai/deployments/my-deployment/chat/completions"
    schema = seen["bodies"][0]["response_format"]["json_schema"]["schema"]
    assert "minItems" not in schema["properties"]["traits"]


async def test_a_server_of_ones_own_needs_no_key(connect: Connect) -> None:
    assert (await ask(connect(api_key=None))).value.name == "Ana"


async def test_openai_itself_does(connect: Connect) -> None:
    with pytest.raises(ModelError, match="set OPENAI_API_KEY"):
        connect(api_key=None, base_url=None)
