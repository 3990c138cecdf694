"""generate-image: request and reply over the bus, drawn with the project's own key."""

import asyncio
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image

from openai_server.running import RunningServer
from suara.errors import PermanentError
from suara.events import (
    Envelope,
    PromptPortraitFailed,
    PromptPortraitRendered,
    PromptPortraitRequested,
)
from suara.kafka.codec import decode, event_type
from suara.testing.broker import publishing, read

CONTRACT = json.loads(
    (Path(__file__).parents[2] / "contract" / "prompt_personas.json").read_text("utf-8")
)
KEY = "sk-proj-0123456789abcdefghijklmnop"


async def events(system: Any, persona: str, *kinds: type) -> list[Any]:
    """What was said of a persona, by order of time."""
    found = []
    for message in await read(system.settings.kafka, "avatars"):
        try:
            event = decode(message.value, list(message.headers)).data
        except PermanentError:  # a test sent rubbish
            continue
        if event.key == persona.rsplit("/", 1)[1] and isinstance(event, kinds):
            found.append(event)
    return found


async def until(condition: Callable[[], Any]) -> None:
    async with asyncio.timeout(30):
        while not await condition():  # noqa: ASYNC110 - what it waits for is in MongoDB
            await asyncio.sleep(0.02)


async def test_the_answer_is_the_persona_with_its_new_portrait(
    team: Any, server: RunningServer, system: Any
) -> None:
    path = await team.persona()
    before = (await team.get(path)).json()

    answer = await team.post(f"{path}/generate-image")

    assert answer.status_code == 200, answer.text
    persona = answer.json()
    assert persona == (await team.get(path)).json()
    assert persona | {"imageUrl": 0, "updatedAt": 0} == before | {"imageUrl": 0, "updatedAt": 0}
    assert persona["updatedAt"] > before["updatedAt"]
    found = await team.get(f"{team.path}/images/{persona['imageUrl']}")
    assert found.headers["content-type"] == "image/png"
    picture = Image.open(BytesIO(found.content))
    assert (picture.format, picture.size, picture.info) == ("PNG", (1024, 1024), {})
    [request] = server.log(bodies=True)["bodies"]
    assert request["model"] == "gpt-image-1"
    assert "values brevity" in request["prompt"]
    [event] = await events(system, path, PromptPortraitRequested)
    assert event.model == "gpt-image-1"


async def test_the_answer_is_that_of_the_reference(team: Any, system: Any) -> None:
    [case] = [case for case in CONTRACT["cases"] if "openai" in case["given"]]
    shown, scope = CONTRACT["persona"], {"company_id": team.company}
    persona = {
        "_id": UUID(shown["id"]),
        "project_id": UUID(team.path.rsplit("/", 1)[1]),
        "name": shown["name"],
        "description": shown["description"],
        "system_prompt": shown["systemPrompt"],
        "created_at": datetime.fromisoformat(shown["createdAt"]),
        "updated_at": datetime.fromisoformat(shown["updatedAt"]),
    }
    await system.database.prompt_personas.insert_one(persona | scope)
    path = case["request"]["path"].replace("/api/projects/{projectId}", team.path)

    answer = await team.post(path)

    assert answer.status_code == case["answer"]["status"]
    expected, answered = case["answer"]["body"], answer.json()
    assert list(answered) == list(expected)
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.png", answered["imageUrl"])
    changed = {"imageUrl": "<image id>", "updatedAt": "<time>"}
    assert answered | changed == expected


async def test_style_reference_images_are_sent_along(team: Any, server: RunningServer) -> None:
    file = BytesIO()
    Image.new("RGB", (80, 64), "red").save(file, "PNG")
    as_png = {"Content-Type": "image/png"}
    image = await team.post(f"{team.path}/images", content=file.getvalue(), headers=as_png)
    styles = {"styleReferenceImages": [image.json()["id"]]}
    assert (await team.put(f"{team.path}/settings", json=styles)).status_code == 200

    answer = await team.post(f"{await team.persona()}/generate-image")

    assert answer.status_code == 200, answer.text
    assert server.log()["requests"][0]["path"] == "/v1/images/edits"
    assert (await team.get(f"{team.path}/images/{image.json()['id']}")).status_code == 200


async def test_a_new_portrait_replaces_the_generated_one_that_nobody_else_shows(
    team: Any, system: Any
) -> None:
    path = await team.persona()
    first = (await team.post(f"{path}/generate-image")).json()["imageUrl"]
    second = first
    for number in range(20):  # the server has four pictures, chosen by the prompt
        await team.put(path, json={"systemPrompt": f"You are user number {number}."})
        answer = await team.post(f"{path}/generate-image")
        second = answer.json()["imageUrl"]
        if second != first:
            break
    assert second != first
    assert (await team.get(f"{team.path}/images/{first}")).status_code == 404
    assert (await team.get(f"{team.path}/images/{second}")).status_code == 200
    project = UUID(team.path.rsplit("/", 1)[1])
    assert await system.database.images.count_documents({"project_id": project}) == 1


async def test_what_is_not_set_up_is_said_at_once(team: Any, server: RunningServer) -> None:
    async def refused(path: str) -> tuple[int, str]:
        answer = await team.post(f"{path}/generate-image")
        return answer.status_code, answer.json()["detail"]

    path = await team.persona()
    assert await refused(await team.persona(prompt=None)) == (400, "Persona has no system prompt")
    assert await refused(f"{team.path}/personas/{uuid4()}") == (404, "Persona not found")
    assert await refused(f"{team.path}/personas/987fcdeb") == (404, "Persona not found")
    await team.set_up(kind="anthropic", model="claude")
    assert await refused(path) == (400, "LLM provider is not OpenAI")
    await team.put(f"{team.path}/settings", json={"llmProvider": None})
    assert await refused(path) == (400, "No LLM provider configured")
    assert server.log()["count"] == 0


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("key_refused", "the key was refused by .*: check the API key in the project's settings"),
        ("refusal", "the model refused to answer"),
        ("quota", "the quota at .* is used up"),
        ("model_not_found", "does not exist at .*: check the model in the project's settings"),
        ("html", "the model's picture is unusable"),
        ("bomb", "the model's picture is unusable"),
    ],
)
async def test_a_provider_that_refuses_is_a_502_with_the_reason_and_the_next_try_is_free(
    team: Any, server: RunningServer, script: str, said: str
) -> None:
    server.control(script=[script])
    path = await team.persona()

    answer = await team.post(f"{path}/generate-image")

    assert answer.status_code == 502, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert re.search(said, answer.json()["detail"])
    assert "imageUrl" not in (await team.get(path)).json()
    assert (await team.post(f"{path}/generate-image")).status_code == 200


@pytest.mark.parametrize("script", ["key_refused", "forbidden", "bad_request"])
async def test_a_key_that_the_provider_quotes_is_seen_nowhere(
    team: Any, server: RunningServer, system: Any, capfd: pytest.CaptureFixture[str], script: str
) -> None:
    server.control(script=[script])
    wrong = "sk-proj-wrong-zyxwvutsrqponmlkjihgfedcba"
    await team.set_up(apiKey=wrong)
    path = await team.persona()

    answer = await team.post(f"{path}/generate-image")

    assert answer.status_code == 502
    seen = [answer.text, (await team.get(f"{team.path}/settings")).text, *capfd.readouterr()]
    for topic in ("avatars", "avatars.dlq"):
        seen += [repr(message) for message in await read(system.settings.kafka, topic)]
    for name in await system.database.list_collection_names():
        seen += [repr(one) async for one in system.database[name].find({})]
    assert not any(secret in text for text in seen for secret in (wrong, KEY))
    assert "zyxwvuts" not in "".join(seen)


async def test_the_operator_s_key_and_address_are_not_used(
    team: Any, server: RunningServer
) -> None:
    server.control(api_key=KEY)
    assert (await team.post(f"{await team.persona()}/generate-image")).status_code == 200
    assert server.log()["count"] == 1


async def test_a_provider_that_hangs_is_a_504_and_the_persona_can_be_asked_for_again(
    system: Any, team: Any, team_at: Any, server: RunningServer
) -> None:
    server.control(probabilities={"hang": 1})
    path = await team.persona()
    async with system.gateway(seconds=1) as app:
        answer = await team_at(app, team).post(f"{path}/generate-image")

    assert answer.status_code == 504
    assert "within 1 seconds. Ask again" in answer.json()["detail"]

    async def idle() -> bool:
        return server.log()["in_flight"] == 0

    await until(idle)
    server.control()
    assert (await team.post(f"{path}/generate-image")).status_code == 200
    assert not await events(system, path, PromptPortraitFailed)


async def test_a_portrait_that_is_there_at_the_deadline_is_the_answer_without_a_reply(
    system: Any, team: Any, team_at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await team.persona()
    async with system.gateway(seconds=30) as app:
        replies = app.state.gateway.handlers.portraits._replies

        def lost_until_the_deadline(record: Any) -> None:
            if event_type(list(record.headers)) == PromptPortraitRendered.type:
                for reply in replies._waiting.values():
                    reply.set_exception(TimeoutError())

        monkeypatch.setattr(replies, "_hand_over", lost_until_the_deadline)
        answer = await team_at(app, team).post(f"{path}/generate-image")

    assert answer.status_code == 200, answer.text
    assert answer.json()["imageUrl"]


async def test_while_the_broker_is_away_nothing_is_asked_for(
    system: Any, team: Any, team_at: Any, server: RunningServer
) -> None:
    path = await team.persona()
    async with system.gateway(seconds=1, bootstrap="127.0.0.1:9") as app:
        answer = await team_at(app, team).post(f"{path}/generate-image")
        assert answer.status_code == 504
        broken = await team_at(app, team).post(f"{await team.persona(None)}/generate-image")
        assert broken.status_code == 400
    assert (await team.post(f"{path}/generate-image")).status_code == 200
    assert server.log()["count"] == 1


async def test_of_two_at_once_one_is_drawn_and_one_told_to_wait(
    team: Any, server: RunningServer
) -> None:
    server.control(latency={"image": 1.0})
    path = await team.persona()

    answers = await asyncio.gather(*(team.post(f"{path}/generate-image") for _ in range(2)))

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert server.log()["count"] == 1


async def test_every_gateway_hears_its_own_replies(
    system: Any, team: Any, team_at: Any, server: RunningServer
) -> None:
    server.control(latency={"image": 0.2})
    async with system.gateway(seconds=30) as app:
        other = team_at(app, team)
        paths = [await team.persona(f"You are user {number}.") for number in range(6)]
        answers = await asyncio.gather(
            *(
                (team, other)[number % 2].post(f"{path}/generate-image")
                for number, path in enumerate(paths)
            )
        )
    assert [answer.status_code for answer in answers] == [200] * 6
    assert [answer.json()["id"] for answer in answers] == [p.rsplit("/", 1)[1] for p in paths]
    assert server.log()["count"] == 6


async def test_a_client_that_hangs_up_misses_the_answer_only(
    team: Any, server: RunningServer
) -> None:
    server.control(latency={"image": 0.5})
    path = await team.persona()
    asked = asyncio.create_task(team.post(f"{path}/generate-image"))

    async def drawing() -> bool:
        return server.log()["in_flight"] == 1

    await until(drawing)
    asked.cancel()

    async def drawn() -> bool:
        return "imageUrl" in (await team.get(path)).json()

    await until(drawn)


async def test_a_request_delivered_again_repeats_its_reply_and_pays_once(
    system: Any, team: Any, server: RunningServer
) -> None:
    path = await team.persona()
    assert (await team.post(f"{path}/generate-image")).status_code == 200
    [request] = await events(system, path, PromptPortraitRequested)
    changed = (await team.put(path, json={"imageUrl": None})).json()

    async with publishing(system.settings.kafka) as publisher:
        await publisher.publish([Envelope.first(request, "/suara/tests")])

    async def replied() -> bool:
        return len(await events(system, path, PromptPortraitRendered)) == 2

    await until(replied)
    first, again = await events(system, path, PromptPortraitRendered)
    assert first == again
    assert server.log()["count"] == 1
    assert (await team.get(path)).json() == changed  # what was chosen in the meantime stays


async def test_rubbish_on_the_topic_and_late_requests_disturb_nobody(
    system: Any, team: Any, server: RunningServer
) -> None:
    path = await team.persona()
    project, persona = UUID(team.path.rsplit("/", 1)[1]), UUID(path.rsplit("/", 1)[1])
    late = PromptPortraitRequested(
        company_id=team.company,
        project_id=project,
        persona_id=persona,
        request_id=uuid4(),
        system_prompt="x",
        model="gpt-image-1",
        expires_at=datetime.now(UTC) - timedelta(seconds=1),
    )
    topic = f"{system.settings.kafka.topic_prefix}.avatars"
    kind = ("ce_type", PromptPortraitRendered.type.encode())
    async with publishing(system.settings.kafka) as publisher:
        await publisher.publish([Envelope.first(late, "/suara/tests")])
        asked = asyncio.create_task(team.post(f"{path}/generate-image"))
        for value, headers in ((b"{}", [kind]), (b"\xff", []), (None, [kind])):
            await publisher.send(topic, str(persona).encode(), value, headers)
        answer = await asked
    assert answer.status_code == 200, answer.text
    assert server.log()["count"] == 1
