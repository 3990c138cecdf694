"""A Kafka broker in memory, for the real Worker and Publisher: `MemoryBroker().clients`.

The subset of Kafka that they use, with the order of calls of aiokafka's own clients.
"""

from suara.testing.memory_broker.broker import MemoryBroker

__all__ = ["MemoryBroker"]
