"""Which live sources there are, made from settings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog
from pydantic import SecretStr

from ethnography.adapters import appstore, googleplay, reddit, shopee
from ethnography.adapters.apps import App
from ethnography.adapters.appstore import AppStoreSource
from ethnography.adapters.default_places import default_places
from ethnography.adapters.googleplay import GooglePlaySource, PlayApps
from ethnography.adapters.reddit import RedditAccess, RedditSource, Subreddits
from ethnography.adapters.shopee import Shop, ShopeeAccess, ShopeeSource
from ethnography.adapters.web import PRODUCT, Limits, Pace, Web
from ethnography.domain.verbatims import LIVE_SOURCES, LiveSource
from ethnography.ports import Source, SourceStates
from ethnography.source_settings import SourceSettings

_log = structlog.get_logger()


@dataclass(frozen=True)
class Sources:
    """live: those to be read. not_configured: the others, each with what it lacks."""

    live: Sequence[Source]
    not_configured: Mapping[LiveSource, str]
    webs: Sequence[Web]

    def announce(self) -> None:
        """Says once, when logging is set up, what is on and what is off."""
        for source in self.live:
            _log.info("source.on", source=source.name)
        for name, reason in self.not_configured.items():
            _log.info("source.off", source=name, reason=reason)

    async def close(self) -> None:
        for web in self.webs:
            await web.close()


def configured_sources(settings: SourceSettings, states: SourceStates) -> Sources:
    """Connects to nothing yet. Close it in the end."""
    make: Mapping[LiveSource, Callable[[SourceSettings, SourceStates, list[Web]], Source]] = {
        "appstore": _appstore,
        "googleplay": _googleplay,
        "reddit": _reddit,
        "shopee": _shopee,
    }
    off = {name: reason for name in LIVE_SOURCES if (reason := _lack(name, settings))}
    webs: list[Web] = []
    live = [make[name](settings, states, webs) for name in LIVE_SOURCES if name not in off]
    return Sources(live, off, webs)


def _lack(name: LiveSource, settings: SourceSettings) -> str | None:
    """Why a source is off."""
    if name not in settings.sources:
        return "not in SUARA_SOURCES"
    if name == "appstore" and not settings.apple_enabled:
        return "SUARA_APPLE_ENABLED is false"
    if name == "googleplay" and not settings.play_opt_in:
        return "SUARA_PLAY_OPT_IN is not true"
    if name == "reddit" and not settings.reddit_client_id:
        return "SUARA_REDDIT_CLIENT_ID, _CLIENT_SECRET and _USER_AGENT are not set"
    if name == "shopee" and not settings.shopee_partner_id:
        return "SUARA_SHOPEE_PARTNER_ID and _PARTNER_KEY are not set"
    if name == "shopee" and not any(settings.shopee_shops.values()):
        return "SUARA_SHOPEE_SHOPS names no shop"
    return None


def _appstore(settings: SourceSettings, states: SourceStates, webs: list[Web]) -> Source:
    defaults = {market: one.apple_apps for market, one in default_places().items()}
    markets = {market: _apps(apps) for market, apps in {**defaults, **settings.apple_apps}.items()}
    web = _web(settings, webs, appstore.SECONDS_PER_REQUEST)
    return AppStoreSource(web, settings.apple_url.rstrip("/"), markets, states)


def _googleplay(settings: SourceSettings, states: SourceStates, webs: list[Web]) -> Source:
    defaults = default_places()
    apps = {market: one.play_apps for market, one in defaults.items()} | dict(settings.play_apps)
    languages = {market: one.play_languages for market, one in defaults.items()}
    languages |= settings.play_languages
    markets = {
        market: PlayApps(_apps(some), languages.get(market, ("en",)))
        for market, some in apps.items()
    }
    return GooglePlaySource(
        _web(settings, webs, googleplay.SECONDS_PER_REQUEST),
        settings.play_url.rstrip("/"),
        markets,
        states,
        soft_error_waits=[
            wait * settings.sources_wait_scale for wait in googleplay.SOFT_ERROR_WAITS
        ],
    )


def _reddit(settings: SourceSettings, states: SourceStates, webs: list[Web]) -> Source:
    defaults = default_places()
    names = {market: one.subreddits for market, one in defaults.items()}
    names |= settings.reddit_subreddits
    queries = {market: one.queries for market, one in defaults.items()}
    queries |= settings.reddit_queries
    access = RedditAccess(
        client_id=settings.reddit_client_id or "",
        client_secret=settings.reddit_client_secret or SecretStr(""),
        auth_url=settings.reddit_auth_url.rstrip("/"),
        api_url=settings.reddit_api_url.rstrip("/"),
    )
    markets = {market: Subreddits(some, queries.get(market, ())) for market, some in names.items()}
    agent = settings.reddit_user_agent or PRODUCT
    web = _web(settings, webs, reddit.SECONDS_PER_REQUEST, agent)
    return RedditSource(web, access, markets, states)


def _shopee(settings: SourceSettings, states: SourceStates, webs: list[Web]) -> Source:
    access = ShopeeAccess(
        partner_id=settings.shopee_partner_id or 0,
        partner_key=settings.shopee_partner_key or SecretStr(""),
        url=settings.shopee_url.rstrip("/"),
    )
    markets = {
        market: [
            Shop(
                shop.id,
                shop.about,
                shop.items,
                code=settings.shopee_codes.get(str(shop.id)),
                refresh_token=settings.shopee_tokens.get(str(shop.id)),
            )
            for shop in shops
        ]
        for market, shops in settings.shopee_shops.items()
    }
    return ShopeeSource(_web(settings, webs, shopee.SECONDS_PER_REQUEST), access, markets, states)


def _web(
    settings: SourceSettings, webs: list[Web], seconds: float, user_agent: str = PRODUCT
) -> Web:
    """Each source has its own, and with it a pace of its own."""
    limits = Limits(
        read_seconds=settings.sources_timeout_seconds / 2,
        request_seconds=settings.sources_timeout_seconds,
        refresh_seconds=settings.sources_max_seconds,
        longest_wait_seconds=settings.sources_max_wait_seconds,
        bytes=settings.sources_max_bytes,
        pages=settings.sources_max_pages,
        wait_scale=settings.sources_wait_scale,
    )
    pace = Pace(seconds * limits.wait_scale, limits.longest_wait_seconds)
    private = settings.sources_allow_private
    webs.append(Web(limits, pace, user_agent=user_agent, allow_private=private))
    return webs[-1]


def _apps(apps: Mapping[str, str]) -> list[App]:
    return [App(app_id, brand) for app_id, brand in apps.items()]
