"""Reddit, through its Data API."""

from ethnography.adapters.reddit.api import SECONDS_PER_REQUEST
from ethnography.adapters.reddit.source import RedditSource, Subreddits
from ethnography.adapters.reddit.token import RedditAccess

__all__ = ["SECONDS_PER_REQUEST", "RedditAccess", "RedditSource", "Subreddits"]
