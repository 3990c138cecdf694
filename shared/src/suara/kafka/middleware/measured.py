"""How long messages take until they are settled, and how they were."""

import time

from suara.kafka.codec import known_type
from suara.kafka.message import Message, Outcome, Process
from suara.telemetry.bus import message_duration


def measured(following: Process) -> Process:
    """Around all that is done for a message. What is broken off at a revocation is not counted."""

    async def process(message: Message) -> Outcome:
        began = time.perf_counter()
        outcome = await following(message)
        event_type = "" if outcome == "passed" else known_type(message.headers)
        message_duration(event_type, outcome).observe(time.perf_counter() - began)
        return outcome

    return process
