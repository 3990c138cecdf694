"""A refresh of a market's snapshot: asked for, and followed to its end."""

import time
from typing import Any

from suara_local.api import Api, Document
from suara_local.errors import JobFailedError

POLL_SECONDS = 0.25


def request(api: Api, market: str) -> Document:
    """The latest snapshot's summary as it was before; raises JobFailedError."""
    before = latest(api, market)
    api.call("POST", f"/markets/{market}/refresh")
    return before


def wait(api: Api, market: str, before: Document, seconds: float) -> Document:
    """The summary of the snapshot that follows. Raises JobFailedError when none came in time.

    A refresh that finds nothing new keeps the version and renews the time.
    """
    deadline = time.monotonic() + seconds
    while True:
        now = latest(api, market)
        if now["refreshed_at"] != before["refreshed_at"]:
            return now
        if time.monotonic() > deadline:
            raise JobFailedError(
                f"{market} was not refreshed within {seconds:.0f} s. The refresh goes on in the "
                "background: `suara signals status` shows when it is done, and the log of "
                "ethnography what it is waiting for."
            )
        time.sleep(POLL_SECONDS)


def latest(api: Api, market: str) -> Document:
    versions: list[Any] = api.call("GET", f"/markets/{market}/snapshots?limit=1")
    summary: Document = versions[0]
    return summary
