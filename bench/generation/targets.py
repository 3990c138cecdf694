"""What must be reached, beside what was."""

from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Target:
    """`bound` is the most allowed if `at_most`, else the least."""

    figure: str
    bound: float
    at_most: bool

    def is_met(self, value: float) -> bool:
        return value <= self.bound if self.at_most else value >= self.bound


def at_most(figure: str, bound: float) -> Target:
    return Target(figure, bound, at_most=True)


def at_least(figure: str, bound: float) -> Target:
    return Target(figure, bound, at_most=False)


TARGETS = (
    at_most("group_of_10_overhead_seconds", 0.25),
    at_most("group_of_10_to_group_of_1_ratio", 1.05),
    at_least("faster_than_data_designer_ratio", 1.5),
    at_least("faster_than_sequential_ratio", 8),
    at_least("generators_1_to_2_throughput_ratio", 1.9),
    at_least("generators_2_to_4_throughput_ratio", 1.9),
    at_most("services_cpu_per_persona_ms", 25),
)


def compare(figures: dict[str, float]) -> None:
    """Print each target beside its value."""
    table = Table("figure", "value", "target", "", title="Targets")
    for target in TARGETS:
        value = figures[target.figure]
        sign, verdict = "≤" if target.at_most else "≥", "met" if target.is_met(value) else "missed"
        table.add_row(target.figure, f"{value:,.2f}", f"{sign} {target.bound:g}", verdict)
    Console().print(table)
