"""Targets, and one table of every figure beside its target."""

import json
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Target:
    """A bound that a figure must keep in every market."""

    most: float | None = None
    least: float | None = None

    def met(self, value: float) -> bool:
        """Whether the bound is kept."""
        above = self.least is None or value >= self.least
        return above and (self.most is None or value <= self.most)

    def __str__(self) -> str:
        return f"≤ {self.most:g}" if self.most is not None else f"≥ {self.least:g}"


_NONE = Target(most=0)
TARGETS = {
    "constraint_violations_count": _NONE,
    "sex_tv": Target(most=0.03),
    "age_5_year_tv": Target(most=0.03),
    "age_single_year_tv": Target(most=0.03),
    "age_sex_income_tv": Target(most=0.05),
    "unrelated_groups_sex_tv": Target(most=0.03),
    "unrelated_groups_age_5_year_tv": Target(most=0.03),
    "near_duplicates_within_groups_pairs": _NONE,
    "near_duplicates_across_groups_percent": Target(most=0.5),
    "name_collisions_within_groups_people": _NONE,
    "with_critical_trait_percent": Target(least=60),
    "with_critical_trait_or_worry_percent": Target(least=60),
    "claims_with_evidence_percent": Target(least=95),
    "skeletons_repeated_within_groups_sentences": _NONE,
    "reading_form_faults_personas": _NONE,
    "reading_currency_faults_personas": _NONE,
    "reading_brand_faults_personas": _NONE,
    "reading_place_faults_personas": _NONE,
    "reading_local_word_faults_personas": _NONE,
    "reading_age_faults_personas": _NONE,
    "reading_faith_faults_personas": _NONE,
}


def missed(markets: dict[str, Figures]) -> list[str]:
    """Names of figures that miss their target in some market."""
    return [
        name
        for name, target in TARGETS.items()
        if not all(target.met(figures[name]) for figures in markets.values())
    ]


def table(markets: dict[str, Figures], title: str) -> Table:
    """One row per figure, one column per market."""
    shown = Table(title=title)
    for heading in ("figure", "target"):
        shown.add_column(heading, no_wrap=True)
    for heading in (*markets, ""):
        shown.add_column(heading, justify="right")
    failed = missed(markets)
    for name in next(iter(markets.values())):
        target = TARGETS.get(name)
        verdict = "" if target is None else "[red]fail" if name in failed else "[green]pass"
        values = [_written(figures[name], name) for figures in markets.values()]
        shown.add_row(name, "" if target is None else str(target), *values, verdict)
    return shown


def write_json(markets: dict[str, Figures], path: Path) -> None:
    """Flat: "ph_age_5_year_tv"."""
    flat = {
        f"{code.lower()}_{name}": value
        for code, figures in markets.items()
        for name, value in figures.items()
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(flat, indent=2) + "\n")


def _written(value: float, name: str) -> str:
    if name.endswith(("_tv", "_share")) or "cosine" in name:
        return f"{value:.3f}"
    return f"{value:,.1f}" if name.endswith(("_percent", "_mean")) else f"{value:,.0f}"
