"""Signals, markets and imports as a person reads them."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from rich.console import Console

from suara_local.signals import tables

NOW = datetime(2026, 5, 11, 12, tzinfo=UTC)
SIGNAL: dict[str, Any] = {
    "id": "x",
    "kind": "brand",
    "subject": "GCash",
    "stance": "criticism",
    "text": "transfer fees",
    "weight": 0.8,
    "trend": "rising",
    "source": "appstore+reddit",
}
REDDIT: dict[str, Any] = {
    "name": "reddit",
    "state": "failing",
    "reason": "401 at the token endpoint",
    "last_ok_at": "2026-05-10T12:00:00Z",
    "verbatims": 1204,
}
SNAPSHOT: dict[str, Any] = {
    "version": "PH-live-1",
    "source": "live",
    "signals": 312,
    "refreshed_at": "2026-05-11T09:00:00Z",
    "sources": [REDDIT],
}
PH = {"code": "PH", "country": "Philippines", "snapshot": SNAPSHOT}


def printed(*shown: object) -> str:
    console = Console(file=io.StringIO(), width=120, highlight=False, force_terminal=True)
    for one in shown:
        console.print(one)
    return console.file.getvalue()


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (None, "never"),
        ("2026-05-11T12:00:00Z", "just now"),
        ("2026-05-11T12:00:05Z", "just now"),  # another machine's clock
        ("2026-05-11T11:58:30Z", "1 min ago"),
        ("2026-05-11T07:00:00Z", "5 h ago"),
        ("2026-05-09T11:00:00+00:00", "2 d ago"),
    ],
)
def test_an_age_is_told_in_its_largest_unit(moment: str | None, told: str) -> None:
    assert tables.age(moment, NOW) == told


def test_a_market_shows_its_snapshot_and_how_its_sources_did() -> None:
    sources = tables.sources([PH], NOW)
    text = printed(tables.markets([PH], NOW), sources)
    for words in ("PH-live-1", "312", "3 h ago", "failing", "1 d ago", "401 at the token"):
        assert words in text


def test_without_a_live_source_there_is_no_table_of_sources() -> None:
    assert tables.sources([{**PH, "snapshot": {**SNAPSHOT, "sources": []}}]) is None


def test_sources_that_are_off_are_named_in_one_line() -> None:
    shopee = {**REDDIT, "name": "shopee", "state": "not_configured"}
    both = {**PH, "snapshot": {**SNAPSHOT, "sources": [REDDIT, shopee]}}
    assert "shopee" not in printed(tables.sources([both], NOW))
    assert tables.off([both]) == "shopee"
    assert tables.off([both, {**both, "snapshot": {**SNAPSHOT, "sources": []}}]) == "shopee"


def test_a_subject_that_the_text_repeats_is_told_once() -> None:
    rice = {**SIGNAL, "subject": "1 kg rice", "text": "1 kg rice: ₱45"}
    [(_, table, _)] = tables.signals({"signals": [rice]}, None)
    assert printed(table).count("1 kg rice") == 1


def test_signals_are_shown_by_kind_as_many_as_wanted() -> None:
    many = {"signals": [SIGNAL, {**SIGNAL, "subject": "Maya"}, {**SIGNAL, "kind": "worry"}]}
    rows = list(tables.signals(many, 1))
    assert [(title, more) for title, _, more in rows] == [("Brands", 1), ("Current concerns", 0)]
    text = printed(rows[0][1])
    for words in ("GCash", "transfer fees", "0.80", "↑", "appstore+reddit"):
        assert words in text
    assert "Maya" not in text


def test_a_bundled_signal_has_neither_weight_nor_trend() -> None:
    [(_, table, _)] = tables.signals(
        {"signals": [{**SIGNAL, "weight": None, "trend": None, "source": "estimate"}]}, None
    )
    assert "None" not in printed(table)


@pytest.mark.parametrize(
    "text", ["\x1b]0;owned\x07fees", "\x1b[31mfees", "\u202efees", "[red]fees[/red]", "fees\r\nx"]
)
def test_a_scraped_text_cannot_speak_to_the_terminal(text: str) -> None:
    [(_, table, _)] = tables.signals({"signals": [{**SIGNAL, "text": text, "subject": text}]}, None)
    shown = printed(table)
    assert "fees" in shown
    for forbidden in ("\x1b]", "\x1b[31mfees", "\x07", "\u202e", "\r"):
        assert forbidden not in shown
    if "red" in text:
        assert "[red]fees" in shown
