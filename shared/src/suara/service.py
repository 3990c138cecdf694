"""The life of a worker process: start, work until SIGTERM, drain, exit."""

import asyncio
import os
import signal
import sys
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

import stamina
import structlog
import uvloop
from starlette.applications import Starlette

from suara import logging
from suara.errors import OutageError, SuaraError
from suara.health import Check, Server, health_routes
from suara.kafka.admin import TopicsCheck
from suara.kafka.lifecycle import unless
from suara.kafka.middleware.dispatch import Publish
from suara.kafka.publisher import Publisher
from suara.kafka.routes import Route
from suara.kafka.worker import Worker
from suara.outages import OUTAGES
from suara.settings import WorkerSettings
from suara.telemetry.exposition import Refresh, metrics_route
from suara.telemetry.process import watched_event_loop
from suara.telemetry.tracing import exported

_log = structlog.get_logger()

#: What goes on beside the messages: publishes with `publish` and works until it is cancelled.
Background = Callable[[Publish], Awaitable[None]]


@dataclass(frozen=True)
class Service:
    """What a bootstrap makes of its settings: everything the process needs to run.

    prepare: runs before the first message, such as making indexes; repeated while a server is away.
    checks: name -> coroutine that raises while that part is not ready for work. All have passed
    before the first message is taken; OUTAGES are waited out.
    gauges: run before each answer of `GET /metrics`.
    background: cancelled when the service stops, so that what it does must bear to be broken off
    and begun again. An error in it ends the process.
    """

    name: str
    routes: Sequence[Route]
    settings: WorkerSettings
    prepare: Callable[[], Awaitable[None]]
    checks: Mapping[str, Check] = field(default_factory=dict)
    gauges: Sequence[Refresh] = ()
    background: Background | None = None


Bootstrap = Callable[[], AbstractAsyncContextManager[Service]]


def run(bootstrap: Bootstrap) -> None:
    """Run a worker service until SIGTERM or SIGINT, then drain, and end the process.

    What a server refuses for good at start, a stall or a deploy error end it with one line and
    exit code 1.
    """
    uvloop.run(_run(bootstrap))


async def _run(bootstrap: Bootstrap) -> None:
    code = 1
    try:
        async with watched_event_loop(), bootstrap() as service:
            logging.configure(service.settings.runtime, service.name)
            with exported(service.settings.tracing, service.name):
                await serve(service)
        code = 0
    except SuaraError as error:
        print(f"suara: {error}", file=sys.stderr)
    except Exception:
        traceback.print_exc()
    # Everything is settled. The interpreter's own end would wait for whatever thread is still
    # waiting for a server, and for tasks that ignore their cancellation.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


async def serve(service: Service) -> None:
    """Consume, and answer health probes, until a signal arrives.

    Raises:
        Exception: as for `Worker.run`, or the port is taken.
    """
    settings = service.settings
    publisher = Publisher(settings.kafka, f"suara-{service.name}")
    worker = Worker(service.name, service.routes, publisher, settings.kafka, settings.runtime)
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    server = Server(_health_app(service, worker), settings.http)
    answering = asyncio.create_task(server.serve())
    try:
        await unless(stopping, _connect(service, publisher, worker))
        if not stopping.is_set():
            _log.info("service.started")
            await _work(service, publisher, worker, stopping)
    finally:
        server.should_exit = True
        await asyncio.gather(worker.stop(), publisher.stop(), answering)
        _log.info("service.stopped")


async def _work(
    service: Service, publisher: Publisher, worker: Worker, stopping: asyncio.Event
) -> None:
    if service.background is None:
        await worker.run(stopping)
        return
    beside = asyncio.ensure_future(service.background(publisher.publish))
    # It only ever ends by an error: then nothing of this process goes on.
    beside.add_done_callback(lambda _: stopping.set())
    try:
        await worker.run(stopping)
    finally:
        beside.cancel()
        await asyncio.wait({beside})
    if not beside.cancelled():
        beside.result()


async def _connect(service: Service, publisher: Publisher, worker: Worker) -> None:
    async for attempt in stamina.retry_context(
        on=OUTAGES, attempts=None, timeout=None, wait_max=5.0
    ):
        with attempt:
            await service.prepare()
            for check in service.checks.values():  # what is unready would fail its messages
                await check()
    await publisher.start()
    await worker.start()


def _health_app(service: Service, worker: Worker) -> Starlette:
    async def joined() -> None:
        if worker.trouble:
            raise OutageError(worker.trouble)

    checks: dict[str, Check] = {
        "kafka": joined,
        "topics": TopicsCheck(service.settings.kafka),
        **service.checks,
    }
    routes = [
        *health_routes(_while_it_answers, checks),
        metrics_route([worker.refresh_gauges, *service.gauges]),
    ]
    return Starlette(routes=routes)


def _while_it_answers() -> bool:
    """A worker that gets nowhere ends by itself; what cannot answer is found by the probe."""
    return True
