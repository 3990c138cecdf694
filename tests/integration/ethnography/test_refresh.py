"""What becomes of a market's snapshot when its sources talk, fall silent or break."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from ethnography.adapters.snapshots import MongoSnapshots
from ethnography.adapters.verbatims import MongoVerbatims
from generator.adapters.snapshots import MongoSnapshots as GeneratorsSnapshots
from suara.markets import BUNDLED, Snapshot, bundled_snapshot, market
from suara.mongo import Database

from .conftest import THROTTLED, MakeRefresh, Says, a_post

SIX = [a_post(number) for number in range(6)]


def states(snapshot: Snapshot) -> dict[str, str]:
    return {source.name: source.state for source in snapshot.sources}


async def test_a_market_without_a_source_gets_the_bundled_snapshot(
    refresh_of: MakeRefresh, snapshots: MongoSnapshots, database: Database
) -> None:
    refreshed = await refresh_of()("ID")

    stored = await snapshots.latest("ID")
    assert stored == refreshed.snapshot
    assert stored.signals == bundled_snapshot(market("ID")).signals
    assert (stored.source, refreshed.heard) == (BUNDLED, True)
    assert set(states(stored).values()) == {"not_configured"}
    [reddit] = [source for source in stored.sources if source.name == "reddit"]
    assert reddit.reason == "SUARA_REDDIT_CLIENT_ID is not set"
    assert await database.verbatims.count_documents({}) == 0


async def test_what_people_say_becomes_a_snapshot_that_cites_it(
    refresh_of: MakeRefresh, snapshots: MongoSnapshots, database: Database
) -> None:
    refreshed = await refresh_of(Says(SIX))("PH")

    kept = {document["_id"] async for document in database.verbatims.find()}
    stored = await snapshots.latest("PH")
    cited = {verbatim for signal in stored.signals for verbatim in signal.verbatims}
    assert (stored, stored.source) == (refreshed.snapshot, "live")
    assert cited
    assert cited <= kept == {post.id for post in SIX}
    assert states(stored)["appstore"] == "ok"
    assert {s.name: s.verbatims for s in stored.sources}["appstore"] == len(SIX)


async def test_the_log_counts_and_says_no_word_of_what_was_said(refresh_of: MakeRefresh) -> None:
    spam = a_post(9, text="Use my referral code ABC123 to earn money daily pm me")
    with capture_logs() as logs:
        await refresh_of(Says([*SIX, spam]))("PH")

    [line] = [line for line in logs if line["event"] == "snapshot.refreshed"]
    assert line["sources"]["appstore"] == {
        "state": "ok",
        "fetched": 7,
        "kept": 6,
        "dropped": {"spam": 1},
    }
    assert "GCash" not in str(logs)


@pytest.mark.parametrize(
    ("error", "state", "reason"),
    [
        (THROTTLED, "throttled", "asked for fewer requests (HTTP 429)"),
        (ValueError("Juan dela Cruz wrote"), "failing", "could not be read (ValueError)"),
    ],
)
async def test_a_broken_source_leaves_the_others_their_say(
    refresh_of: MakeRefresh, error: Exception, state: str, reason: str
) -> None:
    reddit = Says(name="reddit", error=error)
    with capture_logs() as logs:
        refreshed = await refresh_of(Says(SIX), reddit)("PH")

    health = {source.name: source for source in refreshed.snapshot.sources}
    assert (refreshed.snapshot.source, refreshed.heard) == ("live", True)
    assert (health["reddit"].state, health["reddit"].reason) == (state, reason)
    assert health["appstore"].state == "ok"
    assert "Juan" not in str(logs)


async def test_what_a_source_gave_before_it_broke_is_good(refresh_of: MakeRefresh) -> None:
    refreshed = await refresh_of(Says(SIX, error=THROTTLED))("PH")
    health = {source.name: source for source in refreshed.snapshot.sources}["appstore"]
    assert (refreshed.snapshot.source, refreshed.heard) == ("live", True)
    assert (health.state, health.verbatims) == ("throttled", 6)


async def test_a_generation_does_not_wait_for_a_refresh(
    refresh_of: MakeRefresh, database: Database
) -> None:
    hanging = Says(SIX, holds=asyncio.Event())
    refreshing = asyncio.create_task(refresh_of(hanging)("PH"))
    await hanging.reached.wait()
    generators = GeneratorsSnapshots(database)
    first = await generators.latest("PH")
    refreshing.cancel()
    await asyncio.wait({refreshing})
    second = (await refresh_of(Says(SIX))("PH")).snapshot

    assert first.source == BUNDLED
    assert (await generators.latest("PH")).version == second.version


async def test_a_source_that_hangs_is_cut_off(refresh_of: MakeRefresh) -> None:
    hanging = Says(SIX, holds=asyncio.Event(), name="reddit")
    refreshed = await refresh_of(hanging, source_seconds=0.3)("PH")
    health = {source.name: source for source in refreshed.snapshot.sources}["reddit"]
    assert (health.state, health.reason) == ("failing", "was cut off after 0.3 s")


async def test_if_all_sources_fail_the_last_good_snapshot_stays_and_is_no_fresher(
    refresh_of: MakeRefresh, snapshots: MongoSnapshots, database: Database
) -> None:
    good = (await refresh_of(Says(SIX))("PH")).snapshot
    [before] = await database.snapshots.find().to_list(None)

    refreshed = await refresh_of(Says(error=THROTTLED))("PH")

    [after] = await database.snapshots.find().to_list(None)
    stored = await snapshots.latest("PH")
    assert not refreshed.heard
    assert (stored.version, stored.signals) == (good.version, good.signals)
    assert after["refreshed_at"] == before["refreshed_at"]
    assert states(stored)["appstore"] == "throttled"
    last_ok_at = {source.name: source.last_ok_at for source in stored.sources}["appstore"]
    assert last_ok_at == {source.name: source.last_ok_at for source in good.sources}["appstore"]
    assert last_ok_at is not None


async def test_if_all_sources_fail_from_the_start_there_is_the_bundled_snapshot(
    refresh_of: MakeRefresh, snapshots: MongoSnapshots
) -> None:
    refreshed = await refresh_of(Says(error=THROTTLED), Says(name="reddit", error=THROTTLED))("PH")
    stored = await snapshots.latest("PH")
    assert (stored.source, refreshed.heard) == (BUNDLED, False)
    assert states(stored)["reddit"] == states(stored)["appstore"] == "throttled"
    assert {source.last_ok_at for source in stored.sources} == {None}


async def test_the_same_talk_again_is_the_same_version(
    refresh_of: MakeRefresh, database: Database
) -> None:
    refresh = refresh_of(Says(SIX))
    first, second = await refresh("PH"), await refresh("PH")
    assert first.snapshot.signals[0].id == second.snapshot.signals[0].id
    assert await database.verbatims.count_documents({}) == len(SIX)


async def test_what_was_deleted_is_forgotten(
    refresh_of: MakeRefresh, snapshots: MongoSnapshots, database: Database
) -> None:
    first = (await refresh_of(Says(SIX))("PH")).snapshot
    cited = [verbatim for signal in first.signals for verbatim in signal.verbatims]
    source = Says(SIX[3:], deleted={SIX[0].id, SIX[4].id})

    second = (await refresh_of(source)("PH")).snapshot

    kept = {document["_id"] async for document in database.verbatims.find()}
    stored = [document["snapshot"] async for document in database.snapshots.find()]
    assert SIX[0].id in cited
    assert sorted(source.asked_about) == [post.id for post in SIX[:3]]
    assert kept == {post.id for post in SIX} - {SIX[0].id}
    assert SIX[0].id not in {v for signal in second.signals for v in signal.verbatims}
    assert SIX[0].id not in str(stored)


async def test_an_edited_text_that_may_not_be_kept_any_more_is_forgotten(
    refresh_of: MakeRefresh, database: Database
) -> None:
    await refresh_of(Says(SIX))("PH")
    edited = SIX[1].model_copy(update={"text": "[deleted]"})
    await refresh_of(Says([SIX[0], edited, *SIX[2:]]))("PH")
    kept = {document["_id"] async for document in database.verbatims.find()}
    assert kept == {post.id for post in SIX} - {edited.id}


async def test_rechecks_are_bounded_and_begin_with_what_was_not_checked_for_longest(
    refresh_of: MakeRefresh, verbatims: MongoVerbatims
) -> None:
    await refresh_of(Says(SIX))("PH")
    now = datetime.now(UTC)
    await verbatims.checked([SIX[2].id], now - timedelta(days=2))
    await verbatims.checked([SIX[5].id], now - timedelta(days=3))
    silent = Says(())
    await refresh_of(silent, rechecks=2)("PH")
    assert silent.asked_about == [SIX[5].id, SIX[2].id]


async def test_a_refused_recheck_is_told(refresh_of: MakeRefresh) -> None:
    class Refuses(Says):
        async def gone(self, _: object) -> set[str]:
            raise THROTTLED

    await refresh_of(Says(SIX))("PH")
    refreshed = await refresh_of(Refuses(SIX[:3]))("PH")
    assert states(refreshed.snapshot)["appstore"] == "throttled"
    assert refreshed.snapshot.source == "live"
