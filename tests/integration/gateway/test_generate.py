"""Starting a generation: when it may, what it asks the workers for, and when it is refused."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

from suara.events import GenerationRequested
from suara.generation import Stage, advance
from suara.personas import persona_id


async def _close(database: Any, path: str, written: int, failed: int = 0, reason: str = "") -> None:
    """Do what the workers do for the queued run of the group at that path."""
    group = await database.groups.find_one({"_id": UUID(path.split("/")[-1])})
    run = group["generation"]
    ids = [persona_id(run["id"], slot) for slot in run["slots"]]
    made, lost = ids[:written], ids[written : written + failed]
    steps = [(Stage.WRITTEN, made_id) for made_id in made]
    steps += [(Stage.PORTRAYED, made_id) for made_id in made]
    steps += [(Stage.FAILED, lost_id) for lost_id in lost]
    request = GenerationRequested(
        company_id=group["company_id"],
        project_id=group["project_id"],
        group_id=group["_id"],
        generation_id=run["id"],
        definition=run["definition"],
        slots=run["slots"],
    )
    progress = await advance(database, request, uuid4(), steps, reason=reason)
    assert progress is not None


async def _run(database: Any, path: str) -> dict[str, Any]:
    found = await database.groups.find_one({"_id": UUID(path.split("/")[-1])})
    run: dict[str, Any] = found["generation"]
    return run


async def test_generate_answers_202_with_the_queued_group(api: Any, database: Any) -> None:
    path = await api.group(persona_count=3)

    response = await api.post(f"{path}/generate")

    assert response.status_code == 202
    assert response.json() == (await api.get(path)).json()
    assert response.json()["generation_status"] == "pending"
    assert response.json()["generation_progress"] == "Queued: 3 personas requested"
    run = await _run(database, path)
    assert (list(run["slots"]), run["total"], run["attempt"]) == ([0, 1, 2], 3, 1)
    assert run["closed_by"] is None


async def test_plainer_grounding_stays_in_the_text_of_the_workers(api: Any, database: Any) -> None:
    path = await api.group(location="Germany", persona_count=2)
    note = "Germany has no sourced market data yet: personas will use plainer grounding"

    queued = (await api.post(f"{path}/generate")).json()["generation_progress"]
    assert queued == f"Queued: 2 personas requested. {note}"
    await _close(database, path, written=1)
    going_on = (await api.get(path)).json()
    assert going_on["generation_status"] == "generating"
    assert going_on["generation_progress"].endswith(f". {note}")


async def test_generate_is_refused_while_queued_and_while_going_on(api: Any, database: Any) -> None:
    path = await api.group(persona_count=2)
    await api.post(f"{path}/generate")
    queued = await api.post(f"{path}/generate")
    await _close(database, path, written=1)
    going_on = await api.post(f"{path}/generate")

    for response, words in ((queued, "queued"), (going_on, "going on")):
        assert response.status_code == 409
        assert response.headers["content-type"] == "application/problem+json"
        assert words in response.json()["detail"]


async def test_of_many_calls_at_once_exactly_one_is_accepted(api: Any, database: Any) -> None:
    path = await api.group()

    responses = await asyncio.gather(*(api.post(f"{path}/generate") for _ in range(8)))

    assert sorted(response.status_code for response in responses) == [202] + [409] * 7
    assert await _events(database, path, "generation.requested") <= 1


async def _events(database: Any, path: str, kind: str) -> int:
    waiting = [m async for m in database.outbox.find({"key": path.split("/")[-1].encode()})]
    return sum(kind.encode() in dict(m["headers"])["ce_type"] for m in waiting)


async def test_after_a_complete_generation_more_personas_are_added(api: Any, database: Any) -> None:
    path = await api.group(persona_count=2)
    await api.post(f"{path}/generate")
    await _close(database, path, written=2)
    first = await _run(database, path)
    assert (await api.get(path)).json()["generation_status"] == "complete"

    await api.patch(path, json={"persona_count": 3})
    response = await api.post(f"{path}/generate")

    second = await _run(database, path)
    assert response.status_code == 202
    assert second["id"] != first["id"]
    assert (list(second["slots"]), second["total"]) == ([2, 3, 4], 3)
    assert not second["written"]


async def test_after_a_failure_only_the_missing_personas_are_made_again(
    api: Any, database: Any
) -> None:
    path = await api.group(persona_count=3)
    await api.post(f"{path}/generate")
    await _close(database, path, written=1, failed=2, reason="no answer")
    first = await _run(database, path)
    assert (await api.get(path)).json()["generation_status"] == "failed"

    response = await api.post(f"{path}/generate")
    again = await _run(database, path)

    assert response.json()["generation_progress"] == ("Queued: 2 of 3 personas to be tried again")
    assert (again["id"], list(again["slots"])) == (first["id"], [1, 2])
    assert (again["total"], again["attempt"], again["failed"]) == (3, 2, [])
    assert (again["closed_by"], again["reason"]) == (None, None)
    await _close(database, path, written=2)
    done = (await api.get(path)).json()
    assert done["generation_status"] == "complete"
    assert done["generation_progress"].startswith("3 of 3 personas written")


async def test_a_failed_generation_of_an_older_definition_is_not_continued(
    api: Any, database: Any
) -> None:
    path = await api.group(persona_count=3, age_min=20)
    await api.post(f"{path}/generate")
    await _close(database, path, written=1, failed=2)
    first = await _run(database, path)

    await api.patch(path, json={"age_min": 30})
    await api.post(f"{path}/generate")
    second = await _run(database, path)

    assert second["id"] != first["id"]
    assert (list(second["slots"]), second["total"], second["attempt"]) == ([3, 4], 2, 1)
    assert second["definition"]["age_min"] == 30


async def test_a_group_may_change_during_a_generation(api: Any, database: Any) -> None:
    path = await api.group(persona_count=2, age_min=20)
    queued = (await api.post(f"{path}/generate")).json()

    changed = await api.patch(path, json={"age_min": 30})

    assert changed.status_code == 200
    assert changed.json()["generation_progress"] == queued["generation_progress"]
    assert (await _run(database, path))["definition"]["age_min"] == 20


async def test_a_group_may_be_deleted_during_a_generation(api: Any) -> None:
    path = await api.group()
    await api.post(f"{path}/generate")

    assert (await api.delete(path)).status_code == 204
    assert (await api.get(path)).status_code == 404
