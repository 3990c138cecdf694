"""Snapshots as they are once live sources were heard: live signals before the bundled ones."""

from collections.abc import Callable, Iterator

import pytest

from suara.markets import Signal, SignalKind, Snapshot, Stance, bundled_snapshot, market

LONG = "and on and on about it " * 8


def said(code: str, extra: str) -> Iterator[tuple[SignalKind, str, Stance, str]]:
    data = market(code)
    apps = sorted(data.digital.platforms, key=lambda app: -app.users_share)[:4]
    loved = [brand for brand in data.brands if brand.price_tier == "mass"][:8]
    for name in [*(app.name for app in apps), *(brand.name for brand in loved)]:
        kind: SignalKind = "platform" if name in [app.name for app in apps] else "brand"
        yield kind, name, "praise", f"heard praise of {name}{extra}"
        yield kind, name, "criticism", f"heard blame of {name}{extra}"
    yield "price", "Rice", "criticism", f"dearer each week{extra}"
    yield "price_habit", "Delivery cost decides", "neutral", f"the delivery cost decides{extra}"
    yield "digital_habit", "QR payments", "neutral", f"QR payments replace cash at stalls{extra}"
    yield "digital_habit", "Pay-later", "neutral", f"pay-later covers the last days{extra}"
    yield "worry", data.attitudes[-1].topic, "criticism", f"it gets worse{extra}"
    yield "worry", "Outages on paydays", "criticism", f"nobody can pay on paydays{extra}"
    yield "language", "how people write", "neutral", f"most mix languages, often heard: po{extra}"
    for word in ("sana all", "petmalu", "lodi"):
        yield "language", word, "neutral", word


def live(code: str, extra: str = "") -> Snapshot:
    """The bundled snapshot after live signals, which end in `extra`."""
    whole = bundled_snapshot(market(code))
    heard = [
        Signal(
            id=f"{code.lower()}-live-{number}",
            kind=kind,
            subject=subject,
            stance=stance,
            text=text,
            source="appstore+reddit",
            weight=1 / (1 + number),
            trend="new",
            verbatims=(f"reddit:{number}",),
        )
        for number, (kind, subject, stance, text) in enumerate(said(code, extra))
    ]
    version = f"{code}-live-1"
    changed = {"version": version, "source": "live", "signals": (*heard, *whole.signals)}
    return Snapshot.model_validate(whole.model_dump() | changed)


@pytest.fixture(scope="session")
def live_snapshot() -> Callable[..., Snapshot]:
    return live


@pytest.fixture(scope="session")
def long_winded() -> str:
    """What makes every live signal too long to be shown whole."""
    return f" {LONG}"
