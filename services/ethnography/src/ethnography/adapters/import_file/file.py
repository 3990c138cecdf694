"""A file of reviews: CSV with a header, JSON lines, or one JSON document."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from ethnography.adapters.import_file.rows import COLUMNS, Rejected, fields, post_or_reason
from ethnography.domain.verbatims import Post

MOST_OF_A_LINE = 100_000  # characters
MOST_OF_A_DOCUMENT = 50_000_000  # bytes: a document is read whole
_DELIMITERS = ",;\t"


class ImportRefused(Exception):  # noqa: N818 - it says what happened
    """The file as a whole cannot be read. The text says why, for whoever gave it."""


def read_import(path: Path, market: str) -> Iterator[Post | Rejected]:
    """Each row as a post, or why it is none. CSV and JSON lines are read as they are asked for.

    market: ISO 3166 code of the market the reviews are from.

    Raises:
        ImportRefused: the file is missing, of another kind, or has no column for the text.
    """
    try:
        with path.open("rb") as file:
            beginning = file.read(4_096)
        if b"\0" in beginning or beginning.startswith((b"PK", b"%PDF", b"\x1f\x8b")):
            raise ImportRefused("is no text file: save it as CSV (UTF-8) or JSON lines")
        kind = _kind(beginning.removeprefix(b"\xef\xbb\xbf").lstrip())
        if kind == "document" and path.stat().st_size > MOST_OF_A_DOCUMENT:
            raise ImportRefused("is too large for one JSON document: make it JSON lines")
        # What is not UTF-8 becomes surrogates, for which a row, not the file, is rejected.
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
            if kind == "document":
                yield from from_document(text.read(), market)
            elif kind == "lines":
                yield from from_json_lines(_lines(text), market)
            else:
                yield from from_csv(_lines(text), market)
    except OSError as error:
        raise ImportRefused(f"cannot be read: {error.strerror}") from None


def from_csv(lines: Iterable[str], market: str) -> Iterator[Post | Rejected]:
    """Pure. The first line names the columns; they are set apart by commas, semicolons or tabs.

    Raises:
        ImportRefused: no column for the text or the date.
    """
    source = iter(lines)
    first = next(source, "")
    delimiter = max(_DELIMITERS, key=first.count)
    rows = csv.reader(chain([first], source), delimiter=delimiter)
    header = _header(next(rows, []))
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield Rejected(line, "it is no row of CSV")
            continue
        if not any(row):
            continue
        if sum(map(len, row)) >= MOST_OF_A_LINE:
            yield Rejected(line, f"it is longer than {MOST_OF_A_LINE} characters")
        elif len(row) > len(header):
            yield Rejected(line, "it has more columns than the header")
        else:
            yield _read(dict(zip(header, row, strict=False)), line, market)


def from_json_lines(lines: Iterable[str], market: str) -> Iterator[Post | Rejected]:
    """Pure. One object a line."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if len(line) >= MOST_OF_A_LINE:
            yield Rejected(number, f"it is longer than {MOST_OF_A_LINE} characters")
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            yield Rejected(number, "it is no JSON")
            continue
        yield _read(row, number, market)


def from_document(text: str, market: str) -> Iterator[Post | Rejected]:
    """Pure. A list of objects, or what Shopee's own pages load: {"data": {"ratings": [...]}}.

    Raises:
        ImportRefused: it is neither.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise ImportRefused("is neither JSON nor JSON lines") from None
    rows = document
    if isinstance(document, dict):
        data = document.get("data")
        if not isinstance(data, dict) or "ratings" not in data:
            raise ImportRefused("is JSON, but no list of reviews")
        rows = data["ratings"] or []
    if not isinstance(rows, list):
        raise ImportRefused("is JSON, but no list of reviews")
    for number, row in enumerate(rows, start=1):
        yield _read(row, number, market)


def _kind(beginning: bytes) -> str:
    """`csv`, `lines` or `document`. A line that is an object by itself makes it JSON lines."""
    if not beginning.startswith((b"{", b"[")):
        return "csv"
    first = beginning.splitlines()[0]
    if first.startswith(b"["):
        return "document"
    try:
        value = json.loads(first)
    except ValueError:
        cut_off = len(first) > 4_000  # a long first line of JSON lines
        return "lines" if cut_off else "document"
    return "document" if isinstance(value.get("data"), dict) else "lines"


def _header(names: list[str]) -> list[str]:
    known = fields(dict.fromkeys(names, "x"))
    for column in ("text", "date"):
        if column not in known:
            raise ImportRefused(f"has no column for the {column}: {', '.join(COLUMNS[column])}")
    return names


def _read(row: Any, line: int, market: str) -> Post | Rejected:
    if not isinstance(row, Mapping):
        return Rejected(line, "it is no object")
    found = post_or_reason(row, market)
    return Rejected(line, found) if isinstance(found, str) else found


def _lines(text: TextIO) -> Iterator[str]:
    """Lines cut at the limit, so that a file without line ends does not fill the memory."""
    while line := text.readline(MOST_OF_A_LINE):
        rest = line
        while len(rest) == MOST_OF_A_LINE and not rest.endswith(("\r", "\n")):
            rest = text.readline(MOST_OF_A_LINE)
        yield line
