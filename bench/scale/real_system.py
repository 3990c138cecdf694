"""The real system for a measurement: servers that stay, services with as many generators as asked.

The language model is the tests' local server at fixed latencies; portraits are drawn locally, so
that the only windows that fill are the generators'.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from generation.groups import Groups
from generation.model_server import ModelServer
from suara_local.servers import Servers
from suara_local.stack import Stack

BASE = Path(".suara")
NOT_COUNTED = ("guard", "topics")


@dataclass(frozen=True)
class System:
    """A running system. settings: what reaches its servers, with a topic prefix and a database of
    this system alone.
    """

    workers: int
    window: int
    model: ModelServer
    groups: Groups
    settings: dict[str, str]
    kafka_log: Path
    pids: dict[str, int]

    def cpu_seconds(self) -> dict[str, float]:
        """User and system time so far by kind of process; all generators together."""
        spent: dict[str, float] = {}
        for name, pid in self.pids.items():
            times = psutil.Process(pid).cpu_times()
            kind = "generator" if name.startswith("generator") else name
            spent[kind] = spent.get(kind, 0.0) + times.user + times.system
        return spent


@dataclass(frozen=True)
class Machine:
    """Servers that several systems use, one after the other."""

    servers: Servers
    model: ModelServer
    folder: Path

    @contextmanager
    def system(self, workers: int, window: int, partitions: int) -> Iterator[System]:
        self.model.used_by_services(window)
        os.environ["SUARA_IMAGES"] = "local"
        settings = self.servers.environment | {
            "SUARA_KAFKA_PARTITIONS": str(partitions),
            "SUARA_KAFKA_TOPIC_PREFIX": f"of-{workers}",
            "SUARA_MONGO_DATABASE": f"of-{workers}",
        }
        home = self.folder / f"of-{workers}"
        home.mkdir()
        with Stack(home, generators=workers, elsewhere=settings) as stack:
            stack.start()
            with closing(Groups(stack)) as groups:
                counted = self.servers.pids | stack.processes | {"model": self.model.pid}
                yield System(
                    workers,
                    window,
                    self.model,
                    groups,
                    stack.environment,
                    self.folder / "servers" / "data" / "kafka" / "log",
                    {name: pid for name, pid in counted.items() if name not in NOT_COUNTED},
                )


@contextmanager
def machine() -> Iterator[Machine]:
    """Apache Kafka, SecantusDB and SeaweedFS in a folder that is gone afterwards."""
    BASE.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="scale-", dir=BASE) as name,
        ModelServer() as model,
        Servers.start(Path(name) / "servers", broker="kafka", say=print) as servers,
    ):
        yield Machine(servers, model, Path(name))
