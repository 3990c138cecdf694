"""Creates the topics. `python -m suara_local.topics` waits for the broker, then does it."""

import asyncio
import time

from aiokafka.errors import KafkaConnectionError

from suara.kafka.admin import ensure_topics
from suara.settings import KafkaSettings, load

PATIENCE_SECONDS = 30.0
PAUSE_SECONDS = 0.05


async def create(settings: KafkaSettings, patience: float = 0) -> list[str]:
    """Create what is missing and return the names of what was created.

    Raises KafkaConnectionError when the broker does not answer within `patience` seconds.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            return await ensure_topics(settings)
        except KafkaConnectionError:
            if time.monotonic() > deadline:
                raise
        await asyncio.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    began = time.monotonic()
    made = asyncio.run(create(load(KafkaSettings), PATIENCE_SECONDS))
    print(f"created {len(made)} topics in {time.monotonic() - began:.2f} s: {', '.join(made)}")
