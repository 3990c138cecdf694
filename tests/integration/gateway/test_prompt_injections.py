"""parse-prompt with attempts as the sentence, and a model that obeys them."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
import pytest_asyncio

from api_gateway.api.bodies import NewGroup
from injections.attempts import ATTEMPTS, Attempt
from injections.findings import unseen, wrong_text
from injections.poison import orders
from openai_server.running import RunningServer, running

NAMES = [f"{number}-{attempt.kind}" for number, attempt in enumerate(ATTEMPTS)]
# The model server repeats what it is told so, and makes up the rest.
TOLD = json.dumps({"location": "Cebu City, Philippines", "age_min": 30, "age_max": 44})
LONGEST_PROMPT, LONGEST_TEXT = 4_000, 200


@pytest.fixture(scope="module")
def model() -> Iterator[RunningServer]:
    with running() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def client(
    configure: Callable[..., Any], model: RunningServer, login: Any, request: Any
) -> AsyncIterator[Any]:
    settings = configure(SUARA_LLM="openai", OPENAI_BASE_URL=model.base_url)
    async with request.getfixturevalue("running")(settings) as app:
        yield login(app)


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=NAMES)
async def test_a_sentence_leads_to_legal_and_plain_fields_only(
    attempt: Attempt, client: Any, model: RunningServer
) -> None:
    model.control(obeys=orders(attempt))
    path = f"{await client.project()}/parse-prompt"
    answer = await client.post(path, json={"prompt": f"Nurses in Cebu. {attempt.text}"})

    if answer.status_code == 422:
        assert len(attempt.text) > LONGEST_PROMPT or "\x00" in attempt.text
        assert model.log()["count"] == 0
        return
    found = answer.json()
    NewGroup.model_validate({"name": "Unnamed"} | found)
    assert (found["occupation"], found["location"]) == ("Nurse", "Cebu City, Philippines")
    for name in ("name", "location", "occupation"):
        assert list(wrong_text(found[name], LONGEST_TEXT)) == []


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=NAMES)
async def test_what_a_model_makes_of_a_sentence_is_legal_and_plain_or_not_taken(
    attempt: Attempt, client: Any, model: RunningServer
) -> None:
    model.control(obeys=orders(attempt) | {"adds": ""})
    path = f"{await client.project()}/parse-prompt"
    answer = await client.post(path, json={"prompt": f"{TOLD} {attempt.text}"})

    bodies = model.log(bodies=True)["bodies"]
    for content in (body["messages"][1]["content"] for body in bodies):
        assert content.startswith("<description>\n")
        assert content.endswith("\n</description>")
        assert content.count("<") == content.count(">") == 2
        assert list(unseen(content.replace("\n", ""))) == []
    if answer.status_code == 200:
        found = answer.json()
        NewGroup.model_validate({"name": "Unnamed"} | found)
        assert found["location"] == "Cebu City, Philippines"
        for name in ("name", "occupation"):
            assert list(wrong_text(found.get(name, ""), LONGEST_TEXT)) == []
        assert not (attempt.withheld and "occupation" in found)
