"""The same suite on the broker in memory and on whatever broker the run has."""

from functools import partial

import pytest

from kafka_bus import Bus, in_memory
from suara.kafka.admin import ensure_topics
from suara.kafka.client import AIOKAFKA
from suara.settings import KafkaSettings
from suara.testing.broker import read


@pytest.fixture(params=["memory", "broker"])
async def bus(request: pytest.FixtureRequest, set_environment: None) -> Bus:
    if request.param == "memory":
        return in_memory()
    kafka = KafkaSettings()
    await ensure_topics(kafka)
    return Bus(kafka, AIOKAFKA, partial(read, kafka))
