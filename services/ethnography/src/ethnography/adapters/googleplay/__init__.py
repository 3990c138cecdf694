"""Google Play, through what its web page asks. Only where the operator has opted in."""

from ethnography.adapters.googleplay.source import (
    SECONDS_PER_REQUEST,
    SOFT_ERROR_WAITS,
    GooglePlaySource,
    PlayApps,
)

__all__ = ["SECONDS_PER_REQUEST", "SOFT_ERROR_WAITS", "GooglePlaySource", "PlayApps"]
