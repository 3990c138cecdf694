"""The built-in artist in place of an image model that fails."""

from collections.abc import Callable, MutableMapping
from typing import Any

import pytest

from avatar.adapters.openai_artist import OpenAIArtist
from openai_server.pictures import OUTPUT_TOKENS
from openai_server.running import RunningServer

Connect = Callable[..., OpenAIArtist]
Downloaded = Callable[..., Any]
KEY = "sk-test-0123456789abcdefghijklmnop"  # as in conftest.py


FAILURES = [
    ({"script": ["refusal"]}, {}, "refused to answer"),
    ({"script": ["quota"]}, {}, "quota"),
    ({"script": ["bad_request"]}, {}, "refused the request"),
    ({"script": 9 * ["hang"]}, {}, "did not answer"),
    ({"script": 99 * ["rate_limited"]}, {}, "SUARA_IMAGE_CONCURRENCY"),
    ({"script": 99 * ["error_503"]}, {}, "kept failing"),
    ({}, {"base_url": "http://127.0.0.1:9/v1"}, "cannot be reached"),
    ({"script": ["html"]}, {}, "unusable: it cannot be decoded"),
    ({"script": ["truncated"]}, {}, "unusable: it cannot be decoded"),
    ({"script": ["animated"]}, {}, "unusable: it cannot be decoded"),
    ({"script": ["bomb"]}, {}, "unusable: it cannot be decoded"),
    ({"script": ["huge"]}, {}, "longer than 20 MB"),
    ({"script": ["address"]}, {}, "there is none in the answer"),
    ({"script": ["not_base64"]}, {}, "there is none in the answer"),
]


@pytest.mark.parametrize(("control", "settings", "reason"), FAILURES)
async def test_where_the_model_fails_the_built_in_artist_draws_and_the_log_says_why(
    control: dict[str, Any],
    settings: dict[str, Any],
    reason: str,
    studio: Any,
    connect: Connect,
    downloaded: Downloaded,
    server: RunningServer,
    logged: list[MutableMapping[str, Any]],
) -> None:
    server.control(**control)
    studio.equip(connect(seconds=1.5, **settings))

    [rendered] = await studio.render()

    assert rendered.avatar_source == (await studio.persona())["avatar_source"] == "local"
    assert (await downloaded(rendered.avatar_url)).size == (512, 512)
    [entry] = logged
    assert (entry["event"], entry["log_level"]) == ("avatar.drawn_by_stand_in", "warning")
    assert reason in entry["reason"]


async def test_a_wrong_key_costs_one_call_and_is_not_shown(
    studio: Any,
    connect: Connect,
    server: RunningServer,
    logged: list[MutableMapping[str, Any]],
) -> None:
    server.control(api_key="another")
    studio.equip(connect())
    [rendered] = await studio.render()
    assert rendered.avatar_source == "local"
    assert server.log()["count"] == 1
    assert "check OPENAI_API_KEY" in logged[0]["reason"]
    assert KEY not in str(logged)


async def test_what_a_picture_costs_counts_towards_the_budget_of_the_project(
    studio: Any, connect: Connect, server: RunningServer, logged: list[MutableMapping[str, Any]]
) -> None:
    server.control(script=["html"])  # useless, and paid for all the same
    studio.equip(connect(), budget=OUTPUT_TOKENS)
    await studio.render()
    await studio.database.personas.update_one({}, {"$unset": {"avatar_keys": 1, "avatar_drawn": 1}})
    await studio.render()
    assert server.log()["count"] == 1
    assert "the token budget of this project (1,056) is used up" in logged[1]["reason"]
