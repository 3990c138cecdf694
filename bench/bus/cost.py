"""CPU per message of each contender, in turns, over the same messages."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass

from bus.processes import consumer
from report import Figures


@dataclass(frozen=True)
class Contender:
    """How a consumer is started. slow: it commits each message, so fewer messages have to do."""

    name: str
    module: str
    how: str
    slow: bool = False
    log_level: str = "WARNING"


CONTENDERS = (
    # One right after the other: what else the machine does then disturbs both alike.
    Contender("suara", "service", "nothing"),
    Contender("bare", "bare", "decoding"),
    Contender("suara_default_log_level", "service", "nothing", log_level="INFO"),
    Contender("bare_bytes_only", "bare", "bytes_only"),
    Contender("bare_commit_each", "bare", "committing_each", slow=True),
    Contender("faststream", "faststream_app", "manual", slow=True),
    Contender("faststream_default_log_level", "faststream_app", "logging", slow=True),
    Contender("faststream_4_consumers", "faststream_app", "workers", slow=True),
    Contender("faststream_batches", "faststream_app", "batch"),
)


@dataclass(frozen=True)
class Bench:
    """Where the messages lie and how many each contender handles after its warm-up."""

    bootstrap: str
    prefix: str
    topic: str
    messages: int
    rounds: int

    def figures(self, say: Callable[[str], None]) -> Figures:
        """Medians over the rounds; ratios are medians of each round's ratio."""
        runs: dict[str, list[Figures]] = {one.name: [] for one in CONTENDERS}
        for number in range(self.rounds):
            for one in CONTENDERS:
                found = self._run(one, f"{one.name}-{number}")
                runs[one.name].append(found)
                say(f"round {number + 1}: {one.name} {found['cpu_us_per_message']:,.1f} µs")
        figures: Figures = {}
        for name, found_by_round in runs.items():
            for figure in ("cpu_us_per_message", "per_second"):
                values = [found[figure] for found in found_by_round]
                figures[f"{name}_{figure}"] = statistics.median(values)
        cpu = {name: [run["cpu_us_per_message"] for run in found] for name, found in runs.items()}
        return figures | {
            f"suara_to_{name}_cpu_ratio": _ratio(cpu["suara"], cpu[name])
            for name in cpu
            if not name.startswith("suara")
        }

    def _run(self, one: Contender, group: str) -> Figures:
        total = self.messages // 10 if one.slow else self.messages
        warm_up = total // 10
        where = self.topic
        arguments: tuple[object, ...] = (one.how, self.bootstrap, where, group)
        if one.module == "service":
            arguments = (one.how, self.bootstrap, self.prefix, group)
        with consumer(
            one.module, *arguments, warm_up, warm_up + total, log_level=one.log_level
        ) as process:
            process.wait()
            return process.last()


def _ratio(one: list[float], other: list[float]) -> float:
    return statistics.median(a / b for a, b in zip(one, other, strict=True))
