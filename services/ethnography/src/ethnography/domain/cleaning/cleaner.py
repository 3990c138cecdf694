"""One text at a time, from what a source gives to what may be kept."""

from dataclasses import dataclass
from typing import Literal

from ethnography.domain.cleaning.duplicates import NearDuplicates
from ethnography.domain.cleaning.markup import plain_text, shortened
from ethnography.domain.cleaning.scrubbing import Scrubber
from ethnography.domain.cleaning.spam import is_spam
from ethnography.domain.languages import Languages
from ethnography.domain.sentiment import Sentiment
from ethnography.domain.verbatims import Post, Verbatim
from ethnography.domain.words import letters_only
from suara.markets import Market

DropReason = Literal["removed", "spam", "too_short", "other_language", "near_duplicate"]
LONGEST = 2_000
_REMOVED = {"[deleted]", "[removed]", "[ removed by moderator ]", "[deleted by user]"}


@dataclass(frozen=True)
class Dropped:
    """Why a post is not kept. Holds no word of it."""

    reason: DropReason


class Cleaner:
    """Cleans the posts of one market in one run; it remembers what it has seen, within bounds.

    The same post twice: the second is a near-duplicate of the first (which is kept), unless it
    is very short. Building one takes a second the first time (language model, name lists).
    """

    def __init__(self, market: Market) -> None:
        self._scrubber = Scrubber(market)
        self._languages = Languages(market)
        self._sentiment = Sentiment(market)
        self._seen = NearDuplicates()

    def clean(self, post: Post) -> Verbatim | Dropped:
        """The post as it may be kept: plain, without personal data, at most 2,000 characters."""
        text = plain_text(post.text)
        if not text or any(line.lower() in _REMOVED for line in text.split("\n")):
            return Dropped("removed")
        if is_spam(text):
            return Dropped("spam")
        text = shortened(self._scrubber.scrub(text), LONGEST)
        if not self._says_something(text):
            return Dropped("too_short")
        language = self._languages.of(text)
        if not self._languages.serves(language):
            return Dropped("other_language")
        if self._seen.saw(text):
            return Dropped("near_duplicate")
        return Verbatim(
            id=post.id,
            source=post.source,
            market=post.market,
            text=text,
            language=language,
            observed_at=post.observed_at,
            url=post.url,
            about=post.about,
            stars=post.stars,
            engagement=post.engagement,
        )

    def _says_something(self, text: str) -> bool:
        """Two words, or one that is praise or blame: "legit!!!", but not "okay" or a thumb."""
        spoken = letters_only(text)
        return len(spoken) > 1 or (bool(spoken) and self._sentiment.polarity(text) != 0)
