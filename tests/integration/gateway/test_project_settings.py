"""Settings of a project: partial changes, merged headers, and secrets that nobody sees again."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from suara.encryption import Encryption

KEY = "sk-a-key-that-must-be-seen-nowhere"
TOKEN = "Bearer-a-token-that-must-be-seen-nowhere"
IMAGE = "a1b2c3d4-e5f6-7890-abcd-ef1234567890.png"


@pytest.fixture
async def path(api: Any) -> str:
    """The path of a new project."""
    created = await api.post("/api/v1/projects", json={"name": "Chat agent"})
    return f"/api/projects/{created.json()['id']}"


@pytest.fixture
async def settings(path: str) -> str:
    return f"{path}/settings"


@pytest.fixture
def stored_key(database: Any, shared: Any) -> Any:
    """The key as the avatar service will find it."""

    async def read(settings: str) -> str:
        project = UUID(settings.split("/")[3])
        document = await database.project_settings.find_one({"_id": project})
        return Encryption(shared[1].encryption).decrypt(document["llm_provider"]["api_key"])

    return read


async def test_a_new_project_has_empty_settings(api: Any, settings: str) -> None:
    assert (await api.get(settings)).json() == {"styleReferenceImages": [], "connectorHeaders": []}


async def test_a_model_is_shown_as_it_was_sent(api: Any, settings: str) -> None:
    for sent in ({}, {"model": "gpt-4.1"}):
        provider = {"kind": "openai", "apiKey": KEY} | sent
        shown = (await api.put(settings, json={"llmProvider": provider})).json()
        assert shown["llmProvider"] == {"kind": "openai", "hasApiKey": True} | sent


async def test_only_fields_that_are_sent_change_and_null_clears(api: Any, settings: str) -> None:
    first = {
        "llmProvider": {"kind": "openai", "apiKey": KEY},
        "connectorHeaders": {"Authorization": TOKEN, "X-Tenant": "t1"},
    }
    await api.put(settings, json=first)

    shown = (await api.put(settings, json={"connectorHeaders": {"X-New": "1"}})).json()
    assert shown["llmProvider"]["hasApiKey"]
    assert shown["connectorHeaders"] == ["X-New"]

    await api.put(settings, json={"llmProvider": None, "connectorHeaders": None})
    assert (await api.get(settings)).json() == {"styleReferenceImages": [], "connectorHeaders": []}
    again = {"kind": "anthropic"}
    assert (await api.put(settings, json={"llmProvider": again})).json()["llmProvider"] == {
        "kind": "anthropic",
        "hasApiKey": False,
    }


async def test_a_key_stays_with_its_kind_of_provider(
    api: Any, settings: str, stored_key: Any
) -> None:
    await api.put(settings, json={"llmProvider": {"kind": "openai", "apiKey": KEY}})

    kept = await api.put(settings, json={"llmProvider": {"kind": "openai", "model": "other"}})
    assert kept.json()["llmProvider"] == {"kind": "openai", "model": "other", "hasApiKey": True}
    assert await stored_key(settings) == KEY

    changed = await api.put(settings, json={"llmProvider": {"kind": "ollama"}})
    assert changed.json()["llmProvider"] == {"kind": "ollama", "hasApiKey": False}
    back = await api.put(settings, json={"llmProvider": {"kind": "openai"}})
    assert back.status_code == 400
    assert back.json()["detail"] == "llmProvider.apiKey is required for openai"
    cleared = await api.put(settings, json={"llmProvider": {"kind": "openai", "apiKey": None}})
    assert cleared.status_code == 400


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"llmProvider": {"kind": "skynet"}}, "llmProvider.kind"),
        ({"llmProvider": {"kind": "openai", "apiKey": ""}}, "llmProvider.apiKey"),
        ({"llmProvider": {"kind": "openai", "apiKey": "x" * 501}}, "llmProvider.apiKey"),
        ({"llmProvider": {"kind": "openai", "apiKey": "sk-\u00e9"}}, "llmProvider.apiKey"),
        ({"llmProvider": {"kind": "openai", "apiKey": "sk\n"}}, "llmProvider.apiKey"),
        ({"llmProvider": {"kind": "openai", "key": "x"}}, "llmProvider.key"),
        ({"llmProvider": "openai"}, "llmProvider"),
        ({"styleReferenceImages": [IMAGE]}, "styleReferenceImages"),
        ({"styleReferenceImages": ["x"] * 17}, "styleReferenceImages"),
        ({"connectorHeaders": {"Host": "evil"}}, "connectorHeaders"),
        ({"connectorHeaders": {"X-A": "a\r\nHost: evil"}}, "connectorHeaders"),
        ({"colour": "red"}, "colour"),
    ],
)
async def test_a_malformed_field_is_named_and_nothing_changes(
    api: Any, settings: str, change: dict[str, Any], field: str
) -> None:
    refused = await api.put(settings, json=change)

    assert refused.status_code == 400
    assert [error["field"] for error in refused.json()["errors"]] == [field]
    assert (await api.get(settings)).json() == {"styleReferenceImages": [], "connectorHeaders": []}


async def test_a_style_reference_that_is_no_image_is_named(api: Any, settings: str) -> None:
    refused = await api.put(settings, json={"styleReferenceImages": [IMAGE]})
    assert IMAGE in refused.json()["detail"]


async def test_the_headers_of_a_persona_go_before_those_of_the_connector(
    api: Any, path: str
) -> None:
    await api.put(
        f"{path}/settings", json={"connectorHeaders": {"authorization": "a", "X-Tenant": "t1"}}
    )
    own = {"Authorization": TOKEN, "X-User-Language": "en"}
    created = await api.post(f"{path}/personas", json={"name": "x", "headers": own})
    one = f"{path}/personas/{created.json()['id']}"

    shown = await api.get(f"{one}/headers")

    assert shown.json() == {"X-Tenant": "t1", **own}
    assert shown.headers["cache-control"] == "no-store"
    await api.put(one, json={"headers": None})
    assert (await api.get(f"{one}/headers")).json() == {"authorization": "a", "X-Tenant": "t1"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil"}, {"X-A": "1", "x-a": "2"}, {"X-A\r\nHost": "1"},
        {f"X-{number}": "" for number in range(51)},
    ],
)  # fmt: skip
async def test_headers_that_could_inject_are_refused_with_the_reason(
    api: Any, path: str, headers: dict[str, str]
) -> None:
    refused = await api.post(f"{path}/personas", json={"name": "x", "headers": headers})

    assert refused.status_code == 400
    assert refused.json()["detail"].startswith("headers must ")
    assert (await api.get(f"{path}/personas")).json() == []


@pytest.fixture
async def logged() -> AsyncIterator[list[Any]]:
    with capture_logs() as entries:
        yield entries


async def test_secrets_are_seen_nowhere(
    api: Any, path: str, database: Any, logged: list[Any], capfd: pytest.CaptureFixture[str]
) -> None:
    headers = {"Authorization": TOKEN}
    provider = {"kind": "openai", "apiKey": KEY}
    settings = f"{path}/settings"
    answers = [
        await api.put(settings, json={"llmProvider": provider, "connectorHeaders": headers}),
        await api.put(settings, json={"llmProvider": provider | {"kind": "wrong"}}),
        await api.put(settings, json={"llmProvider": provider, "connectorHeaders": {"Host": KEY}}),
        await api.put(settings, json={"llmProvider": provider | {"apiKey": [KEY]}}),
        await api.put(settings, json={"llmProvider": KEY}),
        await api.get(settings),
        created := await api.post(f"{path}/personas", json={"name": "x", "headers": headers}),
        await api.post(f"{path}/personas", json={"name": "x", "headers": headers}),
        await api.post(f"{path}/personas", json={"name": "y", "headers": {"X": TOKEN + "\n"}}),
        await api.put(f"{path}/personas/{created.json()['id']}", json={"headers": headers}),
        await api.get(f"{path}/personas"),
        await api.get(f"{path}/personas/{created.json()['id']}"),
        await api.get(path.replace("/api/", "/api/v1/")),
    ]
    kept = [
        str(document)
        for name in await database.list_collection_names()
        async for document in database[name].find()
    ]
    printed = capfd.readouterr()
    seen = [answer.text + str(answer.headers) for answer in answers]
    everything = "\n".join([*seen, *kept, *map(str, logged), printed.out, printed.err])

    assert any("llm_provider" in document for document in kept)
    assert "token-that-must" not in everything
    assert "key-that-must" not in everything
