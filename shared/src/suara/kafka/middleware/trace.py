"""A message that is handled here is a step of the trace it came with."""

from collections.abc import Collection

from suara.kafka.codec import event_type
from suara.kafka.message import Message, Outcome, Process
from suara.telemetry.messages import processing


def trace(following: Process, handled: Collection[str], group: str) -> Process:
    """handled: event types. Messages of other services leave no span."""

    async def process(message: Message) -> Outcome:
        if event_type(message.headers) not in handled:
            return await following(message)
        with processing(message.topic, message.headers, group):
            return await following(message)

    return process
