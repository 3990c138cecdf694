"""What a record of a dead-letter topic says, whatever is in it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.kafka.codec import Headers
from suara.kafka.dead_letters import DeadLetter, How, Settlement, replay, why_not
from suara.kafka.dead_letters import letter as records
from suara.kafka.message import Message

NOW = datetime(2026, 1, 2, tzinfo=UTC)
EXPLAINED = [
    ("dlq_reason", b"no such market"),
    ("dlq_exception", b"suara.errors.PermanentError"),
    ("dlq_topic", b"suara.groups"),
    ("dlq_partition", b"3"),
    ("dlq_offset", b"41"),
    ("dlq_group", b"generator"),
    ("dlq_handler", b"generator.handlers.Handlers.cast"),
    ("dlq_attempts", b"5"),
    ("dlq_replays", b"1"),
    ("dlq_time", b"2026-01-01T08:00:00+08:00"),
]
FACTS = [name for name, _ in EXPLAINED] + ["dlq_omitted_bytes", "dlq_settled", "dlq_settles"]
names = st.one_of(st.text(max_size=12), st.sampled_from([*FACTS, "ce_id", "ce_type"]))
figures = st.sampled_from([b"0:1", b"-1", b"9" * 40, b"1_0", "١".encode(), b"purged", b"replayed"])
values = st.one_of(st.none(), st.binary(max_size=30), figures)
bodies = st.one_of(st.none(), st.binary(max_size=60))
headers = st.lists(st.tuples(names, values), max_size=12)


def record(its: Headers, value: bytes | None = b"{}", offset: int = 7) -> Message:
    return Message("suara.groups.dlq", 0, offset, b"key", value, its)


def letter(its: Headers) -> DeadLetter:
    return records.letter(record(its), NOW, {})


def without(name: str) -> Headers:
    return [header for header in EXPLAINED if header[0] != name]


def test_a_letter_is_read_as_the_runtime_wrote_it() -> None:
    own: Headers = [("ce_id", b"e1"), ("ce_type", b"suara.group.created.v1"), ("n", None)]
    assert letter([*own, *EXPLAINED]) == DeadLetter(
        topic="suara.groups",
        position=(0, 7),
        key=b"key",
        value=b"{}",
        headers=own,
        time=datetime(2026, 1, 1, tzinfo=UTC),
        event_id="e1",
        event_type="suara.group.created.v1",
        reason="no such market",
        exception="suara.errors.PermanentError",
        origin="suara.groups",
        origin_partition=3,
        origin_offset=41,
        group="generator",
        handler="generator.handlers.Handlers.cast",
        attempts=5,
        replays=1,
    )


def test_its_id_names_the_topic_and_the_place_in_its_dead_letter_topic() -> None:
    assert letter(EXPLAINED).id == "groups:0:7"


@given(headers, bodies)
def test_nothing_in_a_record_is_an_error(its: Headers, value: bytes | None) -> None:
    found = records.letter(record(its, value), None, {})
    assert found.headers == [h for h in its if not h[0].startswith("dlq_")]
    assert found.value == value
    assert min(found.attempts, found.replays, found.omitted_bytes or 0) >= 0
    assert found.time is None or found.time.tzinfo is UTC
    assert records.is_settlement(record(its)) or not records.settlement(record(its))


@given(headers)
def test_what_a_message_had_before_it_was_set_aside_does_not_count(its: Headers) -> None:
    whole = [*EXPLAINED, ("dlq_omitted_bytes", b"12"), ("ce_id", b"1"), ("ce_type", b"2")]
    found, alone = letter([*its, *whole]), letter(whole)
    assert (found.reason, found.group, found.attempts) == (alone.reason, alone.group, 5)
    assert (found.time, found.omitted_bytes, found.settled) == (alone.time, 12, None)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (b"nonsense", NOW),
        (b"\xff", NOW),
        (b"0001-01-01T00:00:00+14:00", NOW),
        (b"2026-01-01", datetime(2026, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_time_that_cannot_be_read_is_the_brokers(said: bytes, meant: datetime) -> None:
    assert letter([*EXPLAINED, ("dlq_time", said)]).time == meant


@given(st.tuples(st.integers(0, 10**6), st.integers(0, 10**15)), st.sampled_from(How))
def test_a_settlement_is_read_as_it_was_written(position: tuple[int, int], how: How) -> None:
    settlement = Settlement(position, how)
    assert records.settlement(record(settlement.headers(), b"")) == settlement


@given(st.sets(st.integers(0, 40)), st.sampled_from(How))
def test_a_letter_is_settled_if_and_only_if_a_settlement_names_it(
    offsets: set[int], how: How
) -> None:
    settled = {(0, offset): how for offset in offsets}
    for offset in range(40):
        found = records.letter(record(EXPLAINED, offset=offset), NOW, settled)
        assert found.settled == (how if offset in offsets else None)


@pytest.mark.parametrize(
    ("settled", "settles"),
    [(b"burnt", b"0:1"), (b"purged", b"0"), (b"purged", b"0:1:2"), (b"purged", b"-1:3")],
)
def test_a_broken_settlement_settles_nothing_and_is_no_letter(
    settled: bytes, settles: bytes
) -> None:
    broken = record([("dlq_settled", settled), ("dlq_settles", settles)])
    assert records.is_settlement(broken)
    assert records.settlement(broken) is None


def test_a_message_that_looks_like_a_settlement_is_a_letter_once_it_is_set_aside() -> None:
    message = record([*Settlement((0, 1), How.PURGED).headers(), *EXPLAINED])
    assert not records.is_settlement(message)
    assert records.settlement(message) is None


@pytest.mark.parametrize(
    ("its", "why"),
    [
        ([*EXPLAINED, ("dlq_omitted_bytes", b"5242880")], "5,242,880 bytes of it were too large"),
        ([*EXPLAINED, ("dlq_omitted_bytes", b"?")], "too large"),
        (without("dlq_topic"), "not say which topic"),
        ([*EXPLAINED, ("dlq_topic", b"suara.personas")], "from suara.personas"),
        (without("dlq_group"), "not say which consumer group"),
    ],
)
async def test_what_cannot_be_replayed_says_why_and_stays_open(its: Headers, why: str) -> None:
    sent: list[object] = []

    async def send(*message: object) -> None:
        sent.append(message)

    refused = await replay([letter(its)], send)
    assert why in refused["groups:0:7"]
    assert not sent


def test_any_other_letter_can_be_replayed() -> None:
    assert why_not(letter(EXPLAINED)) is None
