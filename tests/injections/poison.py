"""A market's snapshot in which the public says what an attempt wants said."""

from injections.attempts import Attempt
from suara.markets import Signal, Snapshot, bundled_snapshot, market

_FREE = ("worry", "price_habit", "language", "calendar")
_MOST_BYTES = 6_000_000


def poisoned(attempt: Attempt, version: str) -> Snapshot:
    """All worries, habits and language, and everything about every other brand, app and price.

    Of a very long attempt, as many as a document of MongoDB can hold.
    """
    whole = bundled_snapshot(market(attempt.market))
    subjects = set(list(dict.fromkeys(signal.subject for signal in whole.signals))[::2])
    free = [signal.id for signal in whole.signals if signal.kind in _FREE]
    others = [signal.id for signal in whole.signals if signal.subject in subjects]
    spoilt = set([*free, *others][: _MOST_BYTES // len(attempt.text.encode())])

    def told(signal: Signal) -> Signal:
        if signal.id not in spoilt:
            return signal
        subject = attempt.text if signal.kind in _FREE else signal.subject
        return signal.model_copy(update={"text": attempt.text, "subject": subject})

    signals = tuple(told(signal) for signal in whole.signals)
    # Not a copy, which would keep what the whole one has found before.
    changes = {"signals": signals, "version": version}
    return Snapshot.model_validate(dict(whole) | changes)


def orders(attempt: Attempt, *, yields: bool = False, stage: str = "") -> dict[str, object]:
    """How the model server obeys it: `openai_server.obedience.Orders`."""
    return {
        "text": attempt.text,
        "facts": dict(attempt.facts),
        "brand": attempt.brand,
        "yields": yields,
        "stage": stage,
    }
