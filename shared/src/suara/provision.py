"""Makes what the services expect to find: topics and the bucket. Safe to repeat.

`python -m suara.provision`, with the settings of any service. With `--wait` it makes nothing and
ends once somebody else has made the topics, for whoever starts services beside it.
"""

import asyncio
import sys

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaConnectionError

from suara import topics
from suara.kafka.admin import ensure_topics
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
    while trouble := await _trouble(kafka):
        print(f"waits: {trouble}", flush=True)
        await asyncio.sleep(_LOOK_SECONDS)


async def _trouble(kafka: KafkaSettings) -> str | None:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    try:
        await admin.start()
        existing = set(await admin.list_topics())
    except KafkaConnectionError as error:
        return f"cannot reach Kafka: {error}"
    finally:
        await admin.close()
    missing = [name for name in topics.all_names(kafka.topic_prefix) if name not in existing]
    return f"nobody has made {', '.join(missing)} yet" if missing else None


if __name__ == "__main__":
    try:
        if sys.argv[1:] == ["--wait"]:
            asyncio.run(wait(load(KafkaSettings)))
        else:
            asyncio.run(provision(load(KafkaSettings), load(S3Settings)))
    except Exception as error:
        sys.exit(f"suara: cannot provision: {error}")
