"""A Suara service with one handler: python -m bus.service HANDLER BOOTSTRAP PREFIX GROUP ARGS...

HANDLER: `nothing WARM_UP TOTAL`, `waits SECONDS WARM_UP TOTAL`, `late` (prints how old each event
is, in ms), `noted SECONDS` (waits, and prints each event's id and when it began and ended).
Everything else is as in production: pipeline, commits, health server, signals.
"""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from pydantic import SecretStr

from bus.meter import Meter
from suara import service
from suara.events import Event, PersonaCast
from suara.kafka.routes import Context, Handler, Route
from suara.settings import (
    HttpSettings,
    KafkaSettings,
    MongoSettings,
    RuntimeSettings,
    WorkerSettings,
)


def main(handler: str, bootstrap: str, prefix: str, group: str, *arguments: str) -> None:
    settings = WorkerSettings(
        kafka=KafkaSettings(bootstrap=bootstrap, topic_prefix=prefix),
        mongo=MongoSettings(url=SecretStr("mongodb://127.0.0.1:9")),  # never asked
        http=HttpSettings(port=0),
        runtime=RuntimeSettings(),
    )
    handle = HANDLERS[handler](*arguments)

    @asynccontextmanager
    async def bootstrapped() -> AsyncIterator[service.Service]:
        yield service.Service(group, [Route(PersonaCast, handle)], settings, _prepared)

    service.run(bootstrapped)


async def _prepared() -> None: ...


def nothing(warm_up: str, total: str) -> Handler:
    meter = Meter(int(warm_up), int(total), _terminate)

    async def handle(event: PersonaCast, context: Context) -> Sequence[Event]:  # noqa: ARG001
        meter.count()
        return ()

    return handle


def waits(seconds: str, warm_up: str, total: str) -> Handler:
    pause, meter = float(seconds), Meter(int(warm_up), int(total), _terminate)

    async def handle(event: PersonaCast, context: Context) -> Sequence[Event]:  # noqa: ARG001
        await asyncio.sleep(pause)
        meter.count()
        return ()

    return handle


def late() -> Handler:
    async def handle(event: PersonaCast, context: Context) -> Sequence[Event]:  # noqa: ARG001
        print([(datetime.now(UTC) - context.time).total_seconds() * 1000], flush=True)
        return ()

    return handle


def noted(seconds: str) -> Handler:
    pause = float(seconds)

    async def handle(event: PersonaCast, context: Context) -> Sequence[Event]:  # noqa: ARG001
        began = time.monotonic()
        try:
            await asyncio.sleep(pause)
        finally:
            note = (str(context.event_id), began, time.monotonic())
            print(json.dumps(note), flush=True)
        return ()

    return handle


def _terminate() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


HANDLERS: dict[str, Callable[..., Handler]] = {
    "nothing": nothing,
    "waits": waits,
    "late": late,
    "noted": noted,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
