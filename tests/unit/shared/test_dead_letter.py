"""What is set aside, what is waited for, and what stops the worker."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from pymongo.errors import ServerSelectionTimeoutError

from suara.errors import DeployError, OutageError, PermanentError
from suara.kafka.codec import Headers
from suara.kafka.condition import Condition
from suara.kafka.message import Message, Outcome
from suara.kafka.middleware import dead_letter, log_context, wait_out_outages

POISON = Message("suara.groups", 3, 41, b"\xff", None, [("a", b"1"), ("a", b"\xff"), ("b", None)])


@dataclass
class Work:
    """Fails with each of `errors` in turn; keeps what is set aside.

    refusals: what the dead-letter topic says to the first letters.
    """

    errors: Sequence[Exception]
    refusals: list[Exception] = field(default_factory=list)
    handled: int = 0
    aside: list[tuple[str, bytes | None, bytes | None, Headers]] = field(default_factory=list)
    condition: Condition = field(default_factory=Condition)
    in_a_row: int = 50

    def __post_init__(self) -> None:
        handle = wait_out_outages(self.handle, self.condition)
        process = dead_letter(handle, self.send, "library", self.condition, self.in_a_row)
        self.receive = log_context(process)

    async def handle(self, _: Message) -> Outcome:
        self.handled += 1
        if self.handled <= len(self.errors):
            raise self.errors[self.handled - 1]
        return "handled"

    async def send(
        self, topic: str, key: bytes | None, value: bytes | None, headers: Headers
    ) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.aside.append((topic, key, value, headers))


async def test_a_poison_message_is_set_aside_whole_and_explained() -> None:
    error = PermanentError("no such\nmarket")
    error.attempts = 2
    work = Work([error])

    await work.receive(POISON)

    [(topic, key, value, headers)] = work.aside
    assert topic == "suara.groups.dlq"
    assert (key, value) == (POISON.key, POISON.value)
    assert headers[:3] == POISON.headers
    explained = dict(headers[3:])
    assert explained.pop("dlq_time").endswith(b"+00:00")
    assert explained == {
        "dlq_reason": b"no such market",
        "dlq_exception": b"suara.errors.PermanentError",
        "dlq_topic": b"suara.groups",
        "dlq_partition": b"3",
        "dlq_offset": b"41",
        "dlq_group": b"library",
        "dlq_handler": b"",
        "dlq_attempts": b"2",
        "dlq_replays": b"0",
    }


async def test_an_error_without_words_is_explained_by_its_kind() -> None:
    work = Work([KeyError()])
    await work.receive(POISON)
    assert dict(work.aside[0][3])["dlq_reason"] == b"KeyError"


@pytest.mark.parametrize(
    "error", [OutageError("S3 is away"), ServerSelectionTimeoutError("MongoDB is away")]
)
async def test_an_outage_is_waited_out_and_the_message_handled(error: Exception) -> None:
    work = Work([error, error])
    await work.receive(POISON)
    assert work.handled == 3
    assert not work.aside


async def test_a_replayed_message_that_fails_again_counts_on() -> None:
    replayed: Headers = [
        ("ce_id", b"1"),
        ("dlq_group", b"library"),
        ("dlq_attempts", b"5"),
        ("dlq_replays", b"2"),
        ("dlq_reason", b"old"),
    ]
    work = Work([KeyError("again")])

    await work.receive(POISON._replace(headers=replayed))

    headers = work.aside[0][3]
    assert len(dict(headers)) == len(headers), "each header once"
    explained = dict(headers)
    assert (explained["dlq_attempts"], explained["dlq_replays"]) == (b"6", b"2")
    assert explained["ce_id"] == b"1"


@pytest.mark.parametrize("count", [b"many", b"-1", b"9" * 5_000, b""])
async def test_a_count_that_is_none_counts_as_nothing(count: bytes) -> None:
    work = Work([KeyError("x")])
    await work.receive(POISON._replace(headers=[("dlq_attempts", count)]))
    assert dict(work.aside[0][3])["dlq_attempts"] == b"1"


async def test_a_letter_too_large_for_the_broker_is_written_without_its_value() -> None:
    work = Work([KeyError("x")], [PermanentError("too large")])

    await work.receive(POISON._replace(value=b"v" * 5_000_000))

    [(_, key, value, headers)] = work.aside
    assert (key, value) == (POISON.key, b"")
    assert dict(headers)["dlq_omitted_bytes"] == b"5000000"
    assert headers[:3] == POISON.headers


async def test_a_letter_whose_key_or_headers_are_too_large_keeps_only_its_explanation() -> None:
    work = Work([KeyError("x")], [PermanentError("too large")] * 2)

    await work.receive(POISON._replace(key=b"k" * 7, headers=[("name", b"v" * 9)]))

    [(_, key, value, headers)] = work.aside
    assert (key, value) == (None, b"")
    assert dict(headers)["dlq_omitted_bytes"] == b"20"
    assert "name" not in dict(headers)
    assert dict(headers)["dlq_offset"] == b"41"


@pytest.mark.parametrize("refusal", [OutageError("away"), PermanentError("no such topic")])
async def test_a_dead_letter_is_written_again_and_again_but_handled_once(
    refusal: Exception,
) -> None:
    work = Work([KeyError("x")], [refusal] * 3)
    receiving = asyncio.create_task(work.receive(POISON))
    while not work.condition.trouble:  # noqa: ASYNC110
        await asyncio.sleep(0)

    assert str(refusal) in work.condition.trouble
    await receiving

    assert work.handled == 1
    assert len(work.aside) == 1
    assert work.condition.trouble is None


async def test_more_dead_letters_in_a_row_than_allowed_end_the_worker() -> None:
    work = Work([KeyError("the same")] * 3, in_a_row=2)
    await work.receive(POISON)
    await work.receive(POISON)
    work.condition.check()

    await work.receive(POISON)

    with pytest.raises(DeployError, match=r"3 dead letters in a row.*the same.*deploy error"):
        work.condition.check()
    assert len(work.aside) == 3


async def test_a_success_in_between_begins_the_count_anew() -> None:
    work = Work([KeyError("x"), KeyError("x")], in_a_row=2)
    for _ in range(3):
        await work.receive(POISON)
    work.errors = [KeyError("x")] * 5
    await work.receive(POISON)
    await work.receive(POISON)
    work.condition.check()
