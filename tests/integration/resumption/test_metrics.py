"""What a generation leaves in the metrics: each thing that happened once, however often told."""

from datetime import timedelta
from typing import Any

from api_gateway.adapters.gauges import Gauges
from api_gateway.domain.groups import now
from measured import growth, value
from suara.events import PersonaUnmatched

COUNTED = {
    "written": ("suara_personas_total", {"source": "written"}),
    "failed": ("suara_personas_total", {"source": "failed"}),
    "drawn": ("suara_portraits_total", {"source": "local"}),
    "unmatched": ("suara_library_matches_total", {"outcome": "unmatched"}),
    "complete": ("suara_generation_duration_seconds_count", {"outcome": "complete"}),
    "incomplete": ("suara_generation_duration_seconds_count", {"outcome": "failed"}),
    "resumed": ("suara_generations_resumed_total", {}),
    "given_up": ("suara_generations_given_up_total", {}),
}
BYTES = ("suara_avatars_stored_bytes_total", {})
SEARCHES = ("suara_library_match_duration_seconds_count", {})
SECONDS = ("suara_generation_duration_seconds_sum", {"outcome": "complete"})
NOTHING = dict.fromkeys(COUNTED, 0)


async def test_a_generation_is_counted_once_and_not_again_when_all_of_it_is_delivered_again(
    system: Any,
) -> None:
    where = await system.a_group(2)
    run = {"generation.requested_at": now() - timedelta(seconds=30)}
    await system.database.groups.update_one({"_id": where.group_id}, {"$set": run})

    with growth(bytes=BYTES, searches=SEARCHES, seconds=SECONDS, **COUNTED) as first:
        await system.run()
    with growth(bytes=BYTES, **COUNTED) as again:
        await system.deliver(list(system.told))

    assert first.pop("bytes") > 10_000
    assert first.pop("searches") == 2
    assert 30 <= first.pop("seconds") < 150
    assert first == NOTHING | {"written": 2, "drawn": 2, "unmatched": 2, "complete": 1}
    assert again == NOTHING | {"bytes": 0}


async def test_what_is_resumed_and_given_up_is_counted_when_it_is_committed(system: Any) -> None:
    await system.a_group(2)
    with growth(**COUNTED) as grown:
        for _ in range(2):
            await system.run(lost=lambda _, envelope: isinstance(envelope.data, PersonaUnmatched))
            await system.sweep(resumptions=1)

    assert grown == NOTHING | {
        "unmatched": 2, "resumed": 1, "given_up": 1, "failed": 2, "incomplete": 1,
    }  # fmt: skip


async def test_the_gauges_tell_what_runs_and_how_long_it_has_made_no_progress(system: Any) -> None:
    stuck, fresh, done = await system.a_group(1), await system.a_group(1), await system.a_group(1)
    never = {"name": "x", "location": "Manila, Philippines"}
    await system.handlers.create(stuck, never, None)
    gauges = Gauges(system.database, system.groups)
    states = {stuck: ("generating", 600), fresh: ("pending", 5), done: ("complete", 9_000)}
    for where, (status, seconds) in states.items():
        since = now() - timedelta(seconds=seconds)
        fields = {"generation_status": status, "generation.updated_at": since}
        await system.database.groups.update_one({"_id": where.group_id}, {"$set": fields})

    await gauges.refresh()

    assert value("suara_generations_running") == 2
    assert 600 <= value("suara_generation_oldest_progress_seconds") < 720
    assert value("suara_database_documents", collection="groups") == 4
    assert value("suara_database_documents", collection="outbox") == 7

    await system.database.groups.update_many({}, {"$set": {"generation_status": "complete"}})
    await gauges.refresh()
    assert value("suara_generations_running") == 0
    assert value("suara_generation_oldest_progress_seconds") == 0
