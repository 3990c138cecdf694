"""What became of every group that was accepted, as a user and a subscriber find it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx

from chaos.bus import Bus, Ids
from chaos.traffic import Accepted, Traffic
from suara.mongo import Database, Document

_ANNOUNCED_SECONDS = 5.0
"""So long after a group has settled its last events may still be on their way to a subscriber."""

_ENDED = {"complete": "suara.generation.completed.v1", "failed": "suara.generation.failed.v1"}
_GENERATED = "suara.persona.generated.v1"


@dataclass
class Verdict:
    """counts: by what is counted. broken: a line for each promise to a group that was not kept."""

    counts: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def breach(self, count: str, group: Accepted, words: str, number: int = 1) -> None:
        self.counts[count] += number
        self.broken.append(f"{count}: group {group.id}: {words}")


async def verdict(
    traffic: Traffic, bus: Bus, database: Database, logs_lost: Sequence[float]
) -> Verdict:
    """Look at everything. All servers and services must be up, and nothing may be under way."""
    found = Verdict()
    async with httpx.AsyncClient(trust_env=False, timeout=20) as browser:
        for group in traffic.accepted:
            document = await database.groups.find_one({"_id": UUID(group.id)})
            if document is None:
                found.breach("groups_lost", group, "is gone")
                continue
            personas = await traffic.personas(group)
            written = database.personas.find({"group_id": UUID(group.id)})
            count(found, group, document, personas, [one async for one in written])
            announced(found, group, document, personas, bus.ids, logs_lost)
            for persona in personas:
                await _look(found, group, persona, browser)
    return found


def count(
    found: Verdict,
    group: Accepted,
    document: Document,
    personas: Sequence[Document],
    documents: Sequence[Document],
) -> None:
    """Whether a group has what was asked for. personas: as the API shows them; documents: all."""
    run = document["generation"]
    found.counts["personas_asked"] += group.asked
    found.counts["personas_written"] += len(personas)
    status = document["generation_status"]
    excused = len(run.get("failed", ())) if status == "failed" else 0
    if status == "complete":
        found.counts["groups_complete"] += 1
    elif status != "failed":
        found.breach("groups_stuck", group, f"{status}: {document['generation_progress']}")
        excused = group.asked
    elif run.get("reason"):
        found.counts["groups_failed_with_a_reason"] += 1
    else:
        found.breach("groups_failed_without_a_reason", group, document["generation_progress"])
    missing = group.asked - len(personas) - excused
    if missing > 0:
        found.breach("personas_lost", group, f"{len(personas)} of {group.asked}", missing)
    if (surplus := len(documents) - group.asked) > 0:
        found.breach("personas_doubled", group, f"{len(documents)}, not {group.asked}", surplus)
    for what, seen in (
        ("slot", [one["slot"] for one in documents]),
        ("name", [one["full_name"] for one in personas]),
    ):
        if twice := len(seen) - len(set(seen)):
            found.breach("personas_doubled", group, f"a {what} twice", twice)


def announced(
    found: Verdict,
    group: Accepted,
    document: Document,
    personas: Sequence[Document],
    seen: Ids,
    logs_lost: Sequence[float],
) -> None:
    """A subscriber heard of each persona and of the end, unless a log was lost meanwhile."""
    ended = group.settled_at or float("inf")
    if any(group.at - _ANNOUNCED_SECONDS < lost < ended + _ANNOUNCED_SECONDS for lost in logs_lost):
        found.counts["groups_beside_a_lost_log"] += 1
        return
    expected = [(_GENERATED, persona["id"], None) for persona in personas]
    if kind := _ENDED.get(document["generation_status"]):
        expected.append((kind, str(document["generation"]["id"]), None))
    for identity in expected:
        if identity not in seen:
            found.breach("events_never_seen", group, " ".join(map(str, identity[:2])))


async def _look(
    found: Verdict, group: Accepted, persona: dict[str, Any], browser: httpx.AsyncClient
) -> None:
    url = persona["avatar_url"]
    if url is None:
        found.counts["portraits_failed"] += 1
    elif (status := (await browser.get(url)).status_code) != 200:
        found.breach("portraits_unreadable", group, f"{persona['id']}: {status}")


def doubled(seen: Ids) -> Iterator[str]:
    """Events that a subscriber saw under several ids, and cannot know for the same."""
    for (kind, about, attempt), ids in seen.items():
        if len(ids) > 1:
            yield f"events_doubled: {kind} of {about}, attempt {attempt}: {', '.join(ids)}"
