"""Market snapshots, stored in a real MongoDB."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from ethnography.adapters.bundled import BundledSource
from ethnography.adapters.snapshots import MongoSnapshots
from ethnography.handlers import Handlers
from suara.errors import PermanentError
from suara.events import Event, GroupCreated, GroupUpdated, SnapshotRefreshed, SnapshotRequested
from suara.kafka.routes import Context
from suara.markets import Snapshot
from suara.mongo import Database
from suara.testing.samples import a_definition, an_event

IN_JAKARTA = an_event(GroupCreated, definition=a_definition(location="Jakarta"))


@pytest.fixture
async def snapshots(database: Database) -> MongoSnapshots:
    snapshots = MongoSnapshots(database)
    await snapshots.ensure_indexes()
    return snapshots


@pytest.fixture
def handlers(snapshots: MongoSnapshots) -> Handlers:
    return Handlers(BundledSource(), snapshots, max_age=timedelta(hours=1))


def context() -> Context:
    return Context(uuid4(), datetime.now(UTC), 1)


async def created(handlers: Handlers, location: str | None) -> Sequence[Event]:
    event = an_event(GroupCreated, definition=a_definition(location=location))
    return await handlers.group_defined(event, context())


async def test_the_first_group_of_a_market_brings_a_snapshot_labelled_bundled(
    handlers: Handlers, database: Database
) -> None:
    [refreshed] = await created(handlers, "Jakarta")

    [document] = await database.snapshots.find().to_list(None)
    stored = Snapshot.model_validate(document["snapshot"])
    assert document["_id"] == f"ID/{stored.version}"
    assert stored.source == "bundled"
    assert refreshed == SnapshotRefreshed(
        market="ID", version=stored.version, source="bundled", signals=len(stored.signals)
    )
    assert len(stored.signals) > 100


async def test_a_second_group_finds_the_snapshot_fresh(handlers: Handlers) -> None:
    await created(handlers, "Jakarta")
    event = an_event(GroupUpdated, definition=a_definition(location="Bandung"))
    assert await handlers.group_defined(event, context()) == []


async def test_markets_are_fresh_one_by_one(handlers: Handlers) -> None:
    await created(handlers, "Jakarta")
    [refreshed] = await created(handlers, "Ho Chi Minh City")
    assert refreshed.market == "VN"


async def test_a_group_without_a_place_is_grounded_in_the_default_market(
    handlers: Handlers,
) -> None:
    [refreshed] = await created(handlers, None)
    assert refreshed.market == "PH"


async def test_an_old_snapshot_is_refreshed_without_a_second_copy(
    handlers: Handlers, snapshots: MongoSnapshots, database: Database
) -> None:
    bundled = await BundledSource().snapshot("ID")
    await snapshots.save(bundled, datetime.now(UTC) - timedelta(hours=2))

    [refreshed] = await created(handlers, "Jakarta")

    assert refreshed.version == bundled.version
    assert await database.snapshots.count_documents({}) == 1
    assert await created(handlers, "Jakarta") == []


async def test_a_request_refreshes_a_fresh_snapshot(handlers: Handlers) -> None:
    request = an_event(SnapshotRequested, market="ID")
    [first] = await handlers.requested(request, context())
    [second] = await handlers.requested(request, context())
    assert first == second


async def test_the_latest_version_decides(snapshots: MongoSnapshots) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    older = (await BundledSource().snapshot("ID")).model_copy(update={"version": "ID-older"})
    newer = older.model_copy(update={"version": "ID-newer"})
    await snapshots.save(newer, now)
    await snapshots.save(older, now - timedelta(days=1))
    assert await snapshots.refreshed_at("ID") == now
    assert await snapshots.refreshed_at("PH") is None


async def test_an_unknown_market_is_refused_for_good(handlers: Handlers) -> None:
    with pytest.raises(PermanentError, match="no market 'XX'"):
        await handlers.requested(an_event(SnapshotRequested, market="XX"), context())
