"""Apache Kafka; SecantusDB and SeaweedFS as in `embedded`."""

from pathlib import Path

from suara_local.servers import Servers


def start(folder: Path) -> Servers:
    return Servers.start(folder, broker="kafka", say=print)
