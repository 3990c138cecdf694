"""Memory and idle CPU of the five services, after they have done some work."""

import argparse
import time
from pathlib import Path

import psutil

from report import report
from suara_local import tokens
from suara_local.job import Job
from suara_local.services import SERVICES
from suara_local.stack import Stack

MIB = 1024 * 1024
AUDIENCES = ("Women in Manila", "Young men in Jakarta", "Nurses in Hanoi", "Students in Berlin")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20, help="how long to watch it idle")
    seconds = parser.parse_args().seconds
    with Stack(Path(".suara/bench")) as stack:
        stack.start()
        _work(stack)
        names = [service.name for service in SERVICES]
        processes = {name: psutil.Process(stack.processes[name]) for name in names}
        time.sleep(5)  # commits, connection pools and the collector settle
        before = {name: _cpu_seconds(process) for name, process in processes.items()}
        time.sleep(seconds)
        figures: dict[str, float] = {}
        for name, process in processes.items():
            figures[f"{name}_rss_mib"] = process.memory_info().rss / MIB
            idle = (_cpu_seconds(process) - before[name]) / seconds
            figures[f"{name}_idle_cpu_percent"] = 100 * idle
        figures["services_rss_mib"] = sum(
            value for name, value in figures.items() if name.endswith("_rss_mib")
        )
    report("footprint", "Five services after four groups of 10, then idle", figures)


def _work(stack: Stack) -> None:
    job = Job(stack.base_url, tokens.mint(stack.environment["SUARA_JWT_SECRET"]))
    project = job.create_project("Bench")
    for audience in AUDIENCES:
        group = job.create_group(project, job.parse(project, audience), 10)
        job.generate(project, group, lambda _: None)
    job.close()


def _cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


if __name__ == "__main__":
    main()
