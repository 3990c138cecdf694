"""The prompt personas API, request by request, as `tests/contract/prompt_personas.json` has it."""

import json
import re
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

CONTRACT = json.loads(
    (Path(__file__).parents[2] / "contract" / "prompt_personas.json").read_text("utf-8")
)
# Those that a provider takes part in: see `integration/prompt_portraits`.
ELSEWHERE = {"openai"}
CASES = [case for case in CONTRACT["cases"] if not ELSEWHERE & {*case["given"]}]
ANY = {
    "<uuid>": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "<time>": re.compile(r"20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}Z"),
}
PROBLEM = ["type", "title", "status", "detail", "instance"]


@pytest.fixture
async def project(api: Any) -> str:
    created = await api.post("/api/v1/projects", json={"name": "Chat agent"})
    identity: str = created.json()["id"]
    return identity


@pytest.fixture
async def given(api: Any, database: Any, project: str) -> AsyncIterator[dict[str, Any]]:
    """What a project may hold, as documents of the collections that hold it."""
    shown = CONTRACT["persona"]
    scope = {"company_id": api.company, "project_id": UUID(project)}
    persona = {
        "_id": UUID(shown["id"]),
        **scope,
        "name": shown["name"],
        "description": shown["description"],
        "system_prompt": shown["systemPrompt"],
        "created_at": datetime.fromisoformat(shown["createdAt"]),
        "updated_at": datetime.fromisoformat(shown["updatedAt"]),
    }
    image = {
        "_id": f"{project}/{CONTRACT['image']}",
        **scope,
        "image_id": CONTRACT["image"],
        "source": "upload",
    }
    yield {
        "persona": ("prompt_personas", persona),
        "another-persona": (
            "prompt_personas",
            persona | {"_id": uuid4(), "name": "technical-user"},
        ),
        "persona-without-prompt": ("prompt_personas", persona | {"system_prompt": None}),
        "anthropic": (
            "project_settings",
            scope
            | {"_id": UUID(project), "llm_provider": {"kind": "anthropic", "api_key": b"secret"}},
        ),
        "image": ("images", image),
    }
    await database.prompt_personas.delete_many(scope)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
async def test_the_answer_is_that_of_the_reference(
    api: Any, database: Any, project: str, given: dict[str, Any], case: dict[str, Any]
) -> None:
    for name in case["given"]:
        collection, document = given[name]
        await database[collection].insert_one(dict(document))
    request, expected = case["request"], case["answer"]
    path = request["path"].replace("{projectId}", project)

    answer = await api.request(request["method"], path, json=request.get("body"))

    assert answer.status_code == expected["status"]
    if "problem" in expected:
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert [name for name in problem if name != "errors"] == PROBLEM
        assert (problem["status"], problem["detail"]) == (expected["status"], expected["problem"])
    elif "body" in expected:
        assert answer.headers["content-type"] == "application/json"
        assert_same(answer.json(), expected["body"])
    else:
        assert answer.content == b""


def assert_same(answered: Any, expected: Any) -> None:
    """The same keys in the same order and the same values, but for what may be any."""
    if isinstance(expected, list):
        assert len(answered) == len(expected)
        for one, other in zip(answered, expected, strict=True):
            assert_same(one, other)
        return
    assert list(answered) == list(expected)
    for name, value in expected.items():
        if value in ANY:
            assert ANY[value].fullmatch(answered[name])
        else:
            assert answered[name] == value
