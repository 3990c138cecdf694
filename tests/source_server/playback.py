"""The recorded answers, found again by what is asked for."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

FIXTURES = Path(__file__).parents[1] / "fixtures" / "sources"

#: Parameters that decide which answer it is; the others are the same each time, or signatures.
DECIDING = frozenset({"after", "q", "item_id", "cursor"})
Key = tuple[str, str, frozenset[tuple[str, str]]]


@dataclass(frozen=True)
class Recorded:
    status: int
    headers: dict[str, str]
    body: bytes


@cache
def recorded(file: str) -> Recorded:
    entry = next(entry for entry in _manifest() if entry["file"] == file)
    headers = {name: value for name, value in entry["headers"].items() if name != "note"}
    return Recorded(entry["status"], headers, (FIXTURES / file).read_bytes())


def key(method: str, path: str, query: list[tuple[str, str]]) -> Key:
    deciding = {(name, value) for name, value in query if name in DECIDING and value}
    return method, path, frozenset(deciding)


@cache
def by_key() -> dict[Key, str]:
    """The good answers; errors are asked for by name."""
    good = [
        entry for entry in _manifest() if entry["status"] == 200 and "error" not in entry["file"]
    ]
    found: dict[Key, str] = {}
    for entry in reversed(good):  # the first of several alike is the one to play
        parts = urlsplit(entry["url"])
        if parts.netloc and entry["source"] in ("reddit", "appstore", "shopee"):
            found[key(entry["method"], parts.path, parse_qsl(parts.query))] = entry["file"]
    return found


@cache
def play_file(form: str) -> str:
    """For the form of a batchexecute request."""
    if "com.globe.gcash.android" in form:
        second = "invented_token_page2" in form
        return "googleplay_gcash_p2_last.txt" if second else "googleplay_gcash_p1.txt"
    if "com.gojek.app" in form and "invented_token_gojek" not in form:
        return "googleplay_gojek.txt"
    return "googleplay_empty_unknown_app.txt"


@cache
def _manifest() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads((FIXTURES / "manifest.json").read_text())
    return entries
