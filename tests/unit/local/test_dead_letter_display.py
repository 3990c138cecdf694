"""Whatever a message holds, what is shown of it is harmless and of bounded length."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from suara.kafka.codec import Headers
from suara.kafka.dead_letters import DeadLetter
from suara.kafka.dead_letters import letter as records
from suara.kafka.message import Message
from suara_local.dlq import display
from suara_local.dlq.selection import Selection

EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\r\u202e[red]\x7f"
evil = st.text(st.sampled_from([*EVIL, "\n", '"', "a", "ü"]), max_size=20).map(str.encode)
anything = st.one_of(evil, st.binary(max_size=20))
header_names = st.sampled_from(["dlq_reason", "dlq_group", "dlq_handler", "ce_id", "dlq_topic"])
headers = st.lists(st.tuples(st.one_of(header_names, evil.map(bytes.decode)), anything))
MANY_PARENTHESES = b"[" * 100_000


def letter(its: Headers, value: bytes | None, key: bytes | None = None) -> DeadLetter:
    record = Message("suara.groups.dlq", 0, 7, key, value, its)
    return records.letter(record, datetime(2026, 1, 2, tzinfo=UTC), {})


def shown(value: bytes | None, *, full: bool = False) -> list[str]:
    lines = list(display.lines(letter([], value), full=full))
    return lines[lines.index("value") + 1 :]


@given(
    headers,
    anything,
    st.one_of(anything, anything.map(lambda text: json.dumps(repr(text)).encode())),
)
def test_no_control_character_reaches_a_terminal(its: Headers, key: bytes, value: bytes) -> None:
    found = letter([*its, ("dlq_reason", b"why")], value, key)
    assert all(line.isprintable() for line in display.lines(found, full=True))
    console = Console(width=100, force_terminal=True, no_color=True)
    with console.capture() as capture:
        console.print(display.table([found]))
    seen = capture.get().replace("\x1b[1m", "").replace("\x1b[0m", "").replace("\n", "")
    assert seen.isprintable()
    machines = json.dumps(display.document(found, value=True))
    assert machines.replace("\x7f", "").isprintable()


def test_an_escape_sequence_can_still_be_read() -> None:
    assert display.escaped("a\x1b[2Jü") == "a\\u001b[2Jü"


def test_json_is_laid_out() -> None:
    assert shown(b'{"name": "\xc3\xbc", "n": [1]}') == [
        *("  {", '    "name": "ü",', '    "n": [', "      1", "    ]", "  }")
    ]


@pytest.mark.parametrize("value", [b"\xff\x00abc", b"not JSON", MANY_PARENTHESES, b"9" * 5_000])
def test_anything_else_is_a_hex_dump(value: bytes) -> None:
    first, *_ = shown(value)
    assert first.startswith("  00000000  " + value[:2].hex(" "))


def test_a_long_value_is_cut_with_a_note_unless_all_of_it_is_wanted() -> None:
    long = json.dumps(["x" * 70] * 1_000).encode()
    assert len("".join(shown(long))) < 5_000
    assert shown(long)[-1].endswith("more characters (--full)")
    assert len(shown(long, full=True)) == 1_002
    assert shown(b"\xff" * 1_000)[-1] == "  ... and 488 more bytes (--full)"
    assert len(shown(b"\xff" * 1_000, full=True)) == 63


def test_a_value_that_is_not_there_is_not_taken_for_an_empty_one() -> None:
    omitted = letter([("dlq_omitted_bytes", b"5242880")], b"")
    assert list(display.lines(omitted, full=False))[-1].strip() == (
        "(5,242,880 bytes were too large to keep)"
    )
    assert (shown(b""), shown(None)) == (["  (empty)"], ["  (none)"])


def test_machines_get_the_exact_bytes() -> None:
    found = display.document(letter([("n", None), ("b", b"\xff")], b"\xff"), value=True)
    assert (found["value"], found["value_base64"]) == (None, "/w==")
    assert found["headers"] == [["n", None], ["b", "\\xff"]]


@pytest.mark.parametrize(
    ("letter_id", "where", "named"),
    [
        ("groups:0:7", "groups", True),
        ("groups:0:8", "groups", False),
        ("e1", None, True),
        ("e2", None, False),
        (None, None, True),
    ],
)
def test_an_id_is_a_letters_or_an_events(
    letter_id: str | None, where: str | None, named: bool
) -> None:
    selection = Selection(id=letter_id)
    assert selection.where == where
    assert selection.takes(letter([("ce_id", b"e1")], b"")) is named
