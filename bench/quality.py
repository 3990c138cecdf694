"""Are the personas worth believing? Casting and the built-in writer, over many groups.

Exits with 1 if a target is missed. `--faults` shows what readers would stumble over.
"""

import argparse
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from generator.domain.casting import Casting
from persona_quality.claims import evidence_share, supported_claims
from persona_quality.constraints import violations
from persona_quality.distributions import distances
from persona_quality.duplicates import near_duplicates
from persona_quality.reading import faults, reading_faults
from persona_quality.samples import samples
from persona_quality.segments import MARKETS, first, open_groups, open_segment, segments
from persona_quality.sentences import skeleton_repetition
from persona_quality.targets import TARGETS
from persona_quality.variety import darkness, facts_variety, name_collisions, text_variety
from persona_quality.written import Written, snapshot_of, write
from report import Figures, report_columns
from suara.markets import market
from suara.personas import Cast

Advance = Callable[[int], None]


def main() -> int:
    asked = _arguments()
    if asked.samples:
        asked.samples.write_text(samples(asked.seed), encoding="utf-8")
        return 0
    markets: dict[str, Figures] = {}
    groups: dict[str, list[list[Written]]] = {}
    total = asked.personas + 2 * len(MARKETS) * asked.draws + asked.groups
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("casting and writing", total=total)
        for code in MARKETS:
            progress.update(task, description=f"{market(code).country}")
            advance: Advance = lambda n: progress.advance(task, n)  # noqa: E731
            groups[code] = list(_written(code, asked.seed, asked.groups, advance))
            markets[code] = {
                **_constraints(code, asked.seed, asked.personas, advance),
                **_casting(code, asked.seed, asked.draws, advance),
                **_writing(code, groups[code]),
            }
    title = f"{asked.groups} groups, {asked.personas:,} personas, {asked.draws:,} open draws each"
    reached = report_columns("quality", title, markets, TARGETS, asked.json)
    if asked.faults:
        _show_faults([one for found in groups.values() for group in found for one in group])
    return 0 if reached else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--groups", type=int, default=220, help="written, over all markets")
    parser.add_argument("--personas", type=int, default=10_000, help="cast for constraint checks")
    parser.add_argument("--draws", type=int, default=5_000, help="of an open segment, per market")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write the figures there")
    parser.add_argument("--samples", type=Path, help="write sample personas there, and only that")
    parser.add_argument("--faults", action="store_true", help="list faults and bare claims")
    asked = parser.parse_args()
    if asked.groups < 2 * len(MARKETS) or asked.draws < 10 or asked.personas < len(MARKETS):
        parser.error("at least 2 groups and 1 persona per market, and 10 draws")
    return asked


def _constraints(code: str, seed: int, personas: int, advance: Advance) -> Figures:
    wanted, checked, found = personas // len(MARKETS), 0, 0
    for segment in segments(code, seed + 1):
        if checked >= wanted:
            break
        faulty = violations(segment, segment.cast())
        for fault in faulty[:3] if found < 9 else ():
            Console(stderr=True).print(fault, markup=False)
        checked, found = checked + segment.size, found + len(faulty)
        advance(segment.size)
    return {"constraint_checks_personas": float(checked), "constraint_violations_count": found}


def _casting(code: str, seed: int, draws: int, advance: Advance) -> Figures:
    """Of one segment's slots, and for comparison of as many people in unrelated groups."""
    data = market(code)
    one = list(_people(open_segment(code, seed, draws), advance))
    groups = list(_people(open_groups(code, seed, draws), advance))
    return {
        **distances(one, data),
        **{f"unrelated_groups_{name}": value for name, value in distances(groups, data).items()},
        **facts_variety(groups, data),
    }


def _people(castings: Iterable[Casting], advance: Advance) -> Iterator[Cast]:
    for casting in castings:
        yield from casting.casts
        advance(len(casting.casts))


def _written(code: str, seed: int, groups: int, advance: Advance) -> Iterator[list[Written]]:
    snapshot = snapshot_of(code)
    for segment in first(code, seed, groups // len(MARKETS)):
        yield write(segment, snapshot)
        advance(1)


def _writing(code: str, groups: list[list[Written]]) -> Figures:
    people = [one for group in groups for one in group]
    return {
        "written_personas": float(len(people)),
        **near_duplicates(groups),
        **name_collisions(groups),
        **text_variety(people, market(code)),
        **darkness(people),
        **evidence_share(people),
        **skeleton_repetition(groups),
        **reading_faults(people),
    }


def _show_faults(people: list[Written]) -> None:
    console = Console(width=160, markup=False)
    for one in people:
        for fault in faults(one):
            console.print(f"{one.cast.market} {fault}", markup=False)
        for claim, supported in supported_claims(one):
            if not supported:
                console.print(f"{one.cast.market} bare: {claim}", markup=False)


if __name__ == "__main__":
    raise SystemExit(main())
