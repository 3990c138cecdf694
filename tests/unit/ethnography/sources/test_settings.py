"""What turns a source on, and what is refused at start."""

from collections.abc import Mapping
from typing import Any

import pytest

from ethnography.adapters.sources import Sources, configured_sources
from ethnography.source_settings import LIVE_SOURCES, SourceSettings
from suara.settings import load

REDDIT = {
    "SUARA_REDDIT_CLIENT_ID": "id",
    "SUARA_REDDIT_CLIENT_SECRET": "hush",
    "SUARA_REDDIT_USER_AGENT": "linux:suara:1.0 (by /u/somebody)",
}
SHOPEE = {
    "SUARA_SHOPEE_PARTNER_ID": "2000001",
    "SUARA_SHOPEE_PARTNER_KEY": "hush",
    "SUARA_SHOPEE_SHOPS": '{"PH": [{"id": 600001, "items": [1, 2]}]}',
    "SUARA_SHOPEE_TOKENS": '{"600001": "hush"}',
}


class Nothing:
    async def load(self, key: str) -> Mapping[str, Any]:  # noqa: ARG002
        return {}

    async def save(self, key: str, state: Mapping[str, Any]) -> None: ...


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUARA_SOURCES", raising=False)


def with_environment(monkeypatch: pytest.MonkeyPatch, values: Mapping[str, str]) -> Sources:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return configured_sources(load(SourceSettings), Nothing())


def names(sources: Sources) -> list[str]:
    return [source.name for source in sources.live]


def test_only_apple_needs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = with_environment(monkeypatch, {})
    assert names(sources) == ["appstore"]
    assert sources.live[0].serves("PH")
    assert not sources.live[0].serves("TH")
    assert set(sources.not_configured) == {"googleplay", "reddit", "shopee"}
    assert "SUARA_REDDIT_CLIENT_ID" in sources.not_configured["reddit"]
    assert "SUARA_PLAY_OPT_IN" in sources.not_configured["googleplay"]


def test_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = {**REDDIT, **SHOPEE, "SUARA_PLAY_OPT_IN": "true"}
    sources = with_environment(monkeypatch, everything)
    assert names(sources) == list(LIVE_SOURCES)
    assert sources.not_configured == {}


@pytest.mark.parametrize(
    ("switch", "on"),
    [
        ("none", []),
        ("all", ["appstore", "reddit"]),
        ("reddit", ["reddit"]),
        ("", ["appstore", "reddit"]),
    ],
)
def test_one_switch_for_all(monkeypatch: pytest.MonkeyPatch, switch: str, on: list[str]) -> None:
    sources = with_environment(monkeypatch, {**REDDIT, "SUARA_SOURCES": switch})
    assert names(sources) == on
    assert len(sources.live) + len(sources.not_configured) == 4


def test_apple_can_be_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = with_environment(monkeypatch, {"SUARA_APPLE_ENABLED": "false"})
    assert sources.not_configured["appstore"] == "SUARA_APPLE_ENABLED is false"


def test_places_of_a_market_can_be_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    places = {
        "SUARA_APPLE_APPS": '{"PH": {}, "TH": {"1": "TrueMoney"}}',
        "SUARA_REDDIT_SUBREDDITS": '{"VN": []}',
    }
    sources = with_environment(monkeypatch, {**REDDIT, **places})
    appstore, reddit = sources.live
    assert [market for market in ("PH", "ID", "TH") if appstore.serves(market)] == ["ID", "TH"]
    assert [market for market in ("PH", "ID", "VN") if reddit.serves(market)] == ["PH", "ID"]


def test_shopee_needs_a_shop(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = with_environment(monkeypatch, {**SHOPEE, "SUARA_SHOPEE_SHOPS": ""})
    assert "SUARA_SHOPEE_SHOPS" in sources.not_configured["shopee"]


@pytest.mark.parametrize(
    "left_out", [*REDDIT, "SUARA_SHOPEE_PARTNER_ID", "SUARA_SHOPEE_PARTNER_KEY"]
)
def test_half_a_configuration_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], left_out: str
) -> None:
    values = {**REDDIT, **SHOPEE}
    del values[left_out]
    with pytest.raises(SystemExit):
        with_environment(monkeypatch, values)
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(f"suara: {left_out} is not set, but SUARA_")


@pytest.mark.parametrize(
    "wrong",
    [
        {"SUARA_SOURCES": "reddit,twitter"},
        {"SUARA_APPLE_URL": "http://itunes.apple.com"},
        {"SUARA_APPLE_URL": "itunes.apple.com"},
        {"SUARA_APPLE_URL": "https://user:hush@itunes.apple.com"},
        {"SUARA_APPLE_URL": "https://itunes.apple.com/?token=hush"},
        {"SUARA_SHOPEE_URL": "https://127.0.0.1:8443"},
        {"SUARA_SHOPEE_URL": "https://[::1]"},
        {"SUARA_REDDIT_API_URL": "https://169.254.169.254"},
        {"SUARA_REDDIT_AUTH_URL": "https://localhost"},
        {"SUARA_PLAY_URL": "https://10.0.0.1"},
        {"SUARA_PLAY_URL": "file:///etc/passwd"},
        {"SUARA_APPLE_APPS": "hush"},
        {"SUARA_APPLE_APPS": '{"PH": {"../x": "GCash"}}'},
        {"SUARA_APPLE_APPS": '{"ph": {"1": "GCash"}}'},
        {"SUARA_REDDIT_SUBREDDITS": '{"PH": ["../api/hush"]}'},
        {"SUARA_PLAY_APPS": '{"PH": {"a b": "x"}}'},
        {"SUARA_PLAY_LANGUAGES": '{"PH": ["Tagalog"]}'},
        {"SUARA_SHOPEE_TOKENS": "{'600001': 'hush'}"},
        {"SUARA_SOURCES_WAIT_SCALE": "0.01"},
        {**REDDIT, "SUARA_REDDIT_USER_AGENT": "Mozilla/5.0 hush"},
    ],
)
def test_what_cannot_work_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], wrong: dict[str, str]
) -> None:
    with pytest.raises(SystemExit):
        with_environment(monkeypatch, wrong)
    [line] = capsys.readouterr().err.splitlines()
    assert list(wrong)[-1] in line
    assert "hush" not in line


def test_servers_of_ones_own_must_be_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = {
        "SUARA_SOURCES_ALLOW_PRIVATE": "true",
        "SUARA_SOURCES_WAIT_SCALE": "0.01",
        "SUARA_APPLE_URL": "http://127.0.0.1:9000/",
    }
    assert names(with_environment(monkeypatch, allowed)) == ["appstore"]


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**REDDIT, **SHOPEE}.items():
        monkeypatch.setenv(name, value)
    assert "hush" not in repr(SourceSettings())
