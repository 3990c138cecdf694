"""Many groups at once want few library personas: two workers, one MongoDB."""

import asyncio
from collections import Counter

from integration.library.worker import Library, a_group, context, reused
from suara.events import GroupDeleted, PersonaMatched, PersonaUnmatched
from suara.mongo import Database
from suara.testing.samples import an_event

GROUPS, PEOPLE = 50, 20


async def test_fifty_groups_share_twenty_people_without_loss_or_repetition(
    database: Database,
) -> None:
    workers = [Library(database), Library(database)]
    for part in (workers[0].vectors, workers[0].claimed):
        await part.ensure_indexes()
    names = [f"group {number}" for number in range(GROUPS)]
    proven = {await workers[0].promote(f"proven {number}") for number in range(PEOPLE)}
    casts = [cast for name in names for cast in a_group(name)]
    await workers[0].cast(casts)

    # Each cast is delivered twice, to both workers: as after a rebalance.
    first, second = await asyncio.gather(
        *(asyncio.gather(*(worker.match(cast) for cast in casts)) for worker in workers)
    )

    for one, again in zip(first, second, strict=True):
        assert isinstance(one, PersonaMatched | PersonaUnmatched)
        assert reused(one) == reused(again)
    found = Counter((cast.group_id, reused(one)) for cast, one in zip(casts, first, strict=True))
    assert {library_id for _, library_id in found} <= proven
    assert set(found.values()) == {1}
    claims = await database.library_claims.find({}).to_list(None)
    assert {claim["_id"]: claim["library_persona_id"] for claim in claims} == {
        cast.persona_id: reused(one) for cast, one in zip(casts, first, strict=True)
    }

    for cast in casts[:3]:
        deleted = an_event(GroupDeleted, group_id=cast.group_id)
        await workers[1].handlers.group_deleted(deleted, context())
    assert await database.library_claims.count_documents({}) == len(casts) - 3
