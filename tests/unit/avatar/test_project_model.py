"""The model of a project: nothing of the operator's goes to its provider."""

import pytest
from pydantic import SecretStr

from avatar.adapters.project_painter import ProjectModel
from suara.llm import ImageSettings
from suara.llm.connection import OPENAI, Connection

KEY = "sk-proj-0123456789abcdefghijklmnop"
THEIRS = {
    "OPENAI_API_KEY": "sk-of-the-operator",
    "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
    "OPENAI_API_VERSION": "2026-01-01",
    "OPENAI_ORG_ID": "org-of-the-operator",
    "OPENAI_PROJECT_ID": "proj_of_the_operator",
}


@pytest.fixture
def of_the_operator(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in THEIRS.items():
        monkeypatch.setenv(name, value)


async def test_a_project_s_key_goes_to_openai_with_nothing_of_the_operator_s(
    of_the_operator: None,
) -> None:
    settings = ProjectModel(
        images="openai",
        api_key=SecretStr(KEY),
        base_url=None,
        azure_api_version=None,
        model="gpt-image-1",
    )
    connection = Connection(settings)
    sent = {**connection.client.auth_headers, **connection.client.default_headers}
    assert str(connection.client.base_url).rstrip("/") == OPENAI
    assert sent["Authorization"] == f"Bearer {KEY}"
    assert not any("operator" in str(value) for value in sent.values())
    await connection.close()


async def test_the_operator_s_own_model_keeps_its_organization(of_the_operator: None) -> None:
    settings = ImageSettings(images="openai", azure_api_version=None)
    connection = Connection(settings)
    assert connection.client.organization == THEIRS["OPENAI_ORG_ID"]
    await connection.close()
