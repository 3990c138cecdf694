"""A complete HTTP answer, and what it means whatever the source."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from ethnography.adapters.web.verdicts import Again
from ethnography.ports import SourceError

#: Seconds. Who asks for more is asked again after that, all the same.
LONGEST = 86_400.0


@dataclass(frozen=True)
class Answer:
    """body: unpacked, within the limit. headers: names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def redirects(self) -> bool:
        return 300 <= self.status < 400

    @property
    def is_page(self) -> bool:
        """It is HTML, whatever it is called."""
        return self.body[:500].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")

    @property
    def wait(self) -> float | None:
        """Seconds that `Retry-After` asks for, else `x-ratelimit-reset` unless some remain."""
        asked = retry_after(self.headers.get("retry-after", ""), datetime.now(UTC))
        if asked is None and not number(self.headers.get("x-ratelimit-remaining")):
            asked = number(self.headers.get("x-ratelimit-reset"))
        return None if asked is None else min(asked, LONGEST)

    def usual(self) -> "Answer":
        """Itself, unless it is a redirect, a request to slow down or a server's failure.

        Raises:
            Again: 429 or 5xx.
            SourceError: a redirect, which is never followed.
        """
        if self.redirects:
            raise SourceError(f"redirects elsewhere (HTTP {self.status}), which is not followed")
        if self.status == 429:
            raise Again("asked for fewer requests (HTTP 429)", "throttled", self.wait)
        if self.status >= 500:
            raise Again(f"is out of order (HTTP {self.status})", wait=self.wait)
        return self

    def json(self) -> Any:
        """Raises SourceError: it is no JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            kind = "a web page" if self.is_page else "something else"
            reason = f"answered {kind} where JSON was due (HTTP {self.status})"
            raise SourceError(reason) from None


def retry_after(header: str, now: datetime) -> float | None:
    """Seconds, 0 or more, from either form of the header; None if it says nothing."""
    if (seconds := number(header)) is not None:
        return seconds
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())


def number(header: str | None) -> float | None:
    """A finite number, at least 0, or None."""
    try:
        value = float(header or "")
    except ValueError:
        return None
    return max(0.0, value) if math.isfinite(value) else None
