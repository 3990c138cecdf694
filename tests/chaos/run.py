"""One run: traffic and faults side by side, then quiet, then the verdict."""

import asyncio
import contextlib
import itertools
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field

from chaos import traffic as client
from chaos.bus import Bus
from chaos.faults import Faults
from chaos.plan import Fault
from chaos.recovery import Recoveries
from chaos.system import System
from chaos.traffic import Accepted, Traffic
from chaos.verdict import Verdict, doubled, verdict
from openai_server.running import RunningServer
from suara import mongo
from suara.mongo import Database
from suara.settings import MongoSettings
from suara_local import tokens

# Groups that are asked for or being made: new faults and groups wait for room.
_IN_FLIGHT, _UNANSWERED = 12, 2
_LATE_SECONDS, _STUCK_SECONDS, _QUIET_SECONDS = 60.0, 200.0, 30.0
_PROGRESS_SECONDS = 5.0


@dataclass
class Run:
    """Called once; afterwards it tells what it has been through."""

    system: System
    model: RunningServer | None
    faults_planned: Sequence[Fault]
    groups: int
    seed: int
    meanwhile: Callable[[], Awaitable[None]] | None = None
    """Something that is done once, beside the groups: they come until it has ended."""
    began: float = field(default_factory=time.monotonic)
    seconds: float = 0.0
    outbox_left: int = 0
    recoveries: Recoveries = field(default_factory=Recoveries)
    _moved: float = field(default_factory=time.monotonic)

    async def __call__(self) -> Verdict:
        """Raises LocalError if a server cannot be brought back."""
        system = self.system
        self.bus = Bus(system.environment["SUARA_KAFKA_BOOTSTRAP"])
        self.faults = Faults(system, self.bus, self.model, self._ended)
        token = tokens.mint(system.environment["SUARA_JWT_SECRET"])
        async with client.client(system.base_url, token) as http:
            self.traffic = Traffic(http, self._settled)
            await self.traffic.begin()
            await self.bus.start()
            beside = [asyncio.create_task(work) for work in (system.watch(), self._tell())]
            try:
                await self._storm()
                await self._calm()
                self.seconds = time.monotonic() - self.began
                return await self._verdict()
            finally:
                for task in beside:
                    task.cancel()
                await asyncio.wait(beside)
                await self.bus.stop()

    async def _storm(self) -> None:
        """Send every group, with the faults in between; return when all faults are over."""
        plan = list(self.faults_planned)
        room, heard = asyncio.Semaphore(_IN_FLIGHT), asyncio.Semaphore(_UNANSWERED)
        self._following: set[asyncio.Task[None]] = set()
        async with asyncio.TaskGroup() as faults, asyncio.TaskGroup() as groups:
            beside = faults.create_task(self.meanwhile()) if self.meanwhile else None
            for number in self._numbers(beside):
                while plan and plan[0].after <= number:
                    await self.faults.begin(plan.pop(0), faults)
                await heard.acquire()
                await room.acquire()
                groups.create_task(self._one(number, room, heard))
            for fault in plan:
                await self.faults.begin(fault, faults)

    def _numbers(self, beside: asyncio.Task[None] | None) -> Iterator[int]:
        """As many as were asked for, and more until what is done beside them is done."""
        for number in itertools.count():
            if number >= self.groups and (beside is None or beside.done()):
                return
            yield number

    async def _one(self, number: int, room: asyncio.Semaphore, heard: asyncio.Semaphore) -> None:
        """One group. If it is late, others no longer wait for it."""
        try:
            try:
                accepted = await self.traffic.generate(number, self.seed)
            except LookupError as error:
                self.traffic.refusals.append(str(error))
                return
            finally:
                heard.release()
            self._moved = time.monotonic()
            following = asyncio.create_task(self.traffic.until_settled(accepted))
            self._following.add(following)
            await asyncio.wait({following}, timeout=_LATE_SECONDS)
        finally:
            room.release()

    async def _calm(self) -> None:
        """Everybody is up: wait until nothing is under way any more, or does not move."""
        await self.system.ready()
        self._moved = time.monotonic()
        while any(not task.done() for task in self._following):
            await asyncio.sleep(0.2)
            if time.monotonic() - self._moved > _STUCK_SECONDS:
                break
        for task in self._following:
            task.cancel()
        await asyncio.gather(*self._following, return_exceptions=True)

    async def _verdict(self) -> Verdict:
        settings = self.system.environment
        with mongo.connected(
            MongoSettings(
                url=settings["SUARA_MONGO_URL"], database=settings["SUARA_MONGO_DATABASE"]
            ),
            "chaos",
        ) as database:
            await self._quiet(database)
            found = await verdict(self.traffic, self.bus, database, self.faults.logs_lost)
        for line in doubled(self.bus.ids):
            found.counts["events_doubled"] += 1
            found.broken.append(line)
        for mark, group in self.bus.missing():
            poison = self.bus.poison[mark]
            found.broken.append(f"dead_letters_missing: {poison.ill} in {poison.topic} by {group}")
        found.broken += [f"requests_refused: {line}" for line in self.traffic.refusals]
        return found

    async def _quiet(self, database: Database) -> None:
        """Wait for what follows the last group: the outbox, dead letters, our own reading."""
        await self.bus.letters_found(_QUIET_SECONDS)
        deadline = time.monotonic() + _QUIET_SECONDS
        while time.monotonic() < deadline:
            self.outbox_left = await database.outbox.count_documents({})
            if not self.outbox_left and await self.bus.caught_up():
                return
            await asyncio.sleep(0.5)

    def _settled(self, _: Accepted) -> None:
        self._moved = time.monotonic()
        self.recoveries.settled()

    def _ended(self, fault: Fault) -> None:
        if any(group.settled_at is None for group in self.traffic.accepted):
            self.recoveries.ended(fault)

    async def _tell(self) -> None:
        while True:
            await asyncio.sleep(_PROGRESS_SECONDS)
            accepted = self.traffic.accepted
            settled = sum(group.settled_at is not None for group in accepted)
            now = ", ".join(map(str, self.faults.now)) or "none"
            line = (
                f"{time.monotonic() - self.began:4.0f} s  {len(accepted)}/{self.groups} accepted  "
                f"{settled} settled  {len(self.faults.done)}/{len(self.faults_planned)} faults"
                f"  now: {now}"
            )
            with contextlib.suppress(OSError):
                print(line, file=sys.stderr, flush=True)
