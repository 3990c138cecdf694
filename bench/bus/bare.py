"""A plain aiokafka loop, at least once: python -m bus.bare HOW BOOTSTRAP TOPIC GROUP WARM_UP TOTAL.

HOW: `decoding` (event models, a commit after each batch), `bytes_only` (the same, not decoded),
`committing_each` (event models, a commit after each message), `late` (as `decoding`, but prints how
old each event is, in ms, and goes on for ever).
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import uvloop
from aiokafka import AIOKafkaConsumer, ConsumerRecord

from bus.meter import Meter
from suara.events import PersonaCast

BATCH = 500  # as many as Kafka's own Java client takes at most in one poll


async def main(how: str, bootstrap: str, topic: str, group: str, warm_up: str, total: str) -> None:
    done = asyncio.Event()
    meter = Meter(int(warm_up), int(total), done.set)
    consumer = AIOKafkaConsumer(
        topic,
        bootstrap_servers=bootstrap,
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        while not done.is_set():
            fetched = await consumer.getmany(timeout_ms=1_000, max_records=BATCH)
            for partition, records in fetched.items():
                for record in records:
                    await HANDLERS[how](record)
                    if how == "committing_each":
                        await consumer.commit({partition: record.offset + 1})
                    meter.count()
            if how != "committing_each":
                await consumer.commit({at: found[-1].offset + 1 for at, found in fetched.items()})
    finally:
        await consumer.stop()


async def decoding(record: ConsumerRecord) -> None:
    PersonaCast.model_validate_json(record.value)


async def bytes_only(record: ConsumerRecord) -> None:
    """Does nothing."""


async def late(record: ConsumerRecord) -> None:
    PersonaCast.model_validate_json(record.value)
    sent = datetime.fromisoformat(dict(record.headers)["ce_time"].decode())
    print([(datetime.now(UTC) - sent).total_seconds() * 1000], flush=True)


HANDLERS: dict[str, Callable[[ConsumerRecord], Awaitable[None]]] = {
    "decoding": decoding,
    "bytes_only": bytes_only,
    "committing_each": decoding,
    "late": late,
}

if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
