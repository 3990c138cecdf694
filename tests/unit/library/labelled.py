"""The labelled pairs as casts and library personas."""

import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from library.domain.index import Entry
from suara.library import packed
from suara.personas import Cast, Definition, Dispositions
from suara.testing.samples import COMPANY, a_cast, an_id

PAIRS = Path(__file__).with_name("labelled_pairs.yaml")
HOMES = {
    "PH": "Manila, Philippines",
    "ID": "Jakarta, Indonesia",
    "VN": "Ho Chi Minh City, Vietnam",
    "US": "New York, United States",
}
_NAMES = tuple(Dispositions.model_fields)
# How far apart in each disposition, and in how many of them.
_APART = {"alike": (0.1, 13), "near": (0.2, 13), "mostly": (0.5, 2), "half": (None, 7),
          "opposite": (None, 13)}  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """held_out: chosen by a checksum of the text, before anything was tuned."""

    same: bool
    held_out: bool
    cast: Cast
    definition: Definition
    entry: Entry


def labelled_pairs() -> list[Pair]:
    markets = yaml.safe_load(PAIRS.read_text(encoding="utf-8"))
    return [
        _pair(market, label, *pair)
        for market, labels in markets.items()
        for label, pairs in labels.items()
        for pair in pairs
    ]


def _pair(
    market: str, label: str, asked: str, lives: str, but: dict[str, Any] | None = None
) -> Pair:
    but = but or {}
    number = zlib.crc32(f"{market}|{asked}|{lives}".encode())
    place, _, home = but.get("place", HOMES[market]).partition(" / ")
    home = home or HOMES[market]
    one, other = _leanings(random.Random(number), but.get("leanings", "alike"))
    cast = a_cast(
        market=market, occupation=asked, age=35, dispositions=one,
        location=f"{place}, {home.split(', ')[1]}" if place not in home else home,
    )  # fmt: skip
    entry = Entry(
        an_id(f"{market}|{asked}|{lives}|{but}"), COMPANY, True, market, cast.gender,
        cast.income_level, home, 35 + but.get("age", 0), lives, packed(other),
    )  # fmt: skip
    return Pair(label == "same", number % 3 == 0, cast, Definition(location=place), entry)


def _leanings(dice: random.Random, kind: str) -> tuple[Dispositions, Dispositions]:
    """Two people. Opposite leanings are those of people who have clear ones."""
    by, many = _APART[kind]
    one, other = {}, {}
    for name in dice.sample(_NAMES, len(_NAMES)):
        level = dice.choice([0.1, 0.2, 0.25, 0.75, 0.8, 0.9])
        differs = len(one) < many
        there = level + (by or 0) if level < 0.5 else level - (by or 0)
        one[name] = level
        other[name] = (1 - level if by is None else there) if differs else level
    return Dispositions(**one), Dispositions(**other)


def figures(pairs: list[tuple[Pair, bool]]) -> tuple[float, float]:
    """Precision and recall of strong matches. pairs: with whether it was matched."""
    right = sum(pair.same and matched for pair, matched in pairs)
    return right / sum(m for _, m in pairs), right / sum(pair.same for pair, _ in pairs)


def halves() -> Iterator[tuple[str, list[Pair]]]:
    pairs = labelled_pairs()
    yield "tuned on", [pair for pair in pairs if not pair.held_out]
    yield "held out", [pair for pair in pairs if pair.held_out]
