"""parse-prompt with a language model: more is understood, and never less than without."""

import json
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from api_gateway.adapters.prompt_reader import PromptReader
from api_gateway.domain.prompt import parse
from api_gateway.settings import Settings
from openai_server.running import RunningServer
from suara.llm import LanguageModel, LlmSettings
from suara.llm.budget import MongoBudget
from suara.mongo import Database, connect

KEY = "sk-test-0123456789abcdefghijklmnop"
# The model server repeats the fields it is told.
TOLD = {
    "name": "Detergent hoarders",
    "age_min": 30,
    "age_max": 44,
    "gender": "Female",
    "location": "Cebu City, Philippines",
    "income_level": "Low",
    "occupation": "kite maker",
}
PROMPT = "Households that hoard detergent before Christmas"


@pytest.fixture(scope="session")
def settings(configure: Callable[..., Settings], one_server: RunningServer) -> Settings:
    return configure(
        SUARA_LLM="openai",
        OPENAI_API_KEY=KEY,
        OPENAI_BASE_URL=one_server.base_url,
        SUARA_LLM_BUDGET_TOKENS="1",
    )


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def with_model(settings: Settings, running: Callable[..., Any]) -> AsyncIterator[Any]:
    async with running(settings) as app:
        yield app


@pytest.fixture
def its_database(settings: Settings) -> Iterator[Database]:
    found = connect(settings.mongo, "tests")
    yield found
    found.client.close()


async def read(client: Any, prompt: str) -> Any:
    answer = await client.post(f"{await client.project()}/parse-prompt", json={"prompt": prompt})
    assert answer.status_code == 200
    return answer.json()


async def test_a_model_finds_what_rules_do_not(
    with_model: Any, login: Any, server: RunningServer
) -> None:
    told = json.dumps(TOLD)
    found = await read(login(with_model), f"{PROMPT} {told}")
    assert found["occupation"] == "kite maker"
    assert found["location"] == "Cebu City, Philippines"
    assert server.log()["count"] == 1


@pytest.mark.parametrize("kind", ["error_500", "html", "broken_schema", "quota", "key_refused"])
async def test_a_failing_model_costs_nothing_but_its_findings(
    kind: str, with_model: Any, login: Any, server: RunningServer
) -> None:
    control = {"api_key": "another"} if kind == "key_refused" else {"script": 99 * [kind]}
    server.control(**control)
    found = await read(login(with_model), "7 nurses in Manila aged 25 to 32")
    sure = parse("7 nurses in Manila aged 25 to 32")
    assert found == sure.model_dump(exclude_none=True)


async def test_inadmissible_findings_are_not_shown(
    with_model: Any, login: Any, server: RunningServer
) -> None:
    told = json.dumps(TOLD | {"location": "Mordor"})
    found = await read(login(with_model), f"{PROMPT} {told}")
    assert found.get("location") != "Mordor"
    assert server.log()["count"] == 2


@pytest.mark.parametrize(("script", "calls"), [([], 1), (["broken_schema"] * 2, 2)])
async def test_what_the_model_cost_counts_towards_the_projects_budget(
    script: list[str],
    calls: int,
    with_model: Any,
    login: Any,
    server: RunningServer,
    its_database: Database,
) -> None:
    server.control(script=script)
    client = login(with_model)
    groups = await client.project()
    for _ in range(2):  # the budget is used up by the first
        prompt = {"prompt": f"7 nurses {json.dumps(TOLD)}"}
        parsed = await client.post(f"{groups}/parse-prompt", json=prompt)
        assert parsed.json()["persona_count"] == 7

    assert server.log()["count"] == calls
    spent = await its_database.spending.find_one({"_id": UUID(groups.split("/")[-2])})
    assert spent is not None
    assert spent["tokens"] > calls * 100


async def test_a_model_that_hangs_is_not_waited_for(
    server: RunningServer, its_database: Database
) -> None:
    server.control(script=9 * ["hang"])
    settings = LlmSettings(llm="openai", api_key=KEY, base_url=server.base_url)
    model = LanguageModel(settings)
    started = time.monotonic()
    reader = PromptReader(model, MongoBudget(its_database, 0), seconds=0.5)
    found = await reader.read("nurses in Manila", uuid4())
    assert time.monotonic() - started < 2
    assert found == parse("nurses in Manila")
    await model.close()


async def test_an_empty_or_endless_prompt_is_refused_before_the_model_is_asked(
    with_model: Any, login: Any, server: RunningServer
) -> None:
    client = login(with_model)
    path = f"{await client.project()}/parse-prompt"
    for prompt in ("", "   ", "x" * 4_001):
        answer = await client.post(path, json={"prompt": prompt})
        assert answer.status_code == 422
    assert server.log()["count"] == 0
