"""Settings under which a worker that is gone is missed soon."""

import pytest


@pytest.fixture
def own_environment(own_environment: dict[str, str]) -> dict[str, str]:
    # Apache Kafka takes no less. The embedded broker's first group generation is 0, and the client
    # says no goodbye below 1: a restarted worker waits for its predecessor's session to end.
    return own_environment | {"SUARA_KAFKA_SESSION_TIMEOUT_MS": "6000"}
