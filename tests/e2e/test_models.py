"""The whole system with a language model, as a user starts it with SUARA_LLM=openai."""

import re
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

import backends
from openai_server.running import RunningServer, running
from suara.markets import bundled_snapshot, market
from suara_local import tokens
from suara_local.stack import Stack

KEY = "sk-e2e-0123456789abcdefghijklmnop"
BUDGET = 60_000
Settled = Callable[[httpx.AsyncClient, str], Awaitable[dict[str, Any]]]


@pytest.fixture(scope="module")
def one_model() -> Iterator[RunningServer]:
    with running() as server:
        yield server


@pytest.fixture(scope="module")
def stack(one_model: RunningServer) -> Iterator[Stack]:
    with (
        pytest.MonkeyPatch.context() as environment,
        tempfile.TemporaryDirectory(prefix="suara-e2e-") as folder,
    ):
        environment.setenv("SUARA_LLM", "openai")
        environment.setenv("SUARA_LLM_BUDGET_TOKENS", str(BUDGET))
        environment.setenv("OPENAI_API_KEY", KEY)
        environment.setenv("OPENAI_BASE_URL", one_model.base_url)
        environment.setenv("SUARA_PROJECT_OPENAI_URL", one_model.base_url)
        with backends.stack(Path(folder)) as stack:
            yield stack.start()


@pytest.fixture
def model(one_model: RunningServer) -> RunningServer:
    """Well behaved until the test says otherwise."""
    one_model.control(api_key=KEY)
    return one_model


@pytest.fixture
async def api(stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    token = tokens.mint(stack.environment["SUARA_JWT_SECRET"])
    async with httpx.AsyncClient(
        base_url=f"{stack.base_url}/api/v1", headers={"Authorization": f"Bearer {token}"}
    ) as client:
        yield client


async def generate(
    api: httpx.AsyncClient, until_settled: Settled, project: str | None = None, **definition: Any
) -> tuple[str, dict[str, Any]]:
    """A new group's path, and the group once its generation is over."""
    if project is None:
        project = (await api.post("/projects", json={"name": "Study"})).json()["id"]
    groups = f"/projects/{project}/persona-groups"
    group = (await api.post(groups, json={"name": "Group"} | definition)).json()
    path = f"{groups}/{group['id']}"
    assert set(group["usage"].values()) == {0}
    assert (await api.post(f"{path}/generate")).status_code == 202
    return path, await until_settled(api, path)


async def test_a_group_of_ten_is_written_by_the_model_in_two_calls_each(
    api: httpx.AsyncClient, model: RunningServer, until_settled: Settled
) -> None:
    path, group = await generate(api, until_settled, location="Manila", persona_count=10)

    assert group["generation_status"] == "complete", group["generation_progress"]
    calls = Counter(request["name"] for request in model.log()["requests"])
    assert calls == {"draft": 10, "profile": 10}
    usage = group["usage"]
    assert usage["calls"] == 20
    assert 10 * 1_000 < usage["prompt_tokens"] <= 10 * 1_800
    assert 0 < usage["cached_tokens"] < usage["prompt_tokens"]
    assert usage["completion_tokens"] > 0

    known = {signal.id for signal in bundled_snapshot(market("PH")).signals}
    for persona in (await api.get(f"{path}/personas")).json():
        assert persona["provenance"]["writer"] == "openai/1"
        assert persona["provenance"]["model"] == "gpt-4.1-mini"
        assert persona["location"] == "Manila, Philippines"
        cited = {id_ for claim in persona["evidence"] for id_ in claim["signal_ids"]}
        assert cited
        assert cited <= known


async def test_a_refused_key_fails_the_group_with_what_to_do(
    api: httpx.AsyncClient, model: RunningServer, until_settled: Settled, stack: Stack
) -> None:
    model.control(api_key="sk-another-one-0123456789abcdef")

    path, group = await generate(api, until_settled, location="Jakarta", persona_count=2)

    assert group["generation_status"] == "failed"
    assert "check OPENAI_API_KEY" in group["generation_progress"]
    assert "2 could not be made" in group["generation_progress"]
    assert KEY not in str(group)
    logs = [log.read_text(errors="replace") for log in stack.home.root.rglob("*.log")]
    assert logs
    assert not any(KEY in log for log in logs)

    model.control(api_key=KEY)
    assert (await api.post(f"{path}/generate")).status_code == 202
    group = await until_settled(api, path)
    assert group["generation_status"] == "complete"


async def test_a_project_out_of_budget_fails_with_that_reason(
    api: httpx.AsyncClient, model: RunningServer, until_settled: Settled
) -> None:
    project = (await api.post("/projects", json={"name": "Costly"})).json()["id"]
    used, statuses = 0, []
    while "failed" not in statuses and len(statuses) < 9:
        _, group = await generate(api, until_settled, project, location="Manila", persona_count=10)
        statuses.append(group["generation_status"])
        used += group["usage"]["prompt_tokens"] + group["usage"]["completion_tokens"]

    assert "complete" in statuses
    assert re.search(r"the token budget of this project \(60,000\)", group["generation_progress"])
    assert BUDGET <= used < BUDGET + 10 * 2_500


async def test_a_prompt_is_read_with_the_model(
    api: httpx.AsyncClient, model: RunningServer
) -> None:
    project = (await api.post("/projects", json={"name": "Study"})).json()["id"]
    told = '{"name": "Kites", "age_min": 30, "age_max": 44, "gender": "Female", '
    told += '"location": "Hanoi, Vietnam", "income_level": "Low", "occupation": "kite maker"}'
    parsed = await api.post(
        f"/projects/{project}/persona-groups/parse-prompt", json={"prompt": f"People {told}"}
    )
    assert parsed.json()["occupation"] == "kite maker"
    assert model.log()["count"] == 1


async def test_a_prompt_persona_gets_a_portrait_with_its_project_s_key_and_style(
    api: httpx.AsyncClient, model: RunningServer, stack: Stack
) -> None:
    key = "sk-proj-e2e-9876543210abcdefghijklmnop"
    model.control(api_key=key)
    project = (await api.post("/projects", json={"name": "Chat agent"})).json()["id"]
    base = f"{stack.base_url}/api/projects/{project}"
    style = BytesIO()
    Image.new("RGB", (200, 100), "orange").save(style, "JPEG")
    uploaded = await api.post(
        f"{base}/images", files={"file": ("style.jpg", style.getvalue(), "image/jpeg")}
    )
    provider = {"kind": "openai", "model": "gpt-image-1", "apiKey": key}
    settings = {"llmProvider": provider, "styleReferenceImages": [uploaded.json()["id"]]}
    assert key not in (await api.put(f"{base}/settings", json=settings)).text
    persona = {"name": "impatient-user", "systemPrompt": "You are an impatient user."}
    path = f"{base}/personas/{(await api.post(f'{base}/personas', json=persona)).json()['id']}"

    answer = await api.post(f"{path}/generate-image", timeout=60)

    assert answer.status_code == 200, answer.text
    assert answer.json()["name"] == "impatient-user"
    assert [request["path"] for request in model.log()["requests"]] == ["/v1/images/edits"]
    image = await api.get(f"{base}/images/{answer.json()['imageUrl']}")
    assert Image.open(BytesIO(image.content)).size == (1024, 1024)
    logs = [log.read_text(errors="replace") for log in stack.home.root.rglob("*.log")]
    assert logs
    assert not any(key in log for log in logs)
