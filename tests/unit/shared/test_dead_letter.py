"""What is set aside, what is waited for, and what stops the worker."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from pymongo.errors import ServerSelectionTimeoutError

from suara.errors import OutageError, PermanentError
from suara.kafka.codec import Headers
from suara.kafka.message import Message
from suara.kafka.middleware import dead_letter, log_context, wait_out_outages

POISON = Message("suara.groups", 3, 41, b"\xff", None, [("a", b"1"), ("a", b"\xff"), ("b", None)])


@dataclass
class Work:
    """Fails with each of `errors` in turn; keeps what is set aside."""

    errors: Sequence[Exception]
    send_error: Exception | None = None
    handled: int = 0
    aside: list[tuple[str, bytes | None, bytes | None, Headers]] = field(default_factory=list)

    async def handle(self, _: Message) -> None:
        self.handled += 1
        if self.handled <= len(self.errors):
            raise self.errors[self.handled - 1]

    async def send(
        self, topic: str, key: bytes | None, value: bytes | None, headers: Headers
    ) -> None:
        if self.send_error:
            raise self.send_error
        self.aside.append((topic, key, value, headers))

    async def receive(self, message: Message = POISON) -> None:
        process = dead_letter(self.handle, self.send, "library")
        await log_context(wait_out_outages(process))(message)


async def test_a_poison_message_is_set_aside_whole_and_explained() -> None:
    error = PermanentError("no such\nmarket")
    error.attempts = 2
    work = Work([error])

    await work.receive()

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
        "dlq_attempts": b"2",
    }


async def test_an_error_without_words_is_explained_by_its_kind() -> None:
    work = Work([KeyError()])
    await work.receive()
    assert dict(work.aside[0][3])["dlq_reason"] == b"KeyError"


@pytest.mark.parametrize(
    "error", [OutageError("S3 is away"), ServerSelectionTimeoutError("MongoDB is away")]
)
async def test_an_outage_is_waited_out_and_the_message_handled(error: Exception) -> None:
    work = Work([error, error])
    await work.receive()
    assert work.handled == 3
    assert not work.aside


async def test_what_can_be_neither_handled_nor_set_aside_stops_the_worker() -> None:
    work = Work([KeyError("x")], send_error=PermanentError("too large"))
    with pytest.raises(PermanentError, match="too large"):
        await work.receive()
