"""Who refreshes what, when: one worker at a time, whatever happens to it."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from ethnography.adapters.upkeep import MongoUpkeeps
from ethnography.domain.freshness import Freshness
from ethnography.handlers import Handlers
from ethnography.refresh import Refreshed
from ethnography.schedule import Schedule
from suara.errors import OutageError, PermanentError
from suara.events import Envelope, Event, GroupCreated, GroupUpdated, SnapshotRequested
from suara.kafka.routes import Context
from suara.lease import Lease
from suara.markets import bundled_snapshot, market
from suara.mongo import Database
from suara.testing.broker import eventually
from suara.testing.samples import a_definition, an_event

FRESHNESS = Freshness(max_age=timedelta(hours=24), retry_after=timedelta(hours=1))
HANGING = Path(__file__).parent / "hanging_worker.py"


class Refreshes:
    """Stands for the sources and all: notes what it is asked for.

    holds: what each refresh waits for. heard: whether anybody answers.
    """

    def __init__(self) -> None:
        self.began: list[str] = []
        self.at_once = 0
        self.most_at_once = 0
        self.holds: asyncio.Event | None = None
        self.heard = True
        self.error: Exception | None = None

    async def __call__(self, code: str) -> Refreshed:
        self.began.append(code)
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        try:
            if self.holds:
                await self.holds.wait()
            await asyncio.sleep(0)
            if self.error:
                raise self.error
            return Refreshed(bundled_snapshot(market(code)), self.heard)
        finally:
            self.at_once -= 1


async def no_tidying(_: datetime) -> None:
    """Nothing is old."""


@pytest.fixture
def refreshes() -> Refreshes:
    return Refreshes()


@pytest.fixture
def published() -> list[Envelope]:
    return []


MakeSchedule = Callable[..., Schedule]


@pytest.fixture
def schedule_of(database: Database, upkeeps: MongoUpkeeps, refreshes: Refreshes) -> MakeSchedule:
    """Another worker's schedule at each call."""

    def make(seconds: float = 30.0, sourced: Sequence[str] = ()) -> Schedule:
        lease = Lease(database, "market-refreshes", seconds=seconds)
        return Schedule(refreshes, no_tidying, upkeeps, lease, FRESHNESS, sourced, 0.05)

    return make


@pytest.fixture
def working(published: list[Envelope]) -> Callable[..., Any]:
    @asynccontextmanager
    async def working(*schedules: Schedule) -> AsyncIterator[None]:
        async def publish(envelopes: Sequence[Envelope]) -> None:
            published.extend(envelopes)

        tasks = [asyncio.create_task(schedule.run(publish)) for schedule in schedules]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    return working


def handlers_of(upkeeps: MongoUpkeeps, schedule: Schedule) -> Handlers:
    return Handlers(upkeeps, FRESHNESS, schedule.wake)


def context() -> Context:
    return Context(uuid4(), datetime.now(UTC), 1)


def in_market(location: str | None, kind: type[Event] = GroupCreated) -> Any:
    return an_event(kind, definition=a_definition(location=location))


async def until_done(upkeeps: MongoUpkeeps, code: str) -> None:
    async with asyncio.timeout(30):
        while True:
            upkeep = await upkeeps.use(code)
            if not upkeep.requests and (upkeep.refreshed_at or upkeep.failed_at):
                return
            await asyncio.sleep(0.02)


async def test_a_groups_market_is_refreshed_while_its_message_is_done_at_once(
    schedule_of: MakeSchedule,
    working: Any,
    upkeeps: MongoUpkeeps,
    refreshes: Refreshes,
    published: list[Envelope],
) -> None:
    refreshes.holds = asyncio.Event()
    schedule = schedule_of()
    handlers = handlers_of(upkeeps, schedule)
    async with working(schedule):
        assert await handlers.group_defined(in_market("Jakarta"), context()) == []
        await eventually(lambda: refreshes.began == ["ID"])
        assert published == []
        refreshes.holds.set()
        await eventually(lambda: len(published) == 1)

    [envelope] = published
    assert (envelope.type, envelope.data.key) == ("suara.snapshot.refreshed.v1", "ID")


async def test_groups_of_a_fresh_market_ask_nobody_anything(
    schedule_of: MakeSchedule, working: Any, upkeeps: MongoUpkeeps, refreshes: Refreshes
) -> None:
    schedule = schedule_of()
    handlers = handlers_of(upkeeps, schedule)
    async with working(schedule):
        for event in (in_market(None), in_market("Manila"), in_market("Cebu", GroupUpdated)):
            await handlers.group_defined(event, context())
            await until_done(upkeeps, "PH")
        await handlers.group_defined(in_market("Hanoi"), context())
        await until_done(upkeeps, "VN")
    assert refreshes.began == ["PH", "VN"]


async def test_a_request_refreshes_a_fresh_market_once_however_often_it_is_delivered(
    schedule_of: MakeSchedule,
    working: Any,
    upkeeps: MongoUpkeeps,
    refreshes: Refreshes,
    published: list[Envelope],
) -> None:
    await upkeeps.over("PH", datetime.now(UTC), heard=True)
    schedule = schedule_of()
    handlers = handlers_of(upkeeps, schedule)
    request, delivered = an_event(SnapshotRequested, market="PH"), context()
    async with working(schedule):
        for _ in range(3):
            assert await handlers.requested(request, delivered) == []
            await until_done(upkeeps, "PH")
    assert refreshes.began == ["PH"]
    assert [envelope.causation_id for envelope in published] == [delivered.event_id]


async def test_requests_that_come_while_a_market_is_refreshed_are_answered_by_one_more(
    schedule_of: MakeSchedule, working: Any, upkeeps: MongoUpkeeps, refreshes: Refreshes
) -> None:
    refreshes.holds = asyncio.Event()
    schedule = schedule_of()
    handlers = handlers_of(upkeeps, schedule)
    request = an_event(SnapshotRequested, market="PH")
    async with working(schedule):
        await handlers.requested(request, context())
        await eventually(lambda: refreshes.began == ["PH"])
        await asyncio.gather(*(handlers.requested(request, context()) for _ in range(5)))
        refreshes.holds.set()
        await until_done(upkeeps, "PH")
    assert refreshes.began == ["PH", "PH"]


async def test_many_workers_refresh_a_market_once(
    schedule_of: MakeSchedule, working: Any, upkeeps: MongoUpkeeps, refreshes: Refreshes
) -> None:
    schedules = [schedule_of(sourced=("PH", "ID", "VN")) for _ in range(5)]
    async with working(*schedules):
        for code in ("PH", "ID", "VN"):
            await until_done(upkeeps, code)
        await asyncio.gather(
            *(
                handlers_of(upkeeps, schedule).group_defined(in_market("Manila"), context())
                for schedule in schedules
            )
        )
    assert sorted(refreshes.began) == ["ID", "PH", "VN"]


async def test_a_worker_that_stops_hands_over_what_it_has_not_finished(
    schedule_of: MakeSchedule, working: Any, upkeeps: MongoUpkeeps, refreshes: Refreshes
) -> None:
    refreshes.holds = asyncio.Event()
    await upkeeps.use("PH")
    async with working(schedule_of()):
        await eventually(lambda: refreshes.began == ["PH"])
    assert refreshes.at_once == 0
    refreshes.holds = None
    async with working(schedule_of()):
        await until_done(upkeeps, "PH")
    assert refreshes.began == ["PH", "PH"]


async def test_a_worker_killed_in_the_middle_blocks_a_market_no_longer_than_its_lease(
    schedule_of: MakeSchedule,
    working: Any,
    upkeeps: MongoUpkeeps,
    refreshes: Refreshes,
    own_environment: dict[str, str],
) -> None:
    request = uuid4()
    await upkeeps.request("PH", request)
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(HANGING), env=own_environment, stdout=PIPE
    )
    try:
        while (line := await process.stdout.readline()) != b"refreshing PH\n":
            assert line
    finally:
        process.send_signal(signal.SIGKILL)
        await process.communicate()
    async with working(schedule_of(seconds=3)):
        await until_done(upkeeps, "PH")
    assert refreshes.began == ["PH"]


async def test_sources_that_are_silent_are_left_alone_for_a_while(
    schedule_of: MakeSchedule, working: Any, upkeeps: MongoUpkeeps, refreshes: Refreshes
) -> None:
    refreshes.heard = False
    schedule = schedule_of()
    handlers = handlers_of(upkeeps, schedule)
    async with working(schedule):
        for _ in range(3):
            await handlers.group_defined(in_market("Manila"), context())
            await until_done(upkeeps, "PH")
    [upkeep] = await upkeeps.all()
    assert refreshes.began == ["PH"]
    assert upkeep.failed_at is not None
    assert upkeep.refreshed_at is None


async def test_an_unforeseen_error_is_no_reason_to_try_for_ever(
    schedule_of: MakeSchedule, working: Any, upkeeps: MongoUpkeeps, refreshes: Refreshes
) -> None:
    refreshes.error = ValueError("unforeseen")
    await upkeeps.use("PH")
    async with working(schedule_of(sourced=["ID"])):
        await until_done(upkeeps, "PH")
        await until_done(upkeeps, "ID")
    assert sorted(refreshes.began) == ["ID", "PH"]


async def test_an_outage_leaves_a_market_due(
    schedule_of: MakeSchedule, working: Any, upkeeps: MongoUpkeeps, refreshes: Refreshes
) -> None:
    refreshes.error = OutageError("MongoDB is away")
    await upkeeps.use("PH")
    async with working(schedule_of()):
        await eventually(lambda: len(refreshes.began) > 1)
        refreshes.error = None
        await until_done(upkeeps, "PH")


async def test_an_unknown_market_is_refused_for_good(
    schedule_of: MakeSchedule, upkeeps: MongoUpkeeps
) -> None:
    handlers = handlers_of(upkeeps, schedule_of())
    with pytest.raises(PermanentError, match="no market 'XX'"):
        await handlers.requested(an_event(SnapshotRequested, market="XX"), context())
    assert await upkeeps.all() == []
