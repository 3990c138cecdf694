"""Can clients use what runs in a container? Its port accepts connections before it does."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress

import boto3
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from suara_local.environment import BUCKET
from suara_local.ports import HOST
from suara_local.probes import status

REPLICA_SET = "rs0"  # as docker-compose.yml calls it
_MARK = ".ready"
_TIMEOUT_MS = 2_000


def is_broker(port: int) -> bool:
    """Whether consumer groups can work on it, and not only producers."""

    async def ask() -> None:
        client = AIOKafkaAdminClient(
            bootstrap_servers=f"{HOST}:{port}", request_timeout_ms=_TIMEOUT_MS
        )
        try:
            await client.start()
            await client.find_coordinator("tests")
        finally:
            await client.close()

    log = logging.getLogger("aiokafka")
    log.disabled = True  # it says of every attempt that there is no broker yet
    try:
        asyncio.run(ask())
    except (KafkaError, OSError):
        return False
    finally:
        log.disabled = False
    return True


def is_primary(port: int) -> bool:
    """Whether it takes writes as the one member of a replica set, which this makes it."""
    url = f"mongodb://{HOST}:{port}/?directConnection=true"
    members = [{"_id": 0, "host": f"{HOST}:{port}"}]
    try:
        with MongoClient(url, serverSelectionTimeoutMS=_TIMEOUT_MS) as client:
            hello = client.admin.command("hello")
            if "setName" not in hello:
                client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": members})
            return bool("setName" in hello and hello["isWritablePrimary"])
    except PyMongoError:
        return False


def has_bucket(environment: Mapping[str, str]) -> bool:
    """Whether anybody can read an object of the bucket, which this makes."""
    endpoint = environment["SUARA_S3_ENDPOINT"]
    store = boto3.client(
        "s3",
        endpoint_url=endpoint,
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
        region_name=environment["AWS_DEFAULT_REGION"],
        config=Config(connect_timeout=2, read_timeout=5, retries={"max_attempts": 0}),
    )
    try:
        with suppress(
            store.exceptions.BucketAlreadyExists, store.exceptions.BucketAlreadyOwnedByYou
        ):
            store.create_bucket(Bucket=BUCKET)
        store.put_object(Bucket=BUCKET, Key=_MARK, Body=b"The tests read this.\n")
    except (BotoCoreError, ClientError):
        return False
    return status(int(endpoint.rpartition(":")[2]), f"/{BUCKET}/{_MARK}") == 200
