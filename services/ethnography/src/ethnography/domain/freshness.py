"""When a snapshot is too old to build on."""

from datetime import datetime, timedelta


def is_fresh(refreshed_at: datetime | None, now: datetime, max_age: timedelta) -> bool:
    """Whether a snapshot of that age needs no refresh. None: there is no snapshot."""
    return refreshed_at is not None and now - refreshed_at < max_age
