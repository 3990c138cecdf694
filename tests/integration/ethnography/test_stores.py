"""What the service keeps in MongoDB, and for how long."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from ethnography.adapters.snapshots import MongoSnapshots
from ethnography.adapters.source_states import MongoSourceStates
from ethnography.adapters.upkeep import MongoUpkeeps
from ethnography.adapters.verbatims import MongoVerbatims
from ethnography.domain.verbatims import Verbatim
from ethnography.retention import Keeping, Retention
from suara.markets import Signal, Snapshot
from suara.mongo import Database

NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)


def a_verbatim(number: int, market: str = "PH") -> Verbatim:
    return Verbatim(
        id=f"reddit:{market}{number}",
        source="reddit",
        market=market,
        text="Mabilis ang padala.",
        language="tl",
        observed_at=NOW - timedelta(minutes=number),
    )


def a_snapshot(version: str, verbatims: Sequence[str] = (), market: str = "PH") -> Snapshot:
    signal = Signal(
        id="ph-brand-gcash-praise-1",
        kind="brand",
        subject="GCash",
        stance="praise",
        text="fast",
        source="reddit",
        verbatims=tuple(verbatims),
    )
    return Snapshot(
        market=market, version=version, source="live", created_at=NOW, signals=(signal,)
    )


async def test_a_markets_verbatims_come_newest_first_in_batches(verbatims: MongoVerbatims) -> None:
    said = [a_verbatim(number) for number in range(501)]
    await verbatims.keep([*reversed(said), a_verbatim(1, "ID")], NOW)
    batches = [batch async for batch in verbatims.of("PH")]
    assert [len(batch) for batch in batches] == [500, 1]
    assert [verbatim for batch in batches for verbatim in batch] == said


async def test_what_is_kept_for_long_enough_is_purged(
    verbatims: MongoVerbatims, snapshots: MongoSnapshots
) -> None:
    old, new = a_verbatim(1), a_verbatim(2)
    await verbatims.keep([old], NOW - 30 * DAY - timedelta(hours=1))
    await verbatims.keep([new], NOW - 29 * DAY)
    await verbatims.keep([old], NOW)  # that it came again does not prolong it
    for age, version in ((100, "PH-c"), (95, "PH-b"), (1, "PH-a")):
        await snapshots.save(a_snapshot(version), NOW - age * DAY)
    await snapshots.save(a_snapshot("ID-only", market="ID"), NOW - 200 * DAY)

    await Retention(verbatims, snapshots, Keeping())(NOW)

    assert [batch async for batch in verbatims.of("PH")] == [[new]]
    assert (await snapshots.latest("PH")).version == "PH-a"
    assert (await snapshots.latest("ID")).version == "ID-only"


async def test_of_old_snapshots_the_latest_stays(
    snapshots: MongoSnapshots, database: Database
) -> None:
    for age, version in ((100, "PH-b"), (95, "PH-a")):
        await snapshots.save(a_snapshot(version), NOW - age * DAY)
    assert await snapshots.expire(NOW - 90 * DAY) == 1
    assert await database.snapshots.distinct("_id") == ["PH/PH-a"]


async def test_the_same_version_again_is_only_fresher(
    snapshots: MongoSnapshots, database: Database
) -> None:
    await snapshots.save(a_snapshot("PH-a"), NOW - DAY)
    await snapshots.save(a_snapshot("PH-a"), NOW)
    [document] = await database.snapshots.find().to_list(None)
    assert document["refreshed_at"] == NOW
    assert Snapshot.model_validate(document["snapshot"]) == a_snapshot("PH-a")


async def test_every_stored_snapshot_forgets_a_verbatim(
    snapshots: MongoSnapshots, database: Database
) -> None:
    await snapshots.save(a_snapshot("PH-b", ["reddit:1", "reddit:2"]), NOW - DAY)
    await snapshots.save(a_snapshot("PH-a", ["reddit:2"]), NOW)
    await snapshots.forget(["reddit:2"])
    left = [document["snapshot"]["signals"][0] async for document in database.snapshots.find()]
    assert sorted(signal["verbatims"] for signal in left) == [[], ["reddit:1"]]


async def test_a_sources_state_is_what_was_saved_last(database: Database) -> None:
    states = MongoSourceStates(database)
    assert await states.load("shopee:1") == {}
    await states.save("shopee:1", {"refresh_token": "one", "seen": ["a"]})
    await states.save("shopee:1", {"refresh_token": "two"})
    assert await states.load("shopee:1") == {"refresh_token": "two"}


async def test_a_request_is_answered_once_however_often_it_comes(upkeeps: MongoUpkeeps) -> None:
    first, second, third = uuid4(), uuid4(), uuid4()
    await upkeeps.request("PH", first)
    await upkeeps.request("PH", first)
    await upkeeps.request("PH", second)
    [before] = await upkeeps.all()
    await upkeeps.request("PH", third)
    await upkeeps.over("PH", NOW, heard=True, answering=before.requests)
    await upkeeps.request("PH", first)
    [after] = await upkeeps.all()
    assert before.requests == (first, second)
    assert after.requests == (third,)


async def test_a_refresh_that_brought_something_ends_a_failure(upkeeps: MongoUpkeeps) -> None:
    await upkeeps.over("PH", NOW - DAY, heard=True)
    await upkeeps.over("PH", NOW, heard=False)
    failed = await upkeeps.use("PH")
    await upkeeps.over("PH", NOW, heard=True)
    well = await upkeeps.use("PH")
    assert (failed.refreshed_at, failed.failed_at) == (NOW - DAY, NOW)
    assert (well.refreshed_at, well.failed_at) == (NOW, None)
