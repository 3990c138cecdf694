"""Apple's App Store, through its feed of customer reviews."""

from ethnography.adapters.appstore.source import SECONDS_PER_REQUEST, AppStoreSource

__all__ = ["SECONDS_PER_REQUEST", "AppStoreSource"]
