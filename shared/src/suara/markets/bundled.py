"""The snapshot that the bundled market data alone supports."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from suara.markets.figures import ESTIMATE
from suara.markets.folding import fold
from suara.markets.models import Market
from suara.markets.snapshot import Signal, SignalKind, Snapshot, Stance

#: The `source` of a snapshot that no live source contributed to.
BUNDLED = "bundled"


class _Said(NamedTuple):
    kind: SignalKind
    subject: str
    stance: Stance
    text: str
    source: str


def bundled_snapshot(market: Market) -> Snapshot:
    """The snapshot that the market data alone supports; the same for the same data.

    `created_at` is the start of the year the data describes (UTC).
    """
    signals = tuple(_signals(market, _said(market)))
    content = "\n".join(f"{s.id}\t{s.text}\t{s.source}" for s in signals)
    digest = hashlib.sha256(content.encode()).hexdigest()[:8]
    return Snapshot(
        market=market.market,
        version=f"{market.market}-{BUNDLED}-{market.as_of}-{digest}",
        source=BUNDLED,
        created_at=datetime(market.as_of, 1, 1, tzinfo=UTC),
        signals=signals,
    )


def _said(market: Market) -> Iterator[_Said]:
    for brand in market.brands:
        yield from (
            _Said("brand", brand.name, "praise", t, brand.source) for t in brand.praised_for
        )
        yield from (
            _Said("brand", brand.name, "criticism", t, brand.source) for t in brand.criticised_for
        )
    for app in market.digital.platforms:
        yield from (_Said("platform", app.name, "praise", t, app.source) for t in app.praised_for)
        yield from (
            _Said("platform", app.name, "criticism", t, app.source) for t in app.criticised_for
        )
    for price in market.prices:
        text = f"{price.item}: {market.currency.symbol}{price.price:,.10g}"
        yield _Said("price", price.item, "neutral", text, price.source)
    for habit in market.price_habits:
        yield _Said("price_habit", habit.text, "neutral", habit.text, habit.source)
    for worry in market.attitudes:
        text = f"{worry.stance} ({worry.who})"
        yield _Said("worry", worry.topic, "criticism", text, worry.source)
    for date in market.calendar:
        text = f"{date.event} ({date.when}): {date.effect}"
        yield _Said("calendar", date.event, "neutral", text, ESTIMATE)
    yield _Said("language", "code-switching", "neutral", market.code_switching, ESTIMATE)


def _signals(market: Market, said: Iterable[_Said]) -> Iterator[Signal]:
    counts: Counter[str] = Counter()
    for kind, subject, stance, text, source in said:
        stem = f"{market.market.lower()}-{kind.replace('_', '-')}-{_slug(subject)}-{stance}"
        counts[stem] += 1
        cited = market.sources.get(source)
        yield Signal(
            id=f"{stem}-{counts[stem]}",
            kind=kind,
            subject=subject,
            stance=stance,
            text=text,
            source=source,
            source_title=cited.title if cited else None,
            source_url=cited.url if cited else None,
        )


def _slug(subject: str) -> str:
    """At most six words, so that ids of whole sentences stay readable."""
    words = [word for word in fold(subject).split() if word.isascii()] or ["other"]
    return "-".join(words[:6])
