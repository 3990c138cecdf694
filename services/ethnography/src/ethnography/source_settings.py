"""Settings of the live sources: which are on, where they are, what they may cost."""

import json
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from ethnography.domain.verbatims import LIVE_SOURCES, LiveSource

Market = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Subreddit = Annotated[str, StringConstraints(pattern=r"^\w{2,21}$")]
AppleId = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,15}$")]
Package = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.]{1,150}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]
# NoDecode: JSON is read by the validator below, whose complaint repeats no value.
Lists = Annotated[Mapping[Market, tuple[Name, ...]], NoDecode]
Secrets = Annotated[Mapping[str, SecretStr], NoDecode]


class ShopSettings(BaseModel):
    """A shop that authorised the operator's app. items: none means all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: int
    about: Name = "Shopee"
    items: tuple[int, ...] = ()


class SourceSettings(BaseSettings):
    """Variables with JSON are by market and replace that market's defaults."""

    model_config = SettingsConfigDict(env_prefix="SUARA_", frozen=True, env_ignore_empty=True)

    sources: Annotated[frozenset[LiveSource], NoDecode] = frozenset(LIVE_SOURCES)
    sources_allow_private: bool = False
    sources_max_seconds: float = Field(default=300, gt=0, le=3_600)
    sources_max_wait_seconds: float = Field(default=30, ge=0, le=3_600)
    sources_timeout_seconds: float = Field(default=30, gt=0, le=600)
    sources_max_bytes: int = Field(default=8_000_000, ge=10_000, le=100_000_000)
    sources_max_pages: int = Field(default=10, ge=1, le=100)
    sources_wait_scale: float = Field(default=1, gt=0, le=100)

    reddit_client_id: str | None = None
    reddit_client_secret: SecretStr | None = None
    reddit_user_agent: str | None = Field(
        default=None,
        pattern=r"^[\w.-]+:[\w.-]+:[\w.-]+ \(by /u/[\w-]+\)$",
        description="<platform>:<app id>:<version> (by /u/<name>)",
    )
    reddit_auth_url: str = "https://www.reddit.com"
    reddit_api_url: str = "https://oauth.reddit.com"
    reddit_subreddits: Annotated[Mapping[Market, tuple[Subreddit, ...]], NoDecode] = {}
    reddit_queries: Lists = {}

    apple_enabled: bool = True
    apple_url: str = "https://itunes.apple.com"
    apple_apps: Annotated[Mapping[Market, Mapping[AppleId, Name]], NoDecode] = {}

    play_opt_in: bool = False
    play_url: str = "https://play.google.com"
    play_apps: Annotated[Mapping[Market, Mapping[Package, Name]], NoDecode] = {}
    play_languages: Annotated[Mapping[Market, tuple[Language, ...]], NoDecode] = {}

    shopee_partner_id: int | None = Field(default=None, gt=0)
    shopee_partner_key: SecretStr | None = None
    shopee_url: str = "https://partner.shopeemobile.com"
    shopee_shops: Annotated[Mapping[Market, tuple[ShopSettings, ...]], NoDecode] = {}
    shopee_tokens: Secrets = {}
    shopee_codes: Secrets = {}

    @field_validator("sources", mode="before")
    @classmethod
    def _names(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if (text := value.strip().lower()) in ("all", "none"):
            return LIVE_SOURCES if text == "all" else ()
        names = {name.strip() for name in text.split(",")}
        if not names <= set(LIVE_SOURCES):
            raise ValueError(f"it takes all, none, or some of {','.join(LIVE_SOURCES)}")
        return names

    @field_validator(
        *("reddit_subreddits", "reddit_queries", "apple_apps", "play_apps", "play_languages"),
        *("shopee_shops", "shopee_tokens", "shopee_codes"),
        mode="before",
    )
    @classmethod
    def _read_json(cls, value: Any) -> Any:
        try:
            return json.loads(value) if isinstance(value, str) else value
        except ValueError:
            raise ValueError("it is no JSON") from None

    @model_validator(mode="after")
    def _belongs_together(self) -> Self:
        _all_or_none(self, "reddit_client_id", "reddit_client_secret", "reddit_user_agent")
        _all_or_none(self, "shopee_partner_id", "shopee_partner_key")
        if self.sources_wait_scale < 1 and not self.sources_allow_private:
            raise ValueError("SUARA_SOURCES_WAIT_SCALE below 1 is for tests of one's own server")
        for name in ("reddit_auth_url", "reddit_api_url", "apple_url", "play_url", "shopee_url"):
            _check_url(name, getattr(self, name), private=self.sources_allow_private)
        return self


def _all_or_none(settings: SourceSettings, *names: str) -> None:
    missing = [name for name in names if not getattr(settings, name)]
    if missing and len(missing) < len(names):
        present = next(name for name in names if name not in missing)
        raise ValueError(f"{_variable(missing[0])} is not set, but {_variable(present)} is")


def _check_url(name: str, url: str, *, private: bool) -> None:
    """private: plain HTTP and addresses of one's own network will do."""
    parts = urlsplit(url)
    if parts.scheme not in (("https", "http") if private else ("https",)) or not parts.hostname:
        raise ValueError(f"{_variable(name)} must begin with https://")
    if parts.username or parts.query or parts.fragment:
        raise ValueError(f"{_variable(name)} must be a plain address, such as https://example.org")
    if not private and _is_private(parts.hostname):
        raise ValueError(
            f"{_variable(name)} is a private address: refused without SUARA_SOURCES_ALLOW_PRIVATE"
        )


def _is_private(host: str) -> bool:
    """By its name only; what the name leads to is checked when it is asked."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))


def _variable(name: str) -> str:
    return f"SUARA_{name.upper()}"
