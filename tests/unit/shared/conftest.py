"""A broker that misbehaves on demand, for the real worker."""

import pytest

from kafka_bus import Bus, in_memory
from suara.testing.memory_broker import MemoryBroker


@pytest.fixture
def broker() -> MemoryBroker:
    return MemoryBroker(partitions=1)


@pytest.fixture
def bus(broker: MemoryBroker) -> Bus:
    return in_memory(broker)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a worker gives commits, cancellations and a full window is soon over."""
    monkeypatch.setattr("suara.kafka.assignment._COMMIT_SECONDS", 0.3)
    monkeypatch.setattr("suara.kafka.assignment._CANCEL_SECONDS", 0.3)
    monkeypatch.setattr("suara.kafka.worker._HOLD_SECONDS", 0.1)
