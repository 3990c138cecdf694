"""Markets, signals and imports as people like to read them.

Texts of signals come from the public: control characters in them must not reach a terminal.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from rich.table import Table
from rich.text import Text

from suara_local.api import Document

KINDS = {
    "brand": "Brands",
    "platform": "Apps and platforms",
    "price": "Prices",
    "price_habit": "Price habits",
    "digital_habit": "Paying and digital habits",
    "worry": "Current concerns",
    "calendar": "Seasons and moments",
    "language": "How people put it",
}
STANCES = {"praise": ("+", "green"), "criticism": ("–", "red"), "neutral": ("", "")}
TRENDS = {"new": "new", "rising": "↑", "steady": "→", "falling": "↓"}
STATES = {"ok": "green", "throttled": "yellow", "failing": "red"}
NOT_CONFIGURED = "not_configured"
_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60


def markets(rows: Sequence[Document], now: datetime | None = None) -> Table:
    table = _table("market", "country", "signals", "from", "refreshed", "version")
    for row in rows:
        snapshot = row["snapshot"]
        _add(
            table,
            row["code"],
            row["country"],
            snapshot["signals"],
            snapshot["source"],
            age(snapshot["refreshed_at"], now),
            snapshot["version"],
        )
    return table


def sources(rows: Sequence[Document], now: datetime | None = None) -> Table | None:
    """How each source that was read for a market did; None where none was."""
    table = _table("market", "source", "state", "texts", "last worked", "why")
    for row in rows:
        for source in _read(row):
            _add(
                table,
                row["code"],
                source["name"],
                Text(plain(source["state"]), STATES.get(source["state"], "")),
                source["verbatims"],
                age(source["last_ok_at"], now),
                source["reason"] or "",
            )
    return table if table.row_count else None


def off(rows: Sequence[Document]) -> str:
    """Names of the sources that are not configured for any of the markets."""
    read = {source["name"] for row in rows for source in _read(row)}
    every = {source["name"] for row in rows for source in row["snapshot"]["sources"]}
    return plain(", ".join(sorted(every - read)))


def _read(row: Document) -> Sequence[Document]:
    return [s for s in row["snapshot"]["sources"] if s["state"] != NOT_CONFIGURED]


def signals(snapshot: Document, most: int | None) -> Iterator[tuple[str, Table, int]]:
    """Per kind its title, the first `most` signals, and how many more there are."""
    for kind, title in KINDS.items():
        found = [signal for signal in snapshot["signals"] if signal["kind"] == kind]
        if found:
            shown = found[:most]
            yield title, _signals(shown), len(found) - len(shown)


def _signals(rows: Sequence[Document]) -> Table:
    table = _table("about", "", "what people say", "weight", "trend", "from")
    for row in rows:
        sign, style = STANCES.get(row["stance"], ("", ""))
        weight = row["weight"]
        _add(
            table,
            "" if row["text"].startswith(row["subject"]) else row["subject"],
            Text(sign, style),
            row["text"],
            "" if weight is None else f"{weight:.2f}",
            TRENDS.get(row["trend"] or "", ""),
            row["source"],
        )
    return table


def age(moment: str | None, now: datetime | None = None) -> str:
    """ "3 h ago" of a time as JSON has it; "never" for none."""
    if moment is None:
        return "never"
    seconds = ((now or datetime.now(UTC)) - datetime.fromisoformat(moment)).total_seconds()
    if seconds < _MINUTE:
        return "just now"
    for size, unit in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min")):
        if seconds >= size:
            return f"{seconds // size:.0f} {unit} ago"
    raise AssertionError("unreachable: a minute or more was found above")


def plain(text: Any) -> str:
    """Printable characters only: no escape sequences, no text that runs the other way."""
    return "".join(letter if letter.isprintable() else " " for letter in str(text))


def _table(*columns: str) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _add(table: Table, *cells: Any) -> None:
    """A row in which brackets are brackets: Rich would read a plain string as markup."""
    table.add_row(*(cell if isinstance(cell, Text) else Text(plain(cell)) for cell in cells))
