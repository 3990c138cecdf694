"""A snapshot of what is said now, with the market data for what nobody spoke of."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from ethnography.domain.extraction.topics import Topics
from ethnography.domain.findings import Finding
from ethnography.domain.snapshots.trends import Trends
from suara.markets import (
    Market,
    Signal,
    SignalKind,
    Snapshot,
    SourceHealth,
    bundled_snapshot,
)
from suara.markets.folding import fold

LIVE = "live"
_TITLES: Mapping[str, str] = {
    "appstore": "App Store reviews",
    "googleplay": "Google Play reviews",
    "import": "imported reviews",
    "reddit": "Reddit posts",
    "shopee": "Shopee comments",
}
# Of one subject and stance; the data of a market has two or three.
_MOST_REASONS = 5
_NAMED: tuple[SignalKind, ...] = ("brand", "platform")


def live_snapshot(
    market: Market,
    findings: Sequence[Finding],
    previous: Snapshot | None,
    sources: Sequence[SourceHealth],
    now: datetime,
) -> Snapshot:
    """What was found, the loudest first within each kind; then bundled signals on what was not.

    The version is the same for the same findings and source states on the same day (UTC). Without
    findings it is the previous snapshot, or else the bundled one, with the sources' health of now.
    previous: the market's latest before this one, for trends.
    """
    health = tuple(sorted(sources, key=lambda source: source.name))
    bundled = bundled_snapshot(market)
    if not findings:
        return (previous or bundled).model_copy(update={"sources": health})
    heard = tuple(_signals(market, findings, Trends(previous), now))
    signals = (*heard, *_unspoken(market, heard, bundled.signals))
    return Snapshot(
        market=market.market,
        version=f"{market.market}-{LIVE}-{now:%Y-%m-%d}-{_digest(signals, health)}",
        source=LIVE,
        created_at=now,
        signals=signals,
        sources=health,
    )


def _signals(
    market: Market, findings: Sequence[Finding], trends: Trends, now: datetime
) -> Iterator[Signal]:
    loudest: defaultdict[SignalKind, float] = defaultdict(float)
    for finding in findings:
        loudest[finding.kind] = max(loudest[finding.kind], finding.weight)
    counts: Counter[str] = Counter()
    for finding in sorted(findings, key=_order):
        stem = _stem(market, finding)
        counts[stem] += 1
        if counts[stem] > _MOST_REASONS:
            continue
        weight = round(finding.weight / (loudest[finding.kind] or 1.0), 2)
        yield Signal(
            id=f"{stem}-{LIVE}-{counts[stem]}",
            kind=finding.kind,
            subject=finding.subject,
            stance=finding.stance,
            text=finding.text,
            source="+".join(finding.sources),
            source_title=_title(finding, now),
            weight=weight,
            trend=trends.of(finding, weight),
            verbatims=finding.verbatims,
        )


def _order(finding: Finding) -> tuple[str, float, str, str, str]:
    return finding.kind, -finding.weight, finding.subject, finding.stance, finding.text


def _stem(market: Market, finding: Finding) -> str:
    words = [word for word in fold(finding.subject).split() if word.isascii()] or ["other"]
    kind = finding.kind.replace("_", "-")
    return f"{market.market.lower()}-{kind}-{'-'.join(words[:6])}-{finding.stance}"


def _title(finding: Finding, now: datetime) -> str:
    """ "App Store reviews and Reddit posts, November 2026"."""
    titles = [_TITLES.get(source, source) for source in finding.sources]
    *most, last = titles or ["live sources"]
    listed = f"{', '.join(most)} and {last}" if most else last
    return f"{listed[:1].upper()}{listed[1:]}, {now:%B %Y}"


def _unspoken(
    market: Market, heard: Iterable[Signal], bundled: Iterable[Signal]
) -> Iterator[Signal]:
    """Bundled signals that no live one covers or contradicts: what is said of a brand now replaces
    what the data says of the same brand and topic, whichever way; what is worried about, a habit or
    a date replaces that of the same name.
    """
    topics = Topics(market)
    covered: set[tuple[str, str]] = set()
    for signal in heard:
        if signal.kind in _NAMED:
            covered |= {(fold(signal.subject), topic) for topic in topics.described(signal.text)}
        else:
            covered.add((signal.kind, fold(signal.subject)))
    for signal in bundled:
        if signal.kind in _NAMED:
            keys = {(fold(signal.subject), topic) for topic in topics.described(signal.text)}
        else:
            keys = {(signal.kind, fold(signal.subject))}
        if not keys & covered:
            yield signal


def _digest(signals: Iterable[Signal], health: Iterable[SourceHealth]) -> str:
    """Of what a reader of the snapshot would see, without trends: they speak of another one."""
    content = [
        [s.id, s.text, s.source, s.weight, sorted(s.verbatims)] for s in signals
    ] + [[h.name, h.state, h.verbatims] for h in health]  # fmt: skip
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:8]
