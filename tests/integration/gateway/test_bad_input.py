"""Every bad request is answered with a problem document that says what to do instead."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pymongo.errors import ServerSelectionTimeoutError

GENDERS = ["Male", "Female", "All"]
AGES = "integers from 0 to 120"
COUNTS = "integers from 1 to 10"

BAD_FIELDS: list[tuple[dict[str, Any], str, Any]] = [
    ({"age_min": 40, "age_max": 30}, "age_min", AGES),
    ({"age_min": -1}, "age_min", AGES),
    ({"age_max": 121}, "age_max", AGES),
    ({"age_min": "25"}, "age_min", AGES),
    ({"age_min": 25.5}, "age_min", AGES),
    ({"age_min": True}, "age_min", AGES),
    ({"persona_count": 0}, "persona_count", COUNTS),
    ({"persona_count": 11}, "persona_count", COUNTS),
    ({"persona_count": None}, "persona_count", COUNTS),
    ({"gender": "female"}, "gender", GENDERS),
    ({"gender": 1}, "gender", GENDERS),
    ({"income_level": "Rich"}, "income_level", ["Low", "Middle", "High"]),
    ({"name": ""}, "name", "1 to 200 characters"),
    ({"name": "  "}, "name", "1 to 200 characters"),
    ({"name": None}, "name", "1 to 200 characters"),
    ({"name": "x" * 201}, "name", "1 to 200 characters"),
    ({"name": "a\x00b"}, "name", "1 to 200 characters"),
    ({"occupation": "x" * 201}, "occupation", "1 to 200 characters"),
    ({"occupation": "a\nb"}, "occupation", "1 to 200 characters"),
    ({"location": "x" * 201}, "location", '"City, Country" or a country, 1 to 200 characters'),
    ({"location": "Qwxzyk"}, "location", '"City, Country" or a country, 1 to 200 characters'),
    ({"agemin": 3}, "agemin", None),
]


def assert_problem(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem.keys() - {"errors"} == {"type", "title", "status", "detail", "instance"}
    assert problem["status"] == status
    assert problem["instance"] == response.request.url.path
    return problem


@pytest.mark.parametrize(("fields", "field", "allowed"), BAD_FIELDS)
async def test_a_bad_field_is_named_on_creation_and_on_change(
    api: Any, fields: dict[str, Any], field: str, allowed: Any
) -> None:
    group = await api.group()
    created = await api.post(group.rsplit("/", 1)[0], json={"name": "x"} | fields)
    changed = await api.patch(group, json=fields)

    for response in (created, changed):
        (error,) = assert_problem(response, 422)["errors"]
        assert error["field"] == field
        assert error["message"]
        assert error.get("allowed") == allowed


async def test_all_bad_fields_are_named_at_once(api: Any) -> None:
    response = await api.post(await api.project(), json={"gender": "x", "income_level": "y"})

    named = {error["field"] for error in assert_problem(response, 422)["errors"]}
    assert named == {"name", "gender", "income_level"}


async def test_a_change_is_checked_against_what_stays(api: Any) -> None:
    group = await api.group(age_min=20, age_max=30)

    problem = assert_problem(await api.patch(group, json={"age_min": 31}), 422)

    assert problem["errors"][0]["field"] == "age_min"
    assert (await api.get(group)).json()["age_min"] == 20


@pytest.mark.parametrize("prompt", ["", "   ", "x" * 4001, None, "a\x07b"])
async def test_a_prompt_has_1_to_4000_characters(api: Any, prompt: str | None) -> None:
    groups = await api.project()
    response = await api.post(f"{groups}/parse-prompt", json={"prompt": prompt})

    assert assert_problem(response, 422)["errors"][0]["field"] == "prompt"
    assert (await api.post(f"{groups}/parse-prompt", json={"prompt": "x" * 4000})).is_success


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b"", b"\xff\xfe", b'"x"', b"[" * 100_000, b'{"\\ud800": 1, "name": "x"}']
)
async def test_a_body_that_is_no_object_is_refused(api: Any, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    response = await api.post("/api/v1/projects", content=body, headers=headers)

    assert assert_problem(response, response.status_code)["status"] in (400, 422)


async def test_a_malformed_uuid_is_422_and_an_unknown_one_404(api: Any) -> None:
    group = await api.group()
    groups = group.rsplit("/", 1)[0]
    unknown = f"/api/v1/projects/{uuid4()}"
    malformed = {
        "project_id": "/api/v1/projects/not-a-uuid",
        "group_id": f"{groups}/42",
        "persona_id": f"{group}/personas/x",
    }
    for field, path in malformed.items():
        assert assert_problem(await api.get(path), 422)["errors"][0] == {
            "field": field,
            "message": "must be a UUID",
        }
    for path in (
        unknown,
        f"{unknown}/persona-groups",
        f"{groups}/{uuid4()}",
        f"{groups}/{uuid4()}/personas",
        f"{group}/personas/{uuid4()}",
        "/api/v1/nothing",
    ):
        assert_problem(await api.get(path), 404)
    for method, path in (
        ("POST", f"{groups}/{uuid4()}/generate"),
        ("DELETE", f"{groups}/{uuid4()}"),
        ("DELETE", f"{group}/personas/{uuid4()}"),
        ("DELETE", f"{groups}/{uuid4()}/personas"),
        ("DELETE", unknown),
    ):
        assert_problem(await api.request(method, path), 404)
    patched = await api.patch(f"{groups}/{uuid4()}", json={"name": "x"})
    assert_problem(patched, 404)
    for path in (f"{unknown}/persona-groups", f"{unknown}/persona-groups/parse-prompt"):
        assert_problem(
            await api.post(path, json={"name": "x"}), 404 if "parse" not in path else 422
        )
    parsed = await api.post(f"{unknown}/persona-groups/parse-prompt", json={"prompt": "x"})
    assert_problem(parsed, 404)


async def test_a_method_that_is_not_there_is_405_and_says_which_are(api: Any) -> None:
    response = await api.put("/api/v1/projects", json={})

    assert_problem(response, 405)
    assert {"GET", "POST"} <= set(response.headers["allow"].split(", "))


@pytest.mark.parametrize("declared", [True, False])
async def test_a_body_over_1_mib_is_refused_declared_or_not(api: Any, declared: bool) -> None:
    body = b'{"name": "' + b"x" * 1024 * 1024 + b'"}'

    async def stream() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 65_536):
            yield body[start : start + 65_536]

    response = await api.post(
        "/api/v1/projects",
        content=body if declared else stream(),
        headers={"Content-Type": "application/json"},
    )
    assert_problem(response, 413)


async def test_errors_of_the_program_do_not_show_its_inside(shared: Any, login: Any) -> None:
    app, _ = shared

    async def broken() -> None:
        raise RuntimeError("secret")

    app.add_api_route("/broken", broken, include_in_schema=False)
    response = await login(app).get("/broken", headers={"X-Request-Id": "mine"})

    assert response.headers["X-Request-Id"] == "mine"
    assert "secret" not in assert_problem(response, 500)["detail"]


async def test_a_database_that_goes_away_is_503_and_worth_another_try(
    shared: Any, login: Any
) -> None:
    app, _ = shared

    async def unreachable() -> None:
        raise ServerSelectionTimeoutError("secret address")

    app.add_api_route("/unreachable", unreachable, include_in_schema=False)
    response = await login(app).get("/unreachable")

    assert "secret" not in assert_problem(response, 503)["detail"]
    assert int(response.headers["retry-after"]) > 0
