"""Apache Kafka for the time of a run: one node in a folder of its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def running() -> Iterator[str]:
    """Yields its address. One that SUARA_KAFKA_BOOTSTRAP names is used instead, and left alone."""
    if named := os.environ.get("SUARA_KAFKA_BOOTSTRAP"):
        yield named
        return
    raise SystemExit("suara: set SUARA_KAFKA_BOOTSTRAP to an Apache Kafka")
