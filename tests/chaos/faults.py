"""Carrying out the plan. Faults on one target follow each other; others overlap."""

import asyncio
import contextlib
import random
import signal
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable

import psutil

from chaos.bus import Bus
from chaos.plan import BROKER, SERVERS, Fault, Kind
from chaos.poison import poison
from chaos.system import System
from openai_server.running import RunningServer
from suara_local.errors import NotReadyError

_AT_ONCE = 4
_READY_SECONDS = 20.0
_LETTER_SECONDS = 30.0
_COPIES = 12


class Faults:
    """ended: called with each fault when what it took away is back."""

    def __init__(
        self, system: System, bus: Bus, model: RunningServer, ended: Callable[[Fault], None]
    ) -> None:
        self._system, self._bus, self._model, self._ended = system, bus, model, ended
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._targets: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.now: list[Fault] = []
        self.done: list[Fault] = []
        self.logs_lost: list[float] = []
        self.drains: list[float] = []
        self._means: dict[Kind, Callable[[Fault], Awaitable[None]]] = {
            Kind.KILL: self._kill,
            Kind.TERMINATE: self._terminate,
            Kind.FREEZE: self._freeze,
            Kind.OUTAGE: self._outage,
            Kind.EMPTY_LOG: self._empty_log,
            Kind.FULL_DISK: self._full_disk,
            Kind.HANGING_MODEL: self._hanging_model,
            Kind.DUPLICATES: self._duplicates,
            Kind.REORDERED: self._reordered,
            Kind.POISON: self._poison,
        }

    async def begin(self, fault: Fault, tasks: asyncio.TaskGroup) -> None:
        """Return once it has begun; at most four are under way at a time."""
        await asyncio.sleep(fault.pause)
        await self._slots.acquire()
        tasks.create_task(self._run(fault))

    async def _run(self, fault: Fault) -> None:
        async with self._targets[fault.target]:
            self.now.append(fault)
            try:
                await self._means[fault.kind](fault)
                self._ended(fault)
            finally:
                self.now.remove(fault)
                self.done.append(fault)
                self._slots.release()
            if fault.target in SERVERS:
                return
            await self._settle(fault.target)

    async def _settle(self, service: str) -> None:
        """Wait until it works again; while its servers are away it cannot, and that is fine."""
        with contextlib.suppress(NotReadyError):
            await self._system.ready(service, seconds=_READY_SECONDS)

    async def _kill(self, fault: Fault) -> None:
        self._system.kill(fault.target)
        await asyncio.sleep(fault.seconds)
        self._system.spawn(fault.target)

    async def _terminate(self, fault: Fault) -> None:
        self.drains.append(await self._system.terminate(fault.target))
        await asyncio.sleep(fault.seconds)
        self._system.spawn(fault.target)

    async def _freeze(self, fault: Fault) -> None:
        self._system.signal(fault.target, signal.SIGSTOP)
        try:
            await asyncio.sleep(fault.seconds)
        finally:
            self._system.signal(fault.target, signal.SIGCONT)

    async def _outage(self, fault: Fault) -> None:
        if fault.target == BROKER and self._system.forgetful:
            await self._empty_log(fault)
            return
        self._system.kill(fault.target)
        await asyncio.sleep(fault.seconds)
        await self._back(fault.target)

    async def _empty_log(self, fault: Fault) -> None:
        """Poison nobody has read would be lost with it: waited for first."""
        await self._bus.letters_found(_LETTER_SECONDS)
        await self._bus.close()
        self._system.kill(BROKER)
        self.logs_lost.append(time.monotonic())
        self._bus.forgive()
        self._system.empty_log()
        await asyncio.sleep(fault.seconds)
        await self._back(BROKER)
        await self._system.make_topics()
        await self._bus.open()

    async def _full_disk(self, fault: Fault) -> None:
        """No file may grow any more; then there is room again, and the store is restarted."""
        psutil.Process(self._system.pid(fault.target)).rlimit(psutil.RLIMIT_FSIZE, (1_000, -1))
        await asyncio.sleep(fault.seconds)
        self._system.kill(fault.target)
        await self._back(fault.target)

    async def _hanging_model(self, fault: Fault) -> None:
        """Half of its answers never come: those stages end by their own deadline."""
        self._model.control(probabilities={"hang": 0.5}, seed=fault.seed)
        self._system.kill(fault.target)
        self._system.spawn(
            fault.target,
            SUARA_LLM="openai",
            SUARA_LLM_MODEL="chaos-1",
            OPENAI_API_KEY="chaos",
            OPENAI_BASE_URL=self._model.base_url,
            SUARA_LLM_DRAFT_SECONDS="3",
            SUARA_LLM_PROFILE_SECONDS="3",
        )
        await self._settle(fault.target)
        await asyncio.sleep(fault.seconds)
        self.drains.append(await self._system.terminate(fault.target))
        self._system.spawn(fault.target)

    async def _duplicates(self, fault: Fault) -> None:
        records = list(self._bus.recent)[-5 * _COPIES :]
        chosen = random.Random(fault.seed).sample(records, min(_COPIES, len(records)))
        await self._bus.send_again([record for record in chosen for _ in range(2)])

    async def _reordered(self, fault: Fault) -> None:
        records = list(self._bus.recent)
        chosen = random.Random(fault.seed).sample(records, min(_COPIES, len(records)))
        await self._bus.send_again(chosen)

    async def _poison(self, fault: Fault) -> None:
        await self._bus.send_poison(poison(fault.number, fault.seed))

    async def _back(self, server: str) -> None:
        self._system.spawn(server)
        await self._system.ready(server)
