"""Three minutes of an operator's life: groups are made, and one thing after another goes wrong."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

import psutil
from aiokafka import AIOKafkaProducer

from chaos.poison import poison
from chaos.traffic import Traffic, client
from openai_server.running import RunningServer
from suara_local import tokens
from suara_local.stack import Stack

_GROUPS_AT_ONCE = 4
_PATIENCE_SECONDS = 60.0
_WELL: Mapping[str, Any] = {
    "latency": {"draft": 0.6, "profile": 1.2, "image": 1.5},
    "jitter": 0.5,
}


class Storm:
    """seconds: how long new groups are asked for."""

    def __init__(self, stack: Stack, model: RunningServer, seconds: float) -> None:
        self._stack, self._model, self._seconds = stack, model, seconds
        self.told: list[tuple[float, str]] = []
        """What was done to the system, and when."""

    async def __call__(self) -> None:
        """Returns when the groups are complete, or late."""
        self._model.control(**_WELL)
        token = tokens.mint(self._stack.environment["SUARA_JWT_SECRET"])
        async with client(self._stack.base_url, token) as http:
            traffic = Traffic(http, lambda _: None)
            await traffic.begin()
            faults = asyncio.create_task(self._faults(traffic))
            await self._groups(traffic)
            await faults

    async def _groups(self, traffic: Traffic) -> None:
        end, number = time.monotonic() + self._seconds, 0
        room = asyncio.Semaphore(_GROUPS_AT_ONCE)
        async with asyncio.TaskGroup() as groups:
            while time.monotonic() < end:
                await room.acquire()
                groups.create_task(self._one(traffic, number, room))
                number += 1

    async def _one(self, traffic: Traffic, number: int, room: asyncio.Semaphore) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await traffic.until_settled(await traffic.generate(number, seed=8))
        room.release()

    async def _faults(self, traffic: Traffic) -> None:
        """Each begins at a share of the time."""
        plan: list[tuple[float, str, Callable[[], Awaitable[None]]]] = [
            (0.25, "personas promoted", lambda: self._promote(traffic)),
            (0.30, "model throttled", lambda: self._model_is(capacity=2, capacity_retry_after=1.0)),
            (0.45, "model fails", lambda: self._model_is(probabilities={"error_503": 0.25})),
            (0.55, "model well", lambda: self._model_is()),
            (0.60, "poison", self._poison),
            (0.70, "broker stands still", lambda: self._stand_still("kafka")),
            (0.85, "unknown persona", lambda: self._simulate(traffic)),
        ]
        began = time.monotonic()
        for share, name, fault in plan:
            await asyncio.sleep(max(0.0, began + share * self._seconds - time.monotonic()))
            self.told.append((time.time(), name))
            await fault()

    async def _model_is(self, **behaviour: Any) -> None:
        self._model.control(**{**_WELL, **behaviour})

    async def _promote(self, traffic: Traffic) -> None:
        """The library gets those that are written so far: some of them are used again later."""
        for group in [each for each in traffic.accepted if each.status == "complete"]:
            for persona in await traffic.personas(group):
                path = f"{group.path}/personas/{persona['id']}/promote"
                await traffic.client.post(path, json={"reason": "typical of its segment"})

    async def _poison(self) -> None:
        producer = AIOKafkaProducer(
            bootstrap_servers=self._stack.environment["SUARA_KAFKA_BOOTSTRAP"]
        )
        async with producer:
            for number in range(4):
                ill = poison(number, seed=number)
                await producer.send_and_wait(
                    ill.topic, ill.value, key=ill.key, headers=list(ill.headers)
                )

    async def _stand_still(self, server: str) -> None:
        """As a long pause of its machine."""
        process = psutil.Process(self._stack.processes[server])
        family = [process, *process.children(recursive=True)]
        for each in family:
            each.send_signal(signal.SIGSTOP)
        try:
            await asyncio.sleep(12)
        finally:
            for each in family:
                each.send_signal(signal.SIGCONT)

    async def _simulate(self, traffic: Traffic) -> None:
        """Asks the API for what is not there."""
        await traffic.client.get(f"/projects/{traffic.projects[0]}/persona-groups/{'0' * 32}")
        await traffic.client.get("/nothing/here")
