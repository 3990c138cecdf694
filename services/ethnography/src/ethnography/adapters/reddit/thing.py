"""A submission or a comment, as far as it is read."""

from pydantic import BaseModel, Field

from ethnography.adapters.posts import titled

SITE = "https://www.reddit.com"
FULLNAME = r"^t[13]_[a-z0-9]{1,20}$"
GONE = ("[removed]", "[deleted]")


class Thing(BaseModel):
    """What submissions and comments share. Who wrote it is not read."""

    name: str = Field(pattern=FULLNAME)
    created_utc: float
    score: int = 0
    stickied: bool = False
    distinguished: str | None = None
    removed_by_category: str | None = None
    link_id: str = Field(default="", pattern=r"^(t3_[a-z0-9]{1,20})?$")
    title: str = ""
    selftext: str | None = ""
    body: str | None = ""
    num_comments: int = 0

    @property
    def text(self) -> str:
        return titled(self.title, self.selftext or "") if self.title else self.body or ""

    @property
    def is_gone(self) -> bool:
        """Deleted by its author or removed by a moderator."""
        return bool(self.removed_by_category) or (self.selftext or self.body or "").strip() in GONE

    @property
    def is_official(self) -> bool:
        """Put there by moderators or the house."""
        return self.stickied or self.distinguished in ("moderator", "admin")

    @property
    def url(self) -> str:
        """Without the title that Reddit puts into its own links: it may hold personal data."""
        thread = (self.link_id or self.name).removeprefix("t3_")
        return f"{SITE}/comments/{thread}" + (f"/_/{self.name[3:]}" if self.link_id else "")
