"""Makes what the services expect to find: topics and the bucket. Safe to repeat.

`python -m suara.provision`, with the settings of any service.
"""

import asyncio
import sys

from suara.kafka.admin import ensure_topics
from suara.settings import KafkaSettings, S3Settings, load
from suara.storage import ObjectStore


async def provision(kafka: KafkaSettings, s3: S3Settings) -> None:
    """Raises KafkaError, OutageError or PermanentError if a server is away or refuses."""
    created = await ensure_topics(kafka)
    await ObjectStore(s3).ensure_bucket()
    print(f"{len(created)} topics created, bucket {s3.bucket!r} ready")


if __name__ == "__main__":
    try:
        asyncio.run(provision(load(KafkaSettings), load(S3Settings)))
    except Exception as error:
        sys.exit(f"suara: cannot provision: {error}")
