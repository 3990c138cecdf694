"""Makes what the services expect to find: topics and the bucket. Safe to repeat.

`python -m suara.provision`, with the settings of any service. With `--wait` it makes nothing and
ends once somebody else has made the topics, for whoever starts services beside it.
"""

import asyncio
import sys

from aiokafka.errors import KafkaError

from suara.errors import PermanentError
from suara.kafka.admin import TopicsCheck, ensure_topics
from suara.settings import KafkaSettings, S3Settings, load
from suara.storage import ObjectStore

_LOOK_SECONDS = 2.0


async def provision(kafka: KafkaSettings, s3: S3Settings) -> None:
    """Raises KafkaError, OutageError or PermanentError if a server is away or refuses."""
    created = await ensure_topics(kafka)
    await ObjectStore(s3).ensure_bucket()
    print(f"{len(created)} topics created, bucket {s3.bucket!r} ready")


async def wait(kafka: KafkaSettings) -> None:
    """Until the topics are there, however long they or the broker are away."""
    check = TopicsCheck(kafka)
    while True:
        try:
            return await check()
        except (KafkaError, PermanentError) as error:
            print(f"waits: {error}", flush=True)
        await asyncio.sleep(_LOOK_SECONDS)


if __name__ == "__main__":
    try:
        if sys.argv[1:] == ["--wait"]:
            asyncio.run(wait(load(KafkaSettings)))
        else:
            asyncio.run(provision(load(KafkaSettings), load(S3Settings)))
    except Exception as error:
        sys.exit(f"suara: cannot provision: {error}")
