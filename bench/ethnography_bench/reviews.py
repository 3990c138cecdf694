"""As many invented reviews as wanted: three markets, four languages, noise and personal data."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from ethnography.domain.verbatims import Post, SourceName

#: The moment that the invented reviews were read.
NOW = datetime(2026, 11, 18, 6, tzinfo=UTC)
MARKETS = ("PH", "ID", "VN")
_SOURCES: tuple[SourceName, ...] = ("appstore", "googleplay", "reddit", "shopee")
_PRIVATE, _JUNK, _STARRED, _COPIED = 0.25, 0.06, 0.8, 0.04
_MONEY = {
    "PH": lambda draw: f"₱{draw.randrange(1, 90) * 50:,}",
    "ID": lambda draw: f"Rp{draw.randrange(2, 900)}.000",
    "VN": lambda draw: f"{draw.randrange(2, 900)}.000đ",
}


def reviews(count: int, seed: int = 1) -> Iterator[Post]:
    """The same for the same seed. Markets take turns."""
    draw = Random(seed)  # noqa: S311 - no secret
    before = dict.fromkeys(MARKETS, "")
    for i in range(count):
        market = MARKETS[i % len(MARKETS)]
        copied = before[market] and draw.random() < _COPIED
        text = before[market] if copied else _text(market, draw)
        before[market] = text
        yield Post(
            id=f"{(source := draw.choice(_SOURCES))}:{i}",
            source=source,
            market=market,
            text=text,
            observed_at=NOW - timedelta(days=draw.random() * 30),
            about=draw.choice(_parts()[market]["brands"]) if draw.random() < _STARRED else None,
            stars=draw.randint(1, 5) if source != "reddit" else None,
            engagement=int(draw.paretovariate(0.8)) - 1,
        )


def _text(market: str, draw: Random) -> str:
    parts = _parts()[market]
    if draw.random() < _JUNK:
        return _filled(draw.choice(_parts()["junk"]), market, parts, draw)
    sentences = [
        f"{draw.choice(parts['opening'])}, {draw.choice(parts['middle'])} "
        f"{draw.choice(parts['detail'])}."
    ]
    if draw.random() < 0.5:
        sentences.append(f"{draw.choice(parts['middle'])}, {draw.choice(parts['detail'])}.")
    sentences.append(draw.choice(parts["closing"]))
    if draw.random() < _PRIVATE:
        sentences.append(draw.choice(parts["private"]))
    text = _filled(draw.choice((" ", "\n")).join(sentences), market, parts, draw)
    return text if draw.random() < 0.9 else f"<p>{text.replace(chr(10), '<br>')}</p>"


def _filled(text: str, market: str, parts: Any, draw: Random) -> str:
    for slot, value in (
        ("{brand}", lambda: draw.choice(parts["brands"])),
        ("{money}", lambda: _MONEY[market](draw)),
        ("{n}", lambda: str(draw.randrange(2, 10))),
        ("{d3}", lambda: f"{draw.randrange(1000):03}"),
        ("{d4}", lambda: f"{draw.randrange(10000):04}"),
    ):
        while slot in text:
            text = text.replace(slot, value(), 1)
    return text


@cache
def _parts() -> Any:
    return yaml.safe_load((Path(__file__).parent / "templates.yaml").read_text())
