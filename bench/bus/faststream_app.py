"""FastStream's Kafka subscriber.

python -m bus.faststream_app HOW BOOTSTRAP TOPIC GROUP WARM_UP TOTAL

HOW: `manual` (the handler acknowledges each message), `workers` (the same, with the concurrency it
has where messages are acknowledged after handling: several consumers in one process), `batch`
(lists of events, acknowledged together: one message that fails holds up the others). At `logging`
it is `manual` as it comes; the others have its two log lines a message turned off.
Runs in its own virtual environment; of Suara it imports the event models.
"""

import asyncio
import sys
from collections.abc import Callable
from typing import Any

import uvloop
from faststream import AckPolicy  # type: ignore[import-not-found]
from faststream.kafka import KafkaBroker  # type: ignore[import-not-found]
from faststream.kafka.annotations import KafkaMessage  # type: ignore[import-not-found]

from bus.meter import Meter
from suara.events import PersonaCast

BATCH = 500
WORKERS = 4

# They differ in what the broker accepts at a time, and in nothing else.
SETTINGS: dict[str, dict[str, Any]] = {
    "manual": {},
    "logging": {},
    "workers": {"max_workers": WORKERS},
    "batch": {"batch": True, "max_records": BATCH},
}


async def main(how: str, bootstrap: str, topic: str, group: str, warm_up: str, total: str) -> None:
    done = asyncio.Event()
    meter = Meter(int(warm_up), int(total), done.set)
    broker = KafkaBroker(bootstrap, **({} if how == "logging" else {"logger": None}))
    subscriber = broker.subscriber(
        topic,
        group_id=group,
        ack_policy=AckPolicy.MANUAL,
        auto_offset_reset="earliest",
        **SETTINGS[how],
    )
    subscriber((several if how == "batch" else one)(meter))
    await broker.start()
    await done.wait()
    await broker.stop()


def one(meter: Meter) -> Callable[..., Any]:
    async def handle(event: PersonaCast, message: KafkaMessage) -> None:  # noqa: ARG001
        await message.ack()
        meter.count()

    return handle


def several(meter: Meter) -> Callable[..., Any]:
    async def handle(events: list[PersonaCast], message: KafkaMessage) -> None:
        await message.ack()
        meter.count(len(events))

    return handle


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
