"""Suara itself: time to complete at fixed latencies, own work at none, and more generators."""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil

from generation.groups import Groups
from generation.model_server import CRITICAL_PATH_SECONDS, FIXED, ModelServer, spans
from suara_local.services import SERVICES
from suara_local.stack import Stack

SIZES = (1, 5, 10)
CALLS_PER_PERSONA = 2
USUAL_CONCURRENCY = 16
GROUPS_AT_NO_LATENCY = 20
PATIENT_POLL_SECONDS = 0.5  # what a client costs is not the work for a persona
GENERATORS = (1, 2, 4)
SMALL_CONCURRENCY = 4  # a generator then spends 3 s on four personas, and next to none of it itself
WARM_UP_SECONDS, WATCHED_SECONDS = 6.0, 30.0
SPARE_BACKLOG = 1.5


def time_to_complete(model: ModelServer, runs: int) -> dict[str, float]:
    """Groups one after another. Raises RuntimeError if the model did not write and draw all."""
    figures: dict[str, float] = {}
    with _stack(model, USUAL_CONCURRENCY) as (_, groups):
        groups.finish(groups.create(1, 1))
        for size in SIZES:
            model.behave(FIXED)
            seconds = [groups.finish([group]) for group in groups.create(runs, size)]
            calls = model.calls()
            if len(calls) != runs * size * CALLS_PER_PERSONA:
                raise RuntimeError(f"{len(calls)} calls for {runs} groups of {size}")
            if len(model.pictures()) != runs * size:
                raise RuntimeError(f"{len(model.pictures())} pictures for as many groups")
            middle = statistics.median(seconds)
            figures[f"group_of_{size}_median_seconds"] = middle
            figures[f"group_of_{size}_max_seconds"] = max(seconds)
            figures[f"group_of_{size}_calls_span_median_seconds"] = statistics.median(
                spans(calls, size * CALLS_PER_PERSONA)
            )
            figures[f"group_of_{size}_overhead_seconds"] = middle - CRITICAL_PATH_SECONDS
    return figures


def own_work(model: ModelServer) -> dict[str, float]:
    """At no latency: throughput, and CPU of each service's process for each persona."""
    figures: dict[str, float] = {}
    with _stack(model, USUAL_CONCURRENCY) as (stack, groups):
        model.behave({})
        groups.finish(groups.create(2, 10))
        batch = groups.create(GROUPS_AT_NO_LATENCY, 10)
        processes = {one.name: psutil.Process(stack.processes[one.name]) for one in SERVICES}
        before = {name: _cpu_seconds(process) for name, process in processes.items()}
        seconds = groups.finish(batch, PATIENT_POLL_SECONDS)
        personas = GROUPS_AT_NO_LATENCY * 10
        figures["no_latency_personas_per_second"] = personas / seconds
        for name, process in processes.items():
            spent = _cpu_seconds(process) - before[name]
            figures[f"{name}_cpu_per_persona_ms"] = 1000 * spent / personas
    figures["services_cpu_per_persona_ms"] = sum(
        value for name, value in figures.items() if name.endswith("_cpu_per_persona_ms")
    )
    return figures


def more_generators(model: ModelServer, generators: int) -> float:
    """Personas/s with a backlog: the model's seconds used, by those that a persona takes.

    Counted so because whole personas come in bursts of a window, too coarse for a ratio.
    """
    expected = generators * SMALL_CONCURRENCY / CRITICAL_PATH_SECONDS
    backlog = expected * (WARM_UP_SECONDS + WATCHED_SECONDS) * SPARE_BACKLOG
    with _stack(model, SMALL_CONCURRENCY, generators) as (_, groups):
        batch = groups.create(1 + int(backlog / 10), 10)
        model.behave(FIXED)
        began = time.monotonic()
        groups.start(batch)
        start = time.monotonic() - began + WARM_UP_SECONDS
        time.sleep(WARM_UP_SECONDS + WATCHED_SECONDS + max(FIXED.values()))
        calls = model.calls()
    used = sum(call.within(start, start + WATCHED_SECONDS) for call in calls)
    return used / CRITICAL_PATH_SECONDS / WATCHED_SECONDS


@contextmanager
def _stack(
    model: ModelServer, concurrency: int, generators: int = 1
) -> Iterator[tuple[Stack, Groups]]:
    """In a folder of its own, so that no run meets what another has left unfinished."""
    model.used_by_services(concurrency)
    Path(".suara").mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=".suara") as folder,
        Stack(Path(folder), generators=generators) as stack,
    ):
        stack.start()
        with closing(Groups(stack)) as groups:
            yield stack, groups


def _cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
