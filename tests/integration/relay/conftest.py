"""Fixtures of the relay's tests."""

from own_broker import own_broker

__all__ = ["own_broker"]
