"""How often a handler is tried before its error counts."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from pymongo.errors import AutoReconnect, OperationFailure

from suara.errors import OutageError, PermanentError, RetryableError
from suara.events import Event, GroupDeleted
from suara.kafka.middleware import Budget, with_retries
from suara.kafka.routes import Context
from suara.testing.samples import an_event, an_id

TYPE = GroupDeleted.type
CONTEXT = Context(an_id("event"), datetime(2026, 1, 1, tzinfo=UTC), 1)


class Flaky:
    """A handler that fails with `error` its first `failures` times."""

    def __init__(self, error: Exception, failures: int = 100) -> None:
        self.error = error
        self.failures = failures
        self.attempts: list[int] = []

    async def __call__(self, event: GroupDeleted, context: Context) -> Sequence[Event]:
        self.attempts.append(context.attempt)
        if len(self.attempts) <= self.failures:
            raise self.error
        return [event]


async def handled(handler: Flaky, attempts: int = 3, total_seconds: float = 60) -> Sequence[Event]:
    tried = with_retries(
        handler, Budget(attempts, timeout_seconds=5, total_seconds=total_seconds), TYPE
    )
    return await tried(an_event(GroupDeleted), CONTEXT)


@pytest.mark.parametrize("error", [RetryableError("busy"), OperationFailure("?"), KeyError("x")])
async def test_an_error_that_may_pass_is_tried_as_often_as_allowed(error: Exception) -> None:
    handler = Flaky(error)

    with pytest.raises(type(error)) as failure:
        await handled(handler)

    assert handler.attempts == [1, 2, 3]
    assert failure.value.attempts == 3


async def test_a_later_try_may_succeed() -> None:
    handler = Flaky(RetryableError("busy"), failures=1)
    assert await handled(handler) == [an_event(GroupDeleted)]
    assert handler.attempts == [1, 2]


async def test_no_further_try_begins_when_the_time_is_spent() -> None:
    handler = Flaky(RetryableError("busy"))
    with pytest.raises(RetryableError):
        await handled(handler, attempts=100, total_seconds=0.01)
    assert len(handler.attempts) < 4


def test_a_budget_ends_by_its_tries_or_by_its_time() -> None:
    assert Budget(1, timeout_seconds=2, total_seconds=100).longest_seconds < 10
    assert Budget(100, timeout_seconds=2, total_seconds=10).longest_seconds == 12


async def test_a_permanent_error_is_final_at_once() -> None:
    handler = Flaky(PermanentError("never"))

    with pytest.raises(PermanentError) as failure:
        await handled(handler)

    assert handler.attempts == [1]
    assert failure.value.attempts == 1
    assert "Flaky" in failure.value.handler


@pytest.mark.parametrize("error", [OutageError("S3 is away"), AutoReconnect("MongoDB is away")])
async def test_an_outage_uses_up_no_tries(error: Exception) -> None:
    handler = Flaky(error)
    with pytest.raises(type(error)):
        await handled(handler)
    assert handler.attempts == [1]


async def test_a_handler_that_hangs_is_cancelled_and_tried_again() -> None:
    cancelled: list[int] = []

    async def hang(_: GroupDeleted, context: Context) -> Sequence[Event]:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(context.attempt)
            raise
        return []

    tried = with_retries(hang, Budget(2, timeout_seconds=0.01, total_seconds=60), TYPE)
    with pytest.raises(TimeoutError):
        await tried(an_event(GroupDeleted), CONTEXT)

    assert cancelled == [1, 2]


async def test_a_cancelled_handler_ends() -> None:
    started: list[int] = []

    async def hang(_: GroupDeleted, context: Context) -> Sequence[Event]:
        started.append(context.attempt)
        await asyncio.Event().wait()
        return []

    tried = with_retries(hang, Budget(3, timeout_seconds=60, total_seconds=60), TYPE)
    running = asyncio.create_task(tried(an_event(GroupDeleted), CONTEXT))
    await asyncio.sleep(0)
    running.cancel()

    await asyncio.gather(running, return_exceptions=True)

    assert running.cancelled()
    assert started == [1]
