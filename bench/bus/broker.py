"""Apache Kafka for the time of a run: one node in a folder of its own."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from suara_local.servers import Servers


@contextmanager
def running() -> Iterator[str]:
    """Yields its address. One that SUARA_KAFKA_BOOTSTRAP names is used instead, and left alone."""
    if named := os.environ.get("SUARA_KAFKA_BOOTSTRAP"):
        yield named
        return
    Path(".suara").mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=".suara") as folder,
        Servers.start(Path(folder), broker="kafka", say=print) as servers,
    ):
        yield servers.environment["SUARA_KAFKA_BOOTSTRAP"]
