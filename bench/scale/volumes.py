"""What a persona leaves behind and asks of the servers, counted where it lies."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
from aiokafka import AIOKafkaConsumer
from bson.raw_bson import RawBSONDocument
from pymongo import MongoClient

from scale.real_system import System

Counts = dict[str, float]
OPERATIONS = ("insert", "query", "update", "delete", "command")


@dataclass(frozen=True)
class Store:
    """The servers of a running system, as an operator can ask them."""

    system: System
    client: MongoClient[RawBSONDocument]

    def counted(self) -> Counts:
        """Since the servers started; differences of two are a load's."""
        status: Any = self.client.admin.command("serverStatus")["opcounters"]
        prefix = self.system.settings["SUARA_KAFKA_TOPIC_PREFIX"]
        logs = self.system.kafka_log.glob(f"{prefix}.*/*.log")
        return {
            "mongodb_operations": float(sum(int(status[name]) for name in OPERATIONS)),
            "mongodb_writes": float(sum(int(status[n]) for n in ("insert", "update", "delete"))),
            "kafka_bytes": float(sum(path.stat().st_size for path in logs)),
            "kafka_messages": float(asyncio.run(_messages(self.system.settings))),
        }

    def kept(self) -> Counts:
        """For each persona that is there, all groups together: documents, objects, tokens."""
        database = self.client[self.system.settings["SUARA_MONGO_DATABASE"]]
        people = list(database.personas.find())
        documents = [*people, *database.groups.find()]
        objects = list(_objects(self.system.settings))
        usage = [document["usage"] for document in people]
        sums = {
            f"{kind}_tokens": sum(
                int(used[stage][f"{kind}_tokens"]) for used in usage for stage in used
            )
            for kind in ("prompt", "cached", "completion")
        }
        return {
            name: value / len(people)
            for name, value in {
                "document_bytes": sum(len(document.raw) for document in documents),
                "s3_objects": len(objects),
                "s3_bytes": sum(objects),
                **sums,
            }.items()
        }


@contextmanager
def store(system: System) -> Iterator[Store]:
    url = system.settings["SUARA_MONGO_URL"]
    with MongoClient(url, document_class=RawBSONDocument) as client:
        yield Store(system, client)


async def _messages(settings: dict[str, str]) -> int:
    """In all topics of the system."""
    consumer = AIOKafkaConsumer(bootstrap_servers=settings["SUARA_KAFKA_BOOTSTRAP"])
    await consumer.start()
    try:
        prefix = settings["SUARA_KAFKA_TOPIC_PREFIX"] + "."
        names = [name for name in await consumer.topics() if name.startswith(prefix)]
        consumer.subscribe(names)
        await consumer.getmany(timeout_ms=0)
        return sum((await consumer.end_offsets(list(consumer.assignment()))).values())
    finally:
        await consumer.stop()


def _objects(settings: dict[str, str]) -> Iterator[int]:
    """Their sizes."""
    client = boto3.client(
        "s3",
        endpoint_url=settings["SUARA_S3_ENDPOINT"],
        aws_access_key_id=settings["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=settings["AWS_SECRET_ACCESS_KEY"],
        region_name=settings["AWS_DEFAULT_REGION"],
    )
    for page in client.get_paginator("list_objects_v2").paginate(
        Bucket=settings["SUARA_S3_BUCKET"]
    ):
        yield from (int(found["Size"]) for found in page.get("Contents", []))
