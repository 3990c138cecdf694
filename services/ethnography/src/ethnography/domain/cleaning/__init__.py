"""Post -> Verbatim: markup and personal data out, other markets' talk, spam and copies dropped."""

from ethnography.domain.cleaning.cleaner import Cleaner, Dropped, DropReason
from ethnography.domain.cleaning.scrubbing import Scrubber

__all__ = ["Cleaner", "DropReason", "Dropped", "Scrubber"]
