"""Settings under which a worker that is gone is missed soon."""

import pytest

import backends
from own_broker import own_broker

__all__ = ["own_broker"]

# The embedded broker's first group generation is 0, and the client says no goodbye below 1: a
# restarted worker waits for its predecessor's session to end. Others take no less than 6 s.
SESSION_MS = "3000" if backends.chosen() == "embedded" else "6000"


@pytest.fixture
def own_environment(own_environment: dict[str, str]) -> dict[str, str]:
    return own_environment | {"SUARA_KAFKA_SESSION_TIMEOUT_MS": SESSION_MS}
