"""How long a stage took, from the event that asks for it."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from measured import growth
from suara.events import Event, GroupDeleted
from suara.kafka.middleware import timed_stage
from suara.kafka.routes import Context, Handler
from suara.testing.samples import an_event

FOLLOWS = [an_event(GroupDeleted)]
SAMPLES = {
    f"{outcome}_{what}": (
        f"suara_stage_duration_seconds_{what}",
        {"stage": "profile", "outcome": outcome},
    )
    for outcome in ("ok", "failed")
    for what in ("count", "sum")
}


def an_hour_ago() -> Context:
    return Context(uuid4(), datetime.now(UTC) - timedelta(hours=1), 1)


def handling(outcome: Sequence[Event] | BaseException) -> Handler:
    async def handle(*_: Any) -> Sequence[Event]:
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    return timed_stage(handle, "profile")


async def test_a_stage_lasts_from_its_event_until_it_is_done() -> None:
    with growth(**SAMPLES) as grown:
        assert await handling(FOLLOWS)(None, an_hour_ago()) == FOLLOWS
    assert 3_600 <= grown["ok_sum"] < 3_900
    assert (grown["ok_count"], grown["failed_count"]) == (1, 0)


async def test_a_stage_that_fails_for_good_is_told_apart() -> None:
    with growth(**SAMPLES) as grown, pytest.raises(ValueError, match="no"):
        await handling(ValueError("no"))(None, an_hour_ago())
    assert 3_600 <= grown["failed_sum"] < 3_900
    assert (grown["ok_count"], grown["failed_count"]) == (0, 1)


@pytest.mark.parametrize("nothing", [[], asyncio.CancelledError()])
async def test_what_nobody_waits_for_or_is_broken_off_is_no_stage(nothing: Any) -> None:
    with growth(**SAMPLES) as grown, suppress(asyncio.CancelledError):
        await handling(nothing)(None, an_hour_ago())
    assert not any(grown.values())


async def test_a_clock_that_is_behind_makes_no_negative_duration() -> None:
    ahead = an_hour_ago()._replace(time=datetime.now(UTC) + timedelta(minutes=1))
    with growth(**SAMPLES) as grown:
        await handling(FOLLOWS)(None, ahead)
    assert (grown["ok_count"], grown["ok_sum"]) == (1, 0)
