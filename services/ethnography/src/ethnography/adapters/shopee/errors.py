"""Shopee's error codes, which come with any HTTP status, and what each means for us."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from ethnography.adapters.places import PlaceGone
from ethnography.adapters.web import Again, Answer, Throttled
from ethnography.ports import SourceError

SHOPEE_TIME = timezone(timedelta(hours=8))

BAD_TOKEN = frozenset({"invalid_acceess_token", "invalid_access_token", "error_auth"})
BUSY = frozenset({"error_system_busy", "error_server", "error_inner", "error_network"})
NOT_THERE = frozenset({"product.item_not_exist", "error_item_not_found", "error_shop_not_found"})
OPERATOR = {
    "error_sign": "refuses the signature: check SUARA_SHOPEE_PARTNER_KEY and the clock",
    "source_ip_undeclared": "does not know this address: declare it in Shopee's console",
    "error_api_permission": "does not let this kind of app read comments",
}
_CODE = re.compile(r"[A-Za-z0-9_.]{1,60}")


class TokenRefused(Exception):  # noqa: N818 - it says what happened
    """The access token is not good, or not any more."""


def content(answer: Answer, now: datetime) -> dict[str, Any]:
    """The JSON, if `error` is empty.

    Raises:
        TokenRefused, PlaceGone, Again, SourceError: as `error` says, whatever the status.
    """
    if answer.redirects or answer.is_page:
        answer.usual()
    try:
        body = answer.json()
    except SourceError:
        answer.usual()
        raise
    if not isinstance(body, dict):
        raise SourceError("answers in a shape that is not known")
    code = body.get("error")
    if not code:
        answer.usual()
        if answer.status != 200:
            raise SourceError(f"refuses (HTTP {answer.status})")
        return body
    raise _verdict(str(code), answer, now)


def _verdict(code: str, answer: Answer, now: datetime) -> Exception:
    if code in BAD_TOKEN:
        return TokenRefused()
    if code == "error_rate_limit":
        return Again("asked for fewer requests", "throttled", answer.wait)
    if code == "error_limit":
        return Throttled("has no more calls for us today", until_midnight(now))
    if code in BUSY:
        return Again("is busy", wait=answer.wait)
    if code in NOT_THERE:
        return PlaceGone("not there")
    word = code if _CODE.fullmatch(code) else "an error"
    return SourceError(OPERATOR.get(code, f"refuses ({word})"))


def until_midnight(now: datetime) -> float:
    """Seconds until 00:00 UTC+8, when Shopee counts anew. now: with its zone."""
    there = now.astimezone(SHOPEE_TIME)
    midnight = (there + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight - now.astimezone(UTC)).total_seconds()
