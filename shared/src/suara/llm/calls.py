"""Call discipline: wait for a turn, keep the deadline, retry only what can succeed."""

import asyncio
from typing import TYPE_CHECKING, Any

import stamina
import structlog

from suara.llm.gate import Gate
from suara.llm.usage import Usage
from suara.llm.verdicts import ProviderError, Verdict

if TYPE_CHECKING:
    from suara.llm.provider import Completion, Provider

log = structlog.get_logger()


class Deadline:
    """Of one question, with all its waits, retries and its repair."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.at = asyncio.get_running_loop().time() + seconds

    @property
    def left(self) -> float:
        return max(0.0, self.at - asyncio.get_running_loop().time())

    @property
    def per_attempt(self) -> float:
        """Half of it all, so that a call which hangs leaves time for another."""
        return self.seconds / 2


class Calls:
    """Calls to one provider, of which the gate admits as many as it bears."""

    def __init__(self, provider: "Provider", max_concurrency: int) -> None:
        self._provider = provider
        self._gate = Gate(max_concurrency)

    async def completion(
        self, request: dict[str, Any], name: str, deadline: Deadline
    ) -> "tuple[Completion, Usage]":
        """The answer, and the usage of all attempts: failed ones count as calls without tokens.

        Raises:
            ProviderError: it can never succeed, or it did not within the deadline; `attempts`
                says how many calls were made.
        """
        attempt = _Attempt(request, name, deadline)
        try:
            async with asyncio.timeout_at(deadline.at):
                completion = await self._retried(attempt)
        except TimeoutError:
            verdict = attempt.last or self._provider.endpoint.no_turn(
                deadline.seconds, held=self._gate.held_seconds > 0
            )
            error = ProviderError(verdict)
        except ProviderError as caught:
            error = caught
        else:
            return completion, completion.usage + Usage(calls=attempt.number)
        error.attempts = attempt.number
        raise error from None

    async def _retried(self, attempt: "_Attempt") -> "Completion":
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

    def _again(self, error: Exception, attempt: "_Attempt") -> bool:
        """Waiting makes no sense if the provider's pause outlasts the deadline."""
        if not isinstance(error, ProviderError):
            return False
        verdict = error.verdict
        pause = max(self._gate.held_seconds, verdict.retry_after or 0.0)
        return verdict.again and not verdict.format_refused and pause < attempt.deadline.left

    async def _once(self, attempt: "_Attempt") -> "Completion":
        async with self._gate.admitted() as round_:
            attempt.number += 1
            loop = asyncio.get_running_loop()
            started = loop.time()
            seconds = min(attempt.deadline.per_attempt, attempt.deadline.left)
            try:
                async with asyncio.timeout(seconds):  # the package's own is per read
                    completion = await self._provider.complete(attempt.request, seconds)
            except TimeoutError:
                error = ProviderError(self._provider.endpoint.timed_out(seconds))
            except ProviderError as caught:
                error = caught
            else:
                self._gate.limit.succeeded()
                _log(attempt, loop.time() - started, "ok", completion.usage)
                return completion
            attempt.last = error.verdict
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


class _Attempt:
    """One request on its way: how often it was sent, and what came of it last."""

    def __init__(self, request: dict[str, Any], name: str, deadline: Deadline) -> None:
        self.request = request
        self.name = name
        self.deadline = deadline
        self.number = 0
        self.last: Verdict | None = None


def _log(attempt: _Attempt, seconds: float, status: str, usage: Usage) -> None:
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
