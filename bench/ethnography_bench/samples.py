"""A readable snapshot per market, made from the sample responses."""

from collections import Counter
from collections.abc import Iterator

from ethnography.domain.cleaning import Cleaner, Dropped
from ethnography.domain.extraction import Accumulator
from ethnography.domain.snapshots import live_snapshot
from ethnography.domain.verbatims import Post, Verbatim
from ethnography_bench.fixtures import fixture_posts
from ethnography_bench.reviews import MARKETS, NOW
from suara.markets import Signal, Snapshot, SourceHealth, market

_KINDS = {
    "platform": "Apps",
    "brand": "Brands",
    "digital_habit": "Paying and being online",
    "price_habit": "Prices",
    "worry": "Worries",
    "calendar": "Dates",
    "language": "How people write",
}
_SIGNS = {"praise": "+", "criticism": "-", "neutral": ""}


def samples() -> str:
    """A Markdown document."""
    lines = [
        "# Sample snapshots",
        "",
        "One per market, by the built-in extractor, from the sample responses in",
        "`tests/fixtures/sources` and, for Vietnam, of which there are none, the invented",
        "reviews in `bench/ethnography_bench/vietnam.yaml`. All texts are invented. Weights are",
        "within a kind; with so few texts they say little. Made by",
        "`PYTHONPATH=bench python -m ethnography_bench --samples docs/sample-snapshot.md`.",
    ]
    posts = fixture_posts()
    for code in MARKETS:
        lines += ["", *_market(code, [post for post in posts if post.market == code])]
    return "\n".join(lines) + "\n"


def _market(code: str, posts: list[Post]) -> Iterator[str]:
    cleaner, heard = Cleaner(market(code)), Accumulator(market(code), NOW)
    cleaned = [cleaner.clean(post) for post in posts]
    kept = [one for one in cleaned if isinstance(one, Verbatim)]
    dropped = Counter(one.reason for one in cleaned if isinstance(one, Dropped))
    for verbatim in kept:
        heard.add(verbatim)
    counts = Counter(verbatim.source for verbatim in kept)
    health = [SourceHealth(name=name, state="ok", last_ok_at=NOW, verbatims=number)
              for name, number in counts.items()]  # fmt: skip
    snapshot = live_snapshot(market(code), heard.findings(), None, health, NOW)
    live = [signal for signal in snapshot.signals if signal.weight is not None]
    yield f"## {market(code).country}"
    yield ""
    yield (
        f"`{snapshot.version}`: {len(posts)} texts, {len(kept)} kept"
        + (
            f" ({', '.join(f'{n} {reason}' for reason, n in sorted(dropped.items()))} dropped)"
            if dropped
            else ""
        )
        + f"; {len(live)} live signals, {len(snapshot.signals) - len(live)} bundled after them."
    )
    yield from _tables(snapshot)
    yield ""
    yield "What two of them rest on:"
    yield ""
    by_id = {verbatim.id: verbatim for verbatim in kept}
    for signal in [s for s in live if s.kind in ("platform", "worry")][:2]:
        yield f"- `{signal.id}`"
        for cited in signal.verbatims[:3]:
            yield f"  - {by_id[cited].source}: {' / '.join(by_id[cited].text.splitlines())}"


def _tables(snapshot: Snapshot) -> Iterator[str]:
    for kind, title in _KINDS.items():
        live = [s for s in snapshot.signals if s.kind == kind and s.weight is not None]
        if live:
            yield ""
            yield f"### {title}"
            yield ""
            yield "| | what | weight | texts | from |"
            yield "|---|---|---|---|---|"
            yield from map(_row, live)


def _row(signal: Signal) -> str:
    said = signal.text if signal.subject == signal.text else f"{signal.subject}: {signal.text}"
    said = f"{_SIGNS[signal.stance]} {said}".strip()
    return (
        f"| `{signal.id}` | {said} | {signal.weight} | {len(signal.verbatims)} | {signal.source} |"
    )
