"""Handles one message, or it twice, or 5,000, as a worker does, and tells what came of it."""

import asyncio
import json
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace

from suara import logging
from suara.errors import PermanentError
from suara.events import Envelope, Event, PersonaCast, PersonaUnmatched
from suara.kafka.codec import encode
from suara.kafka.condition import Condition
from suara.kafka.message import Message
from suara.kafka.routes import Context, Route
from suara.kafka.worker import pipeline
from suara.settings import RuntimeSettings, load
from suara.telemetry.settings import TracingSettings
from suara.telemetry.tracing import exported
from suara.testing.samples import an_event


class Bus:
    """What is published."""

    def __init__(self) -> None:
        self.outputs: list[str | None] = []
        self.ids: list[str] = []

    async def publish(self, envelopes: Sequence[Envelope]) -> None:
        self.outputs += [envelope.traceparent for envelope in envelopes]
        self.ids += [str(envelope.id) for envelope in envelopes]

    async def send(self, *_: object) -> None:
        """A dead letter."""


async def handled(what: str, traceparent: str, bus: Bus) -> None:
    event = an_event(PersonaCast)

    async def handle(_: PersonaCast, __: Context) -> Sequence[Event]:
        if what == "fail":
            raise PermanentError("what nobody may read")
        return [event.then(PersonaUnmatched, cast=event.cast)]

    route = Route(PersonaCast, handle, emits=(PersonaUnmatched,))
    runtime = RuntimeSettings(log_level="WARNING" if what == "crowd" else "INFO")
    process = pipeline("tests", [route], bus, runtime, Condition())  # type: ignore[arg-type]
    key, value, headers = encode(
        replace(Envelope.first(event, "/tests"), traceparent=traceparent or None)
    )
    message = Message("suara.personas", 0, 0, key, value, headers)
    for _ in range({"crowd": 5_000, "twice": 2}.get(what, 1)):
        await process(message)


def main(what: str, traceparent: str) -> None:
    bus = Bus()
    logging.configure(RuntimeSettings(log_level="WARNING" if what == "crowd" else "INFO"), "tests")
    with exported(load(TracingSettings), "tests"):
        asyncio.run(handled(what, traceparent, bus))
        end = {
            "outputs": bus.outputs,
            "ids": bus.ids,
            "sdk": [name for name in sys.modules if name.startswith("opentelemetry.sdk")],
            "threads": [thread.name for thread in threading.enumerate()],
            "at": time.time(),
        }
    print(json.dumps(end))


if __name__ == "__main__":
    main(*sys.argv[1:])
