"""A refresh of a market's snapshot: asked for, and followed to its end."""

import time

from suara_local.api import Api, Document
from suara_local.errors import JobFailedError

POLL_SECONDS = 0.25


def request(api: Api, market: str) -> Document:
    """Ask for it. The market as it is before; raises JobFailedError."""
    return api.document("POST", f"/markets/{market}/refresh")


def wait(api: Api, before: Document, seconds: float) -> Document:
    """The market after its refresh. Raises JobFailedError when that failed or took too long.

    A refresh that finds nothing new keeps the version and renews the time.
    """
    code = before["code"]
    deadline = time.monotonic() + seconds
    while True:
        now = api.document("GET", f"/markets/{code}")
        if now["snapshot"]["refreshed_at"] != before["snapshot"]["refreshed_at"]:
            return now
        if now["refresh_failed_at"] not in (None, before["refresh_failed_at"]):
            raise JobFailedError(
                f"No source of {code} answered, so its snapshot stays as it was: "
                f"{_reasons(now) or 'see the log of ethnography'}"
            )
        if time.monotonic() > deadline:
            raise JobFailedError(
                f"{code} was not refreshed within {seconds:.0f} s. The refresh goes on in the "
                "background: `suara signals status` shows when it is done, and the log of "
                "ethnography what it is waiting for."
            )
        time.sleep(POLL_SECONDS)


def _reasons(market: Document) -> str:
    sources = market["snapshot"]["sources"]
    return "; ".join(f"{s['name']}: {s['reason']}" for s in sources if s["reason"])
