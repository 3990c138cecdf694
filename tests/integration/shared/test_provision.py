"""Waiting for what somebody else provisions, on a real broker."""

import asyncio
import sys

from suara.kafka.admin import ensure_topics
from suara.settings import KafkaSettings


async def test_who_waits_for_the_topics_goes_on_once_they_are_made(
    own_environment: dict[str, str], set_environment: None
) -> None:
    waiting = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "suara.provision", "--wait"),
        env=own_environment,
        stdout=asyncio.subprocess.PIPE,
    )
    assert waiting.stdout is not None
    said = await waiting.stdout.readline()

    await ensure_topics(KafkaSettings())

    assert await waiting.wait() == 0
    assert f"topic {own_environment['SUARA_KAFKA_TOPIC_PREFIX']}.".encode() in said
