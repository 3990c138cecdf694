"""CPU of the services for each persona, without metrics and traces and with all of both.

Both systems are up all the time and work in turns; a scrape of every service follows each turn.
"""

import argparse
import os
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import psutil

from generation.groups import Groups
from generation.model_server import ModelServer
from report import Target, report_columns
from suara_local import state
from suara_local.services import SERVICES, Service
from suara_local.stack import Stack
from telemetry_bench.collector import collector

UNMEASURED = Path(__file__).with_name("unmeasured.py")
ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
PERSONAS_IN_A_GROUP = 10
POLL_SECONDS = 0.5
TARGETS = {"on_to_off_ratio": Target(most=1.05)}


@dataclass(frozen=True)
class System:
    stack: Stack
    groups: Groups

    def cpu_ms(self) -> dict[str, float]:
        """What each service has used so far."""
        used = {}
        for service in SERVICES:
            times = psutil.Process(self.stack.processes[service.name]).cpu_times()
            used[service.name] = 1000 * (times.user + times.system)
        return used

    def turn(self, groups: int) -> dict[str, float]:
        """CPU of each service for a persona, in milliseconds."""
        batch = self.groups.create(groups, PERSONAS_IN_A_GROUP)
        before = self.cpu_ms()
        self.groups.finish(batch, POLL_SECONDS)
        self._scrape()
        personas = groups * PERSONAS_IN_A_GROUP
        return {name: (now - before[name]) / personas for name, now in self.cpu_ms().items()}

    def _scrape(self) -> None:
        found = state.read(self.stack.home)
        if found is None:
            return
        for service in SERVICES:
            httpx.get(f"http://127.0.0.1:{found.ports[service.name]}/metrics", trust_env=False)


def main() -> None:
    parser = argparse.ArgumentParser(prog="telemetry_bench", description=__doc__)
    parser.add_argument("--turns", type=int, default=8)
    parser.add_argument("--groups", type=int, default=10, help="of ten personas, in each turn")
    wanted = parser.parse_args()
    with ExitStack() as running:
        model = running.enter_context(ModelServer())
        model.used_by_services(concurrency=16)
        model.behave({})
        off = running.enter_context(_system([_unmeasured(service) for service in SERVICES]))
        os.environ[ENDPOINT] = running.enter_context(collector())
        on = running.enter_context(_system(SERVICES))
        for system in (off, on):
            system.turn(2)
        turns = [(off.turn(wanted.groups), on.turn(wanted.groups)) for _ in range(wanted.turns)]
    columns = {"off": _figures([one for one, _ in turns]), "on": _figures([on for _, on in turns])}
    ratio = columns["on"]["services_cpu_per_persona_ms"]
    ratio /= columns["off"]["services_cpu_per_persona_ms"]
    for figures in columns.values():
        figures["on_to_off_ratio"] = ratio
    report_columns("telemetry", "Metrics and traces: CPU for a persona", columns, TARGETS)


def _figures(turns: Sequence[dict[str, float]]) -> dict[str, float]:
    """Medians, so that one turn in which the machine was busy with others counts for nothing."""
    figures = {
        f"{name}_cpu_per_persona_ms": statistics.median(turn[name] for turn in turns)
        for name in turns[0]
    }
    total = statistics.median(sum(turn.values()) for turn in turns)
    return figures | {"services_cpu_per_persona_ms": total}


def _unmeasured(service: Service) -> Service:
    interpreter, _, module = service.command
    return replace(service, command=(interpreter, str(UNMEASURED.absolute()), module))


@contextmanager
def _system(services: Sequence[Service]) -> Iterator[System]:
    Path(".suara").mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=".suara") as folder,
        Stack(Path(folder), services=services) as stack,
    ):
        stack.start()
        with closing(Groups(stack)) as groups:
            yield System(stack, groups)


if __name__ == "__main__":
    main()
