"""The consumer runtime: at least once, bounded, in order per key."""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from aiokafka.errors import KafkaError

from suara.errors import PermanentError
from suara.kafka.assignment import Assignment
from suara.kafka.client import AIOKAFKA, Clients
from suara.kafka.commits import Commits
from suara.kafka.condition import Condition
from suara.kafka.fetching import Fetching
from suara.kafka.gauges import Gauges
from suara.kafka.lifecycle import connect, disconnect
from suara.kafka.liveness import Liveness
from suara.kafka.message import Process
from suara.kafka.middleware import (
    Budget,
    dead_letter,
    dispatch,
    log_context,
    measured,
    timed_stage,
    wait_out_outages,
    with_retries,
)
from suara.kafka.publisher import Publisher
from suara.kafka.routes import Route, subscription
from suara.settings import KafkaSettings, RuntimeSettings

_COMMIT_EVERY_SECONDS = 0.25
_HOLD_SECONDS = 1.0
# What ending takes after the handlers: cancelling, a last commit, leaving the group. A part of the
# drain time, so that a process is gone when it is over, even if the broker is away.
_LEAVING_SECONDS = 4.0
_LAST_COMMIT_SECONDS = 1.5
_GOODBYE_SECONDS = 1.5
# On top of the drain time, for the commit that follows it.
_REBALANCE_SECONDS = 10.0


class Worker:
    """Reads the topics of `routes` as consumer group `group` until `stop`.

    A message is committed once its handler's outputs are acknowledged, or once it lies in the
    dead-letter topic; never before.
    """

    def __init__(
        self,
        group: str,
        routes: Sequence[Route],
        publisher: Publisher,
        kafka: KafkaSettings,
        runtime: RuntimeSettings,
        clients: Clients = AIOKAFKA,
    ) -> None:
        budgets = _budgets(routes, runtime)
        drain_seconds = runtime.drain_seconds
        self._topics = subscription(routes, kafka.topic_prefix)
        self._condition = Condition()
        self._consumer = clients.consumer(kafka, group, drain_seconds + _REBALANCE_SECONDS)
        process = pipeline(group, routes, publisher, runtime, self._condition)
        self._assignment = Assignment(
            Commits(self._consumer, self._condition),
            process,
            self._condition,
            runtime.concurrency,
            max(drain_seconds - _LEAVING_SECONDS, drain_seconds / 2),
        )
        self._fetching = Fetching(self._consumer, self._assignment, self._condition)
        self._gauges = Gauges(
            self._consumer, self._assignment, self._condition, runtime.concurrency
        )
        self._liveness = Liveness(
            self._consumer,
            self._assignment,
            self._condition,
            runtime.stalled_seconds + drain_seconds,  # a rebalance waits for others' drains
            max((budget.longest_seconds for budget in budgets.values()), default=0.0),
        )

    @property
    def trouble(self) -> str | None:
        """Why the worker is not ready for work; None if it is."""
        if not self._assignment.joined:
            return "has not joined its consumer group yet"
        return self._condition.trouble

    async def refresh_gauges(self) -> None:
        """Before metrics are read. Raises KafkaError while the broker is away."""
        await self._gauges.refresh()

    async def start(self) -> None:
        """Join the group, waiting for the broker for as long as it is away.

        Raises:
            PermanentError: the broker refuses.
        """
        self._consumer.subscribe(self._topics, listener=self._assignment)
        try:
            await connect(self._consumer)
        except KafkaError as error:
            raise PermanentError(f"Kafka refuses the consumer: {error!r}") from error

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until `stopping` is set, then drain and commit.

        Raises:
            StalledError: nothing gets on.
            DeployError: too many dead letters in a row.
            Exception: an unforeseen one; nothing is lost by it.
        """
        try:
            await _until_one_ends(
                stopping.wait(),
                self._condition.ending.wait(),
                self._poll(),
                self._commit_regularly(),
                self._liveness.watch(),
            )
        finally:
            # The client's stop() does not call the listener.
            await self._assignment.release(_LAST_COMMIT_SECONDS)
        self._condition.check()

    async def stop(self) -> None:
        """Leave the group and disconnect, soon even if the broker is away."""
        await disconnect(self._consumer, _GOODBYE_SECONDS)

    async def _poll(self) -> None:
        """Fetch, or wait for room while the window is full.

        Nothing locks around a poll: it waits for a rebalance, which waits for the listener.
        """
        while True:
            self._assignment.changed.clear()
            room = self._assignment.room
            if room > 0:
                self._consumer.resume(*self._consumer.paused())
                await self._fetch(room)
            else:
                await self._hold()

    async def _fetch(self, at_most: int, **options: int) -> None:
        for partition, messages in (await self._fetching.fetch(at_most, **options)).items():
            self._assignment.take(partition, messages)

    async def _hold(self) -> None:
        """Wait for room. If none comes soon, poll with all partitions paused: silence looks like
        death. Not paused before, because the client then forgets what it has fetched ahead.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(_HOLD_SECONDS):
                await self._assignment.changed.wait()
            return
        self._consumer.pause(*self._consumer.assignment())
        # A partition assigned this moment is not paused: what comes from it is taken all the same.
        await self._fetch(1, timeout_ms=0)

    async def _commit_regularly(self) -> None:
        while True:
            await asyncio.sleep(_COMMIT_EVERY_SECONDS)
            await self._assignment.commit()


def pipeline(
    group: str,
    routes: Sequence[Route],
    publisher: Publisher,
    runtime: RuntimeSettings,
    condition: Condition,
) -> Process:
    """A message's way to its handler and back, outermost part last."""
    budgets = _budgets(routes, runtime)
    handled = {
        name: replace(
            route,
            handler=timed_stage(
                wait_out_outages(with_retries(route.handler, budgets[name], name), condition),
                route.stage,
            ),
        )
        for name, route in ((route.event.type, route) for route in routes)
    }
    publish = wait_out_outages(publisher.publish, condition)
    process = dispatch(handled, publish, source=f"/suara/{group}", group=group)
    process = dead_letter(process, publisher.send, group, condition, runtime.dead_letters_in_a_row)
    return measured(log_context(process))


def _budgets(routes: Sequence[Route], runtime: RuntimeSettings) -> Mapping[str, Budget]:
    return {
        route.event.type: Budget(
            attempts=runtime.handler_attempts,
            timeout_seconds=route.timeout_seconds or runtime.handler_timeout_seconds,
            total_seconds=runtime.handler_retry_seconds,
        )
        for route in routes
    }


async def _until_one_ends(*duties: Coroutine[Any, Any, Any]) -> None:
    """Cancels the others. Raises what it ended with."""
    tasks = [asyncio.create_task(duty) for duty in duties]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
