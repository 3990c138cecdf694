"""What refreshes leave in the metrics, and what a worker that starts knows of before."""

from datetime import UTC, datetime, timedelta

import pytest

from ethnography.adapters.gauges import Gauges
from ethnography.adapters.snapshots import MongoSnapshots
from ethnography.metrics import SNAPSHOT_AGE_SECONDS, SNAPSHOT_SIGNALS, SOURCE_LAST_SUCCESS
from ethnography.timing import timed
from measured import growth, value
from suara.mongo import Database

from .conftest import THROTTLED, MakeRefresh, Says, a_post

SIX = [a_post(number) for number in range(6)]
READS = {
    f"{source}_{outcome}": ("suara_source_reads_total", {"source": source, "outcome": outcome})
    for source, outcome in (("appstore", "ok"), ("reddit", "skipped"), ("shopee", "failed"))
}
REFRESHES = {
    outcome: ("suara_refresh_duration_seconds_count", {"outcome": outcome})
    for outcome in ("ok", "silent", "failed")
}


async def test_sources_and_refreshes_are_counted_by_how_they_did(refresh_of: MakeRefresh) -> None:
    left_alone = Says(name="reddit", error=THROTTLED)
    broken = Says(name="shopee", error=ValueError("x"))
    with growth(**READS, **REFRESHES) as grown:
        await timed(refresh_of(Says(SIX), left_alone, broken))("PH")
        await timed(refresh_of(broken))("PH")
        with pytest.raises(Exception, match="XX"):
            await timed(refresh_of())("XX")

    assert grown == {
        "appstore_ok": 1, "reddit_skipped": 1, "shopee_failed": 2,
        "ok": 1, "silent": 1, "failed": 1,
    }  # fmt: skip


async def test_a_worker_that_starts_knows_snapshots_and_sources_of_before(
    refresh_of: MakeRefresh, snapshots: MongoSnapshots, database: Database
) -> None:
    broken = Says(name="reddit", error=ValueError("x"))
    long_ago = (await refresh_of(Says(SIX[:5]), broken)("PH")).snapshot
    await snapshots.save(long_ago, datetime.now(UTC) - timedelta(days=3))
    began = datetime.now(UTC)
    latest = (await refresh_of(Says(SIX), broken)("PH")).snapshot
    await refresh_of()("ID")
    since = {"refreshed_at": datetime.now(UTC) - timedelta(hours=2)}
    await database.snapshots.update_one({"_id": f"PH/{latest.version}"}, {"$set": since})
    for gauge in (SNAPSHOT_AGE_SECONDS, SNAPSHOT_SIGNALS, SOURCE_LAST_SUCCESS):
        gauge.clear()  # as in a new process

    await Gauges(snapshots).refresh()

    assert 7_200 <= value("suara_snapshot_age_seconds", market="PH") < 7_500
    assert value("suara_snapshot_signals", market="PH") == len(latest.signals)
    assert value("suara_snapshot_age_seconds", market="ID") < 300
    heard = value("suara_source_last_success_timestamp_seconds", source="appstore")
    assert began.timestamp() - 1 <= heard <= datetime.now(UTC).timestamp()
    assert not value("suara_source_last_success_timestamp_seconds", source="reddit")
