"""What somebody wrote in public: as it was fetched, and as it may be kept."""

from datetime import datetime
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

LiveSource = Literal["appstore", "googleplay", "reddit", "shopee"]
LIVE_SOURCES: tuple[LiveSource, ...] = get_args(LiveSource)
SourceName = LiveSource | Literal["import"]


class Post(BaseModel):
    """A text as a source gives it. It may hold personal data: never stored, never logged.

    Who wrote it is not read at all. id: "<source>:<the source's own id>". about: the app, shop or
    brand that is reviewed, None for free talk. stars: 1 to 5, None where the source has none.
    engagement: votes or likes, 0 where the source has none. market: ISO 3166 code.
    """

    model_config = ConfigDict(frozen=True)

    id: str = Field(max_length=200)
    source: SourceName
    market: str = Field(pattern="^[A-Z]{2}$")
    text: str
    observed_at: datetime
    url: str | None = None
    about: str | None = None
    stars: int | None = Field(default=None, ge=1, le=5)
    engagement: int = Field(default=0, ge=0)


class Verbatim(BaseModel):
    """A text without personal data, in one of its market's languages: the raw signal.

    language: ISO 639 code, or "und" where a text is too short to tell.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    source: SourceName
    market: str
    text: str
    language: str
    observed_at: datetime
    url: str | None = None
    about: str | None = None
    stars: int | None = None
    engagement: int = 0
