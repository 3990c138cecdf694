"""Sentence skeletons as text, and the rule that keeps a group's skeletons apart.

A phrase file holds one skeleton per line under `## table` headings:

    ## habit
    {She} waters the plants before anyone else is up.
    [kids !senior] <price_habit: sachet> {She} packs the lunch boxes herself.

`[flags]` must all hold for the person (`!flag` must not); `<kind: words>` names the
snapshot signal, found by its words, without which the sentence is not said.
"""

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from suara.personas import MAX_PERSONAS

_LINE = re.compile(r"(?:\[(?P<needs>[^\]]*)\]\s*)?(?:<(?P<cites>[^>]*)>\s*)?(?P<text>.+)")


@dataclass(frozen=True)
class Skeleton:
    """A sentence with `{words}` to fill in, and what must hold before it may be said."""

    text: str
    needs: frozenset[str] = frozenset()
    cites: str | None = None

    @property
    def conditional(self) -> bool:
        return bool(self.needs or self.cites)

    def holds(self, flags: frozenset[str], known: Callable[[str], bool]) -> bool:
        met = all((n[1:] not in flags) if n[0] == "!" else (n in flags) for n in self.needs)
        return met and (self.cites is None or known(self.cites))


Tables = dict[str, tuple[Skeleton, ...]]


def parse(lines: Iterable[str]) -> Tables:
    """Raises ValueError for a line outside any table."""
    tables: dict[str, list[Skeleton]] = {}
    table: list[Skeleton] | None = None
    for line in (raw.strip() for raw in lines):
        if line.startswith("## "):
            table = tables.setdefault(line[3:].strip(), [])
        elif line and not line.startswith("#"):
            found = _LINE.fullmatch(line)
            if table is None or found is None:
                raise ValueError(f"phrase outside a table: {line}")
            needs = frozenset((found["needs"] or "").split())
            table.append(Skeleton(found["text"], needs, found["cites"]))
    return {name: tuple(skeletons) for name, skeletons in tables.items()}


@cache
def tables() -> Tables:
    """Every table of the package's phrase files."""
    merged: Tables = {}
    folder = resources.files(f"{__package__}.phrases")
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".txt"):
            merged |= parse(file.read_text(encoding="utf-8").splitlines())
    return merged


@cache
def _order(seed: int, table: str, part: str, size: int) -> tuple[int, ...]:
    order = list(range(size))
    random.Random(f"{seed}/{table}/{part}").shuffle(order)  # noqa: S311  a draw, not a secret
    return tuple(order)


@dataclass(frozen=True)
class Phrasebook:
    """Picks for one person of a group.

    seed: the group's; slot: the person's place in it. known: whether a signal can be cited.
    """

    seed: int
    slot: int
    flags: frozenset[str]
    known: Callable[[str], bool]

    def skeleton(self, table: str) -> Skeleton:
        """A skeleton nobody else in the group of ten can get.

        Each slot owns its own share of the table, so no knowledge of the others is needed:
        its share of the conditional skeletons is tried first, and its share of those that
        suit everybody (ten at least, as a test asserts) is always there to fall back on.
        """
        everything = tables()[table]
        special = [s for s in everything if s.conditional]
        plain = [s for s in everything if not s.conditional]
        for part, skeletons in (("special", special), ("plain", plain)):
            order = _order(self.seed, table, part, len(skeletons))
            for index in order[self.slot % MAX_PERSONAS :: MAX_PERSONAS]:
                if skeletons[index].holds(self.flags, self.known):
                    return skeletons[index]
        raise LookupError(f"table {table} has fewer than {MAX_PERSONAS} unconditional skeletons")

    def filler(self, table: str) -> str:
        """A phrase that fits, as far from the group's other choices as the table allows."""
        fitting = [s for s in tables()[table] if s.holds(self.flags, self.known)]
        return pick(self.seed, self.slot, table, tuple(s.text for s in fitting))


def pick(seed: int, slot: int, purpose: str, options: tuple[str, ...]) -> str:
    """The slot's option: no two slots of a group share one while there are enough."""
    return options[_order(seed, purpose, "pick", len(options))[slot % len(options)]]
