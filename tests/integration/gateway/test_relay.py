"""The relay under bad conditions, and who may run it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest

from api_gateway.adapters.outbox import Outbox
from api_gateway.adapters.relay import Relay
from api_gateway.changes import Change
from api_gateway.settings import Settings
from suara import mongo
from suara.errors import OutageError, PermanentError
from suara.events import GroupDeleted
from suara.kafka.codec import Headers
from suara.lease import Lease


class Unsteady:
    """Fails with the first of `errors` on each send, and then no more; notes what it sent."""

    def __init__(self, errors: list[Exception]) -> None:
        self.errors = errors
        self.sent: list[UUID] = []

    async def send(
        self, _topic: str, _key: bytes | None, _value: bytes | None, headers: Headers
    ) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append(UUID(dict(headers)["ce_id"].decode()))
        await asyncio.sleep(0)


async def _fill(database: Any, settings: Settings, orders: list[tuple[UUID, int]]) -> list[UUID]:
    """Put an event of each group into the outbox with that order; returns their ids."""
    outbox = Outbox(database, settings.kafka.topic_prefix)
    for group, order in orders:
        event = GroupDeleted(company_id=uuid4(), project_id=uuid4(), group_id=group)
        async with await database.client.start_session() as session, session.start_transaction():
            await outbox.add(session, Change(None, [event], order), None)
    found = await database.outbox.find().sort("order", 1).to_list(None)
    return [document["_id"] for document in found]


async def _relay_all(database: Any, settings: Settings, publisher: Unsteady) -> None:
    """Run a relay until the outbox holds nothing that waits."""
    relay = Relay(
        Outbox(database, settings.kafka.topic_prefix), Lease(database, "relay"), publisher.send
    )
    running = asyncio.create_task(relay.run())

    async def is_empty() -> bool:
        return not await database.outbox.count_documents({"refused": None})

    await _until(is_empty)
    relay.stop()
    await running


@pytest.fixture
async def store(configure: Any) -> Any:
    settings = configure()
    database = mongo.connect(settings.mongo, "tests")
    yield database, settings
    database.client.close()


async def test_an_outage_delays_messages_and_neither_loses_nor_reorders_them(store: Any) -> None:
    database, settings = store
    group = uuid4()
    ids = await _fill(database, settings, [(group, order) for order in (3, 1, 2)])
    publisher = Unsteady([OutageError("away"), OutageError("still away")])

    await _relay_all(database, settings, publisher)

    assert publisher.sent == ids


async def test_an_unexpected_error_does_not_end_the_relay(store: Any) -> None:
    database, settings = store
    ids = await _fill(database, settings, [(uuid4(), 1)])
    publisher = Unsteady([ZeroDivisionError()])

    await _relay_all(database, settings, publisher)

    assert publisher.sent == ids


async def test_a_message_that_can_never_be_sent_is_set_aside(store: Any) -> None:
    database, settings = store
    group = uuid4()
    first, second = await _fill(database, settings, [(group, 1), (group, 2)])
    publisher = Unsteady([PermanentError("too large")])

    await _relay_all(database, settings, publisher)

    assert publisher.sent == [second]
    (kept,) = await database.outbox.find().to_list(None)
    assert (kept["_id"], kept["refused"]) == (first, "too large")


async def test_more_messages_than_a_batch_are_all_sent_once(store: Any) -> None:
    database, settings = store
    outbox = Outbox(database, settings.kafka.topic_prefix)
    events = [
        GroupDeleted(company_id=uuid4(), project_id=uuid4(), group_id=uuid4()) for _ in range(450)
    ]
    async with await database.client.start_session() as session, session.start_transaction():
        await outbox.add(session, Change(None, events, 1), None)
    publisher = Unsteady([])

    await _relay_all(database, settings, publisher)

    assert len(publisher.sent) == len(set(publisher.sent)) == 450


async def test_two_gateways_on_one_database_publish_each_event_once(
    configure: Any, running: Any, login: Any, published: Any
) -> None:
    settings = configure()
    async with running(settings) as first, running(settings) as second:
        for app in (first, second) * 4:
            await login(app).group()
        events = await published(settings, "groups", 8, seconds=1.5)

    assert len(events) == len({event.id for event in events}) == 8


async def test_a_lease_is_held_by_one_and_taken_over_when_it_runs_out(store: Any) -> None:
    database, _ = store
    taken: list[str] = []
    first, second = (Lease(database, "duty", seconds=4) for _ in range(2))
    keeping = asyncio.create_task(first.keep(lambda: taken.append("first")))
    waiting = None
    try:
        await _until(partial(_is_held, first))
        waiting = asyncio.create_task(second.keep(lambda: taken.append("second")))
        await asyncio.sleep(4.5)  # longer than it lasts unless it is renewed
        assert (first.held, second.held) == (True, False)

        keeping.cancel()  # dies without releasing
        died = time.monotonic()
        await _until(partial(_is_held, second))
        assert not first.held
        assert time.monotonic() - died > 1
        assert list(dict.fromkeys(taken)) == ["first", "second"]
    finally:
        keeping.cancel()
        if waiting:
            waiting.cancel()


async def test_a_released_lease_is_free_at_once(store: Any) -> None:
    database, _ = store
    first, second = (Lease(database, "duty", seconds=30) for _ in range(2))
    for lease in (first, second):
        keeping = asyncio.create_task(lease.keep(lambda: None))
        await _until(partial(_is_held, lease))
        keeping.cancel()
        await lease.release()
        assert not lease.held


async def _until(condition: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(600):
        if await condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("still not so after 12 s")


async def _is_held(lease: Lease) -> bool:
    return lease.held
