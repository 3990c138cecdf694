"""Kafka: the consumer runtime, the publisher and topic creation."""
