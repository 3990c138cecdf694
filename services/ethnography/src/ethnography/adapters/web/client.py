"""One source's HTTP client."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from ssl import SSLContext
from typing import Any, TypeVar

import httpx
import stamina

from ethnography.adapters.web.addresses import PublicOnly
from ethnography.adapters.web.answer import Answer
from ethnography.adapters.web.body import read_body
from ethnography.adapters.web.deadline import Deadline
from ethnography.adapters.web.limits import Limits
from ethnography.adapters.web.pace import Pace
from ethnography.adapters.web.verdicts import Again, final
from ethnography.ports import SourceError

T = TypeVar("T")

PRODUCT = "suara-ethnography/0.1"
ATTEMPTS = 3  # a server's failure is tried again twice


class Web:
    """Sends what a source's adapter asks for, at the source's pace, within the limits.

    No redirect is followed, no cookie kept, no proxy and no password of the environment used.
    """

    def __init__(
        self,
        limits: Limits,
        pace: Pace,
        *,
        user_agent: str = PRODUCT,
        allow_private: bool = False,
    ) -> None:
        self.limits = limits
        self.pace = pace
        tls = _certificates()
        self._client = httpx.AsyncClient(
            transport=httpx.AsyncHTTPTransport(verify=tls) if allow_private else PublicOnly(tls),
            headers={"user-agent": user_agent, "accept-encoding": "gzip"},
            timeout=httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds),
            follow_redirects=False,
            trust_env=False,
        )
        for chatty in ("httpx", "httpcore"):  # they log URLs, which for Shopee hold tokens
            logging.getLogger(chatty).setLevel(logging.WARNING)

    def deadline(self) -> Deadline:
        """For the refresh that begins now."""
        return Deadline(self.limits.refresh_seconds)

    async def send(self, deadline: Deadline, method: str, url: str, **parts: Any) -> Answer:
        """One request when its turn has come. parts: `params`, `data`, `json`, `headers`, `auth`.

        Raises:
            Again: no answer, or an unfinished one.
            SourceError: too many bytes, a private address, too long a wait, or no time left.
        """
        await self.pace.turn(deadline)
        self._client.cookies.clear()
        seconds = min(self.limits.request_seconds, deadline.left())
        try:
            async with (
                asyncio.timeout(seconds),
                self._client.stream(method, url, **parts) as response,
            ):
                body = await read_body(response, self.limits.bytes)
                return Answer(response.status_code, _lowered(response.headers), body)
        except (TimeoutError, httpx.TimeoutException):
            raise Again("did not answer in time") from None
        except httpx.HTTPError as error:  # without its text, which may quote the URL
            kind = type(error).__name__
            raise Again(f"cannot be reached, or broke off in the middle ({kind})") from None

    async def patiently(self, deadline: Deadline, attempt: Callable[[], Awaitable[T]]) -> T:
        """What `attempt` returns; after `Again` it is made again, a few times.

        Raises:
            SourceError: it is given up. Throttled, if the source asked for too long a wait.
        """

        def wait_before_the_next(error: Exception) -> bool | float:
            if not isinstance(error, Again):
                return False
            if error.wait is None:
                return True
            self.pace.hold(error.wait)  # nobody's next turn comes earlier
            return error.wait <= min(self.limits.longest_wait_seconds, deadline.remaining)

        scale = self.limits.wait_scale
        try:
            async for turn in stamina.retry_context(
                on=wait_before_the_next,
                attempts=ATTEMPTS,
                timeout=None,
                wait_initial=scale,
                wait_max=8 * scale,
                wait_jitter=scale,
            ):
                with turn:
                    return await attempt()
        except Again as error:
            raise final(error) from None
        raise SourceError("was not asked")  # not reached: the last attempt returns or raises

    async def close(self) -> None:
        await self._client.aclose()


@cache
def _certificates() -> SSLContext:
    """Reading them takes 30 ms; all sources share them."""
    return httpx.create_ssl_context()


def _lowered(headers: httpx.Headers) -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers.items()}
