"""What personas answered elsewhere, passed on to the library."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from suara.events import SimulationResponded


def a_response(**changes: Any) -> dict[str, Any]:
    fields = {
        "persona_id": str(uuid4()),
        "simulation_id": str(uuid4()),
        "question": "Would you pay for delivery?",
        "topic": "delivery fees",
        "answer": "Siguro,\nkung may libreng delivery.",
        "stance": -0.5,
    }
    return {name: value for name, value in (fields | changes).items() if value is not ...}


@pytest.fixture
async def path(api: Any) -> str:
    created = await api.post("/api/v1/projects", json={"name": "Study"})
    return f"/api/v1/projects/{created.json()['id']}/simulation-responses"


async def test_one_answer_or_a_list_of_them_is_published(
    api: Any, path: str, shared: Any, published: Any
) -> None:
    one, two, three = a_response(), a_response(stance=...), a_response(stance=None)

    single = await api.post(path, json=one)
    several = await api.post(path, json={"responses": [two, three]})

    assert (single.status_code, single.json()) == (202, {"accepted": 1})
    assert (several.status_code, several.json()) == (202, {"accepted": 2})
    told = [
        envelope.data
        for envelope in await published(shared[1], "simulations", 3)
        if envelope.data.company_id == api.company
    ]
    project = UUID(path.split("/")[4])
    expected = {
        SimulationResponded(
            company_id=api.company,
            project_id=project,
            subject=response["topic"],
            stance=response.get("stance"),
            **{name: response[name] for name in ("question", "answer")},
            persona_id=UUID(response["persona_id"]),
            simulation_id=UUID(response["simulation_id"]),
        )
        for response in (one, two, three)
    }
    assert set(told) == expected
    assert len(told) == 3


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"stance": 1.1}, "stance"),
        ({"stance": -2}, "stance"),
        ({"stance": "0.5"}, "stance"),
        ({"stance": True}, "stance"),
        ({"answer": "  "}, "answer"),
        ({"answer": ...}, "answer"),
        ({"answer": "x" * 4_001}, "answer"),
        ({"answer": "\u0007"}, "answer"),
        ({"question": ""}, "question"),
        ({"question": "x" * 1_001}, "question"),
        ({"topic": "fees\nand more"}, "topic"),
        ({"topic": "x" * 201}, "topic"),
        ({"persona_id": "Maria"}, "persona_id"),
        ({"mood": "happy"}, "mood"),
    ],
)
async def test_a_malformed_answer_is_refused(
    api: Any, path: str, change: dict[str, Any], field: str
) -> None:
    malformed = a_response(**change)
    for body, name in (
        (malformed, field),
        ({"responses": [a_response(), malformed]}, f"responses.1.{field}"),
    ):
        answer = await api.post(path, json=body)
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [name]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"responses": []}, "responses"),
        ({"responses": [a_response()] * 101}, "responses"),
        ({"responses": None}, "responses"),
        ([], "body"),
        ("answer", "body"),
    ],
)
async def test_a_malformed_list_is_refused(api: Any, path: str, body: Any, field: str) -> None:
    answer = await api.post(path, json=body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_not_a_number_is_no_stance(api: Any, path: str) -> None:
    text = json.dumps(a_response(stance=float("nan")))
    answer = await api.post(path, content=text, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


async def test_answers_belong_to_a_project_of_the_company(
    api: Any, path: str, shared: Any, login: Callable[[Any], Any]
) -> None:
    assert (await login(shared[0]).post(path, json=a_response())).status_code == 404
    unknown = f"/api/v1/projects/{uuid4()}/simulation-responses"
    assert (await api.post(unknown, json=a_response())).status_code == 404
