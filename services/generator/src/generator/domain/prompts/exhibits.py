"""Signals as a prompt shows them: bounded, stripped, each line with a short id."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from suara.markets import Signal, SignalKind, Stance
from suara.markets.folding import fold
from suara.orders import gives_orders
from suara.plain_text import plain

_LONGEST_SIDE, _LONGEST_TEXT, _LONGEST_SUBJECT, _LONGEST_LANGUAGE = 45, 80, 40, 130
_LETTERS: Mapping[SignalKind, str] = {
    "price": "p", "price_habit": "h", "digital_habit": "d", "worry": "w", "calendar": "c",
    "language": "l",
}  # fmt: skip
_TITLES: Mapping[SignalKind, str] = {
    "price": "price", "price_habit": "habit", "digital_habit": "online", "calendar": "season",
    "language": "writing",
}  # fmt: skip
_TITLED = frozenset(["price", "price_habit", "digital_habit"])
# What is shown is stripped, so that nothing in it can begin a line or a column.
_COLUMN = " | "
_SIGNS: Mapping[Stance, str] = {"praise": "+ ", "criticism": "- ", "neutral": ""}


class Exhibit(NamedTuple):
    """What one line shows: one signal, or of a brand or app its praise and its criticism."""

    signals: tuple[Signal, ...]

    @property
    def kind(self) -> SignalKind:
        return self.signals[0].kind

    @property
    def subject(self) -> str:
        """Stripped, like all that is shown."""
        return _stripped(self.signals[0].subject, _LONGEST_SUBJECT)

    @property
    def is_brand(self) -> bool:
        """Whether it shows a brand or an app."""
        return self.kind in ("brand", "platform")

    def side(self, stance: Stance) -> Signal | None:
        return next((signal for signal in self.signals if signal.stance == stance), None)


@dataclass(frozen=True)
class Shown:
    """Exhibits under the short ids a model cites them by: ph-b-1 a brand or app, p4 a price,
    h1 a habit, d1 a habit online, w1 a worry, l1 language.
    """

    exhibits: Mapping[str, Exhibit]

    @property
    def block(self) -> str:
        """One line per exhibit between the delimiters."""
        lines = (_line(alias, exhibit) for alias, exhibit in self.exhibits.items())
        return "\n".join(["<signals>", *lines, "</signals>"])


def shown(exhibits: Iterable[Exhibit], market: str, most: int, after: int = 0) -> Shown:
    """The exhibits for as long as they fit into `most` characters, numbered from after + 1.

    market: its code.
    """
    numbered: dict[str, Exhibit] = {}
    for exhibit in exhibits:
        letter = f"{market.lower()}-b-" if exhibit.is_brand else _LETTERS[exhibit.kind]
        alias = f"{letter}{after + len(numbered) + 1}"
        most -= len(_line(alias, exhibit)) + 1
        if most < 0:
            break
        numbered[alias] = exhibit
    return Shown(numbered)


def may_be_shown(signal: Signal) -> bool:
    """Whether it says something, and says it about the world."""
    return _speaks_of_the_world(signal.subject, signal.text)


# The same few hundred signals are looked at for each persona, which would take 25 ms each time.
_stripped = lru_cache(maxsize=8_192)(plain)


@lru_cache(maxsize=8_192)
def _speaks_of_the_world(subject: str, text: str) -> bool:
    return bool(plain(text)) and not gives_orders(subject, text)


def _line(alias: str, exhibit: Exhibit) -> str:
    return _COLUMN.join([alias, _TITLES.get(exhibit.kind, exhibit.subject), *_texts(exhibit)])


def _texts(exhibit: Exhibit) -> list[str]:
    if exhibit.is_brand:
        return [_SIGNS[s.stance] + _stripped(s.text, _LONGEST_SIDE) for s in exhibit.signals]
    most = _LONGEST_LANGUAGE if exhibit.kind == "language" else _LONGEST_TEXT
    return [_stripped(_complete(signal), most) for signal in exhibit.signals]


def _complete(signal: Signal) -> str:
    """With its subject, where the line has a title instead and the text does not name it."""
    named = signal.kind not in _TITLED or fold(signal.subject) in fold(signal.text)
    return signal.text if named else f"{signal.subject}: {signal.text}"
