"""Who may ask, and about what."""

import time
from typing import Any
from uuid import uuid4

import pytest

OTHER_SECRET = "another-secret-that-is-long-enough-too"


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Basic dXNlcjpwYXNz",
        "Bearer x.y.z",
        "Bearer eyJhbGciOiJub25lIn0.e30.",
    ],
)
async def test_without_a_believable_token_every_api_path_is_401(
    api: Any, header: str | None
) -> None:
    group = await api.group()
    groups = group.rsplit("/", 1)[0]
    del api.headers["Authorization"]
    headers = {} if header is None else {"Authorization": header}
    for method, path in (
        ("GET", "/api/v1/projects"),
        ("POST", "/api/v1/projects"),
        ("DELETE", groups.rsplit("/", 1)[0]),
        ("POST", f"{groups}/parse-prompt"),
        ("GET", groups),
        ("POST", groups),
        ("PATCH", group),
        ("DELETE", group),
        ("POST", f"{group}/generate"),
        ("GET", f"{group}/personas"),
        ("DELETE", f"{group}/personas/{uuid4()}"),
        ("GET", "/api/v1/nothing"),
    ):
        response = await api.request(method, path, headers=headers, content=b"{")
        assert response.status_code == 401
        assert response.headers["www-authenticate"] == "Bearer"
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": int(time.time()) - 60},
        {"exp": None},
        {"aud": "somebody-else"},
        {"aud": None},
        {"iss": "somebody-else"},
        {"iss": None},
        {"company_id": None},
        {"company_id": "not-a-uuid"},
        {"company_id": 5},
        {"nbf": int(time.time()) + 600},
        {"secret": OTHER_SECRET},
    ],
)
async def test_a_token_must_be_current_signed_by_us_and_meant_for_us(
    api: Any, token: Any, claims: dict[str, Any]
) -> None:
    bearer = token(api.company, **claims)
    response = await api.get("/api/v1/projects", headers={"Authorization": f"Bearer {bearer}"})

    assert response.status_code == 401


async def test_another_companys_things_do_not_exist(shared: Any, login: Any) -> None:
    ours, theirs = login(shared[0]), login(shared[0])
    group = await ours.group()
    project = group.split("/persona-groups")[0]
    before = (await ours.get(group)).json()

    for method, path in (
        ("GET", project),
        ("DELETE", project),
        ("GET", f"{project}/persona-groups"),
        ("GET", group),
        ("DELETE", group),
        ("POST", f"{group}/generate"),
        ("GET", f"{group}/personas"),
        ("DELETE", f"{group}/personas"),
    ):
        response = await theirs.request(method, path)
        unknown = await theirs.request(method, path.replace(project, f"/api/v1/projects/{uuid4()}"))
        assert response.status_code == 404
        assert response.json() | {"instance": ""} == unknown.json() | {"instance": ""}
    for body, path in (({"name": "x"}, f"{project}/persona-groups"),):
        assert (await theirs.post(path, json=body)).status_code == 404
    assert (await theirs.patch(group, json={"name": "x"})).status_code == 404
    assert (await theirs.get("/api/v1/projects")).json() == []
    assert (await ours.get(group)).json() == before


async def test_health_and_documentation_need_no_token(api: Any) -> None:
    del api.headers["Authorization"]

    for path in ("/health/live", "/docs", "/redoc", "/openapi.json"):
        assert (await api.get(path)).status_code == 200
    root = await api.get("/")
    assert (root.status_code, root.headers["location"]) == (307, "/docs")
