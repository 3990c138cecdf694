"""Dead letters as people and machines like to read them.

Anything may be in a message: nothing of it reaches a terminal but printable characters.
"""

import base64
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from suara_local.api import Document
from suara_local.signals.tables import age

if TYPE_CHECKING:  # Kafka's client is slow to load
    from suara.kafka.dead_letters import DeadLetter

_SHOWN_CHARACTERS = 4_000
_SHOWN_BYTES = 512
_ROW_BYTES = 16


def table(letters: Sequence["DeadLetter"]) -> Table:
    columns = ("id", "set aside", "event", "group", "attempts", "replays", "reason")
    made = Table(*columns, box=None, header_style="bold", pad_edge=False)
    for column in made.columns:
        column.overflow = "fold"
    made.columns[0].no_wrap = True
    for letter in letters:
        what = letter.reason or "?"
        if letter.settled:
            what = f"({letter.settled.value}) {what}"
        row = (letter.id, _age(letter), letter.event_type or "?", letter.group or "?")
        cells = (*row, letter.attempts or "?", letter.replays, what)
        made.add_row(*(Text(escaped(str(cell))) for cell in cells))
    return made


def lines(letter: "DeadLetter", *, full: bool) -> Iterator[str]:
    """All about one letter. full: the value to its end."""
    for title, fact in _facts(letter):
        yield f"{title:<10} {escaped(str(fact))}"
    yield "headers"
    for name, value in letter.headers:
        yield f"  {escaped(name)}: {'(none)' if value is None else escaped(text(value))}"
    yield "value"
    yield from (f"  {line}" for line in _value(letter, full=full))


def document(letter: "DeadLetter", *, value: bool) -> Document:
    """For machines. value: with the value, as text if it is UTF-8 and in any case as base64."""
    fields = ("exception", "origin", "origin_partition", "origin_offset", "group", "handler")
    counts = ("attempts", "replays", "omitted_bytes", "settled")
    found: Document = {
        "id": letter.id,
        "topic": letter.topic,
        "time": letter.time and letter.time.isoformat(),
        "event_id": letter.event_id,
        "event_type": letter.event_type,
        "key": None if letter.key is None else text(letter.key),
        "reason": letter.reason,
    }
    found |= {name: getattr(letter, name) for name in (*fields, *counts)}
    if value:
        found["headers"] = [[n, None if v is None else text(v)] for n, v in letter.headers]
        found |= _exactly(letter.value)
    return found


def text(raw: bytes) -> str:
    return raw.decode("utf-8", "backslashreplace")


def escaped(line: str) -> str:
    r"""Printable characters as they are; all others, escape sequences among them, as \u001b."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line)


def _age(letter: "DeadLetter") -> str:
    return age(letter.time.isoformat()) if letter.time else "?"


def _facts(letter: "DeadLetter") -> list[tuple[str, Any]]:
    origin = (letter.origin or "?", letter.origin_partition, letter.origin_offset)
    handler = f", {letter.handler}" if letter.handler else ""
    facts = [
        ("id", letter.id),
        ("reason", letter.reason or "?"),
        ("exception", letter.exception or "?"),
        ("set aside", f"{letter.time:%Y-%m-%d %H:%M:%S} UTC" if letter.time else "?"),
        ("from", "{}, partition {}, offset {}".format(*("?" if o is None else o for o in origin))),
        ("group", (letter.group or "?") + handler),
        ("attempts", f"{letter.attempts or '?'} in all, replayed {letter.replays} times"),
        ("event", f"{letter.event_type or '?'}  {letter.event_id or '?'}"),
        ("key", "(none)" if letter.key is None else text(letter.key)),
    ]
    return facts + ([("settled", letter.settled.value)] if letter.settled else [])


def _value(letter: "DeadLetter", *, full: bool) -> Iterator[str]:
    if letter.omitted_bytes is not None:
        yield f"({letter.omitted_bytes:,} bytes were too large to keep)"
    elif not letter.value:
        yield "(empty)" if letter.value == b"" else "(none)"
    elif (pretty := _pretty(letter.value)) is not None:
        shown = pretty if full else pretty[:_SHOWN_CHARACTERS]
        yield from map(escaped, shown.split("\n"))
        if len(shown) < len(pretty):
            yield f"... and {len(pretty) - len(shown):,} more characters (--full)"
    else:
        shown_bytes = letter.value if full else letter.value[:_SHOWN_BYTES]
        yield from _hex(shown_bytes)
        if len(shown_bytes) < len(letter.value):
            yield f"... and {len(letter.value) - len(shown_bytes):,} more bytes (--full)"


def _pretty(value: bytes) -> str | None:
    try:
        return json.dumps(json.loads(value), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return None


def _hex(value: bytes) -> Iterator[str]:
    for begin in range(0, len(value), _ROW_BYTES):
        row = value[begin : begin + _ROW_BYTES]
        printable = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in row)
        yield f"{begin:08x}  {row.hex(' '):<{_ROW_BYTES * 3}} {printable}"


def _exactly(value: bytes | None) -> Document:
    if value is None:
        return {"value": None, "value_base64": None}
    try:
        as_text = value.decode()
    except UnicodeDecodeError:
        as_text = None
    return {"value": as_text, "value_base64": base64.b64encode(value).decode()}
