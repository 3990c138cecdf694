"""What operators see of the outbox: in the readiness document, the metrics, and the log."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from api_gateway.adapters.backlog import BacklogWatch
from api_gateway.adapters.indexes import ensure_indexes
from api_gateway.adapters.outbox import Backlog, Outbox
from api_gateway.changes import Change
from api_gateway.domain.groups import now
from api_gateway.settings import Settings
from measured import value
from suara import mongo
from suara.events import GroupDeleted
from suara.mongo import Database

EMPTY = {"waiting": 0, "oldest_seconds": 0.0, "refused": 0}


@pytest.fixture
async def store(configure: Any) -> AsyncIterator[tuple[Database, Settings]]:
    settings = configure()
    database = mongo.connect(settings.mongo, "tests")
    await ensure_indexes(database)
    yield database, settings
    await database.client.drop_database(database.name)
    database.client.close()


async def _add(database: Database, settings: Settings, count: int) -> Outbox:
    outbox = Outbox(database, settings.kafka.topic_prefix)
    events = [
        GroupDeleted(company_id=uuid4(), project_id=uuid4(), group_id=uuid4()) for _ in range(count)
    ]
    async with await database.client.start_session() as session, session.start_transaction():
        for order, event in enumerate(events):
            await outbox.add(session, Change(None, [event], order), None)
    return outbox


async def test_a_backlog_counts_what_waits_and_apart_from_it_what_was_refused(store: Any) -> None:
    database, settings = store
    outbox = await _add(database, settings, 4)
    assert (await outbox.backlog()).waiting == 4

    first, second, *_ = await outbox.oldest(4)
    await outbox.refuse(first.id, "too large")
    since = now() - timedelta(seconds=90)
    await database.outbox.update_one({"_id": second.id}, {"$set": {"created_at": since}})

    backlog = await outbox.backlog()
    assert (backlog.waiting, backlog.refused) == (3, 1)
    assert 90 <= backlog.oldest_seconds < 150
    await outbox.remove([message.id for message in await outbox.oldest(4)])
    assert await outbox.backlog() == Backlog(0, 0.0, 1)


async def test_the_metrics_tell_the_last_look(store: Any) -> None:
    database, settings = store
    outbox = await _add(database, settings, 3)
    [first, *_] = await outbox.oldest(1)
    await outbox.refuse(first.id, "too large")
    since = now() - timedelta(seconds=90)
    await database.outbox.update_many({}, {"$set": {"created_at": since}})

    await BacklogWatch(outbox).look()

    assert value("suara_outbox_messages", state="waiting") == 2
    assert value("suara_outbox_messages", state="refused") == 1
    assert 90 <= value("suara_outbox_oldest_seconds") < 300


async def test_an_old_backlog_is_logged_once_and_so_is_its_end(store: Any) -> None:
    database, settings = store
    outbox = await _add(database, settings, 2)
    watch = BacklogWatch(outbox)
    with capture_logs() as logs:
        await watch.look()
        await database.outbox.update_many({}, {"$set": {"created_at": now() - timedelta(hours=1)}})
        for _ in range(3):
            await watch.look()
        await database.outbox.delete_many({})
        for _ in range(3):
            await watch.look()

    backlog, caught_up = logs
    assert (backlog["event"], backlog["log_level"], backlog["waiting"]) == (
        "relay.backlog",
        "warning",
        2,
    )
    assert caught_up == {"event": "relay.caught_up", "log_level": "info", **EMPTY}


async def test_the_readiness_document_shows_a_backlog_and_is_ready_all_the_same(
    store: Any, running: Any, login: Any
) -> None:
    database, settings = store
    outbox = await _add(database, settings, 1)
    [message] = await outbox.oldest(1)
    await outbox.refuse(message.id, "too large")
    async with running(settings) as app, asyncio.timeout(30):
        api = login(app)
        answer = await api.get("/health/ready")
        while answer.json()["outbox"] == EMPTY or answer.status_code != 200:
            await asyncio.sleep(0.05)
            answer = await api.get("/health/ready")

    assert answer.json() == {
        "status": "ok",
        "checks": {"mongodb": "ok", "kafka": "ok", "topics": "ok"},
        "outbox": EMPTY | {"refused": 1},
    }
