"""A process that is nothing but a relay, whose lease runs out soon. Says when it holds it."""

import asyncio
import sys

from api_gateway.adapters.outbox import Outbox
from api_gateway.adapters.relay import Relay
from suara import mongo
from suara.kafka.publisher import Publisher
from suara.lease import Lease
from suara.settings import KafkaSettings, MongoSettings


async def main(seconds: float) -> None:
    kafka = KafkaSettings()
    publisher = Publisher(kafka, "relaying")
    await publisher.start()
    with mongo.connected(MongoSettings(), "relaying") as database:
        lease = Lease(database, "outbox-relay", seconds)
        outbox = Outbox(database, kafka.topic_prefix)
        saying = asyncio.create_task(say_when_held(lease))
        await asyncio.gather(saying, Relay(outbox, lease, publisher.send).run())


async def say_when_held(lease: Lease) -> None:
    while not lease.held:  # noqa: ASYNC110 - a lease has no event
        await asyncio.sleep(0.02)
    print("held", flush=True)


asyncio.run(main(float(sys.argv[1])))
