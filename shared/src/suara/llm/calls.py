"""Call discipline: wait for a turn, keep the deadline, retry only what can succeed."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, Protocol, TypeVar

import stamina
import structlog

from suara.llm.deadline import Deadline
from suara.llm.gate import Gate
from suara.llm.meter import Meter, Operation
from suara.llm.settings import ProviderSettings
from suara.llm.usage import Usage
from suara.llm.verdicts import Endpoint, ProviderError, Verdict

log = structlog.get_logger()


class Costed(Protocol):
    """An answer that says what it cost."""

    @property
    def usage(self) -> Usage: ...


A = TypeVar("A", bound=Costed)


class Calls:
    """Calls to one provider, of which the gate admits as many as it bears."""

    def __init__(
        self, endpoint: Endpoint, settings: ProviderSettings, operation: Operation
    ) -> None:
        self._endpoint = endpoint
        self._gate = Gate(settings.max_concurrency, operation)
        self._meter = Meter(operation, settings.model, settings.prices.get(settings.model))

    async def made(
        self, call: Callable[[float], Awaitable[A]], name: str, deadline: Deadline
    ) -> tuple[A, Usage]:
        """The answer, and the usage of all attempts: failed ones count as calls without tokens.

        call: makes one call within so many seconds, or raises ProviderError. name: for the log.

        Raises:
            ProviderError: it can never succeed, or it did not within the deadline; `attempts`
                says how many calls were made.
        """
        attempt = _Attempt(call, name, deadline)
        try:
            async with asyncio.timeout_at(deadline.at):
                answer = await self._retried(attempt)
        except TimeoutError:
            verdict = attempt.last or self._endpoint.no_turn(
                deadline.seconds, held=self._gate.held_seconds > 0
            )
            error = ProviderError(verdict)
        except ProviderError as caught:
            error = caught
        else:
            return answer, answer.usage + Usage(calls=attempt.number)
        error.attempts = attempt.number
        raise error from None

    async def _retried(self, attempt: "_Attempt[A]") -> A:
        async for one in stamina.retry_context(
            on=lambda error: self._again(error, attempt),
            attempts=None,
            timeout=None,
            wait_initial=0.2,
            wait_jitter=0.5,
            wait_max=5.0,
        ):
            with one:
                return await self._once(attempt)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _again(self, error: Exception, attempt: "_Attempt[A]") -> bool:
        """Waiting makes no sense if the provider's pause outlasts the deadline."""
        if not isinstance(error, ProviderError):
            return False
        verdict = error.verdict
        pause = max(self._gate.held_seconds, verdict.retry_after or 0.0)
        return verdict.again and not verdict.format_refused and pause < attempt.deadline.left

    async def _once(self, attempt: "_Attempt[A]") -> A:
        async with self._gate.admitted() as round_:
            attempt.number += 1
            loop = asyncio.get_running_loop()
            started = loop.time()
            seconds = min(attempt.deadline.per_attempt, attempt.deadline.left)
            try:
                async with asyncio.timeout(seconds):  # the package's own is per read
                    answer = await attempt.call(seconds)
            except TimeoutError:
                error = ProviderError(self._endpoint.timed_out(seconds))
            except ProviderError as caught:
                error = caught
            except asyncio.CancelledError:
                self._meter.given_up(loop.time() - started)
                raise
            else:
                self._gate.limit.succeeded()
                self._meter.answered(loop.time() - started, answer.usage)
                _log(attempt, loop.time() - started, "ok", answer.usage)
                return answer
            attempt.last = error.verdict
            self._meter.failed(loop.time() - started, error.verdict)
            _log(attempt, loop.time() - started, error.verdict.status, Usage())
            self._throttle(error.verdict, round_)
            raise error from None

    def _throttle(self, verdict: Verdict, round_: int) -> None:
        if verdict.retry_after is not None:
            self._gate.hold(verdict.retry_after)
        if verdict.overloaded and self._gate.limit.overloaded(round_):
            log.warning(
                "llm.throttled",
                status=verdict.status,
                concurrency=self._gate.limit.calls,
                retry_after=verdict.retry_after,
            )


class _Attempt(Generic[A]):
    """One question on its way: how often it was asked, and what came of it last."""

    def __init__(
        self, call: Callable[[float], Awaitable[A]], name: str, deadline: Deadline
    ) -> None:
        self.call = call
        self.name = name
        self.deadline = deadline
        self.number = 0
        self.last: Verdict | None = None


def _log(attempt: _Attempt[A], seconds: float, status: str, usage: Usage) -> None:
    log.info(
        "llm.call",
        name=attempt.name,
        seconds=round(seconds, 3),
        attempt=attempt.number,
        status=status,
        prompt_tokens=usage.prompt_tokens,
        cached_tokens=usage.cached_tokens,
        completion_tokens=usage.completion_tokens,
    )
