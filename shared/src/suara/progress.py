"""The aggregation pipeline behind `suara.generation`: sets in, status and text out."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

Expression = Any

# What could not be made at first, and is made after all.
_HEALED = {"failed": "written", "unportrayed": "portrayed"}
# Of so many runs of a group it is known how they closed: the next may begin before all is told.
_CLOSINGS = 5
_FAILURES = 100


class Stage(StrEnum):
    """What may happen to a persona of a generation; each is a set of persona ids."""

    CAST = "cast"
    REUSED = "reused"
    WRITTEN = "written"
    PORTRAYED = "portrayed"
    UNPORTRAYED = "unportrayed"
    FAILED = "failed"


def pipeline(
    event_id: UUID, steps: Sequence[tuple[Stage, UUID]], reason: str, notes: Sequence[str]
) -> list[dict[str, Any]]:
    """Update stages for `find_one_and_update` on a group's document.

    `closings` and `failures` belong to the group, not to the run, and so outlive it.
    `generation.before` is how the last step found it: what a step changed can be told by that.
    """
    failing = any(stage == Stage.FAILED for stage, _ in steps)
    before = {"status": "$generation_status", "failed": _size("failed")}
    return [
        {"$set": {"generation.before": before}},
        {"$set": _grown_sets(steps, notes) | (_failed(event_id, steps, reason) if failing else {})},
        {"$set": {f"generation.{late}": _without(late, made) for late, made in _HEALED.items()}},
        {"$set": {"generation_status": _status()}},
        {"$set": {"generation.closed_by": _closed_by(event_id), "generation_progress": _text()}},
        {"$set": {"closings": _closings()}},
    ]


def _grown_sets(steps: Sequence[tuple[Stage, UUID]], notes: Sequence[str]) -> dict[str, Expression]:
    added: dict[str, list[UUID]] = {}
    for stage, persona_id in steps:
        if stage != Stage.FAILED:
            added.setdefault(stage, []).append(persona_id)
    grown: dict[str, Expression] = {
        f"generation.{name}": {"$setUnion": [_set(name), ids]} for name, ids in added.items()
    }
    if fresh := [note for note in notes if note]:
        # Texts are literals: a leading $ in one must not be read as a field.
        unseen = {"$setDifference": [{"$literal": fresh}, _set("notes")]}
        grown["generation.notes"] = {"$concatArrays": [_set("notes"), unseen]}
    grown["generation.updated_at"] = "$$NOW"
    return grown


def _failed(
    event_id: UUID, steps: Sequence[tuple[Stage, UUID]], reason: str
) -> dict[str, Expression]:
    """A failure counts once: told again later, it says nothing of the attempt that followed."""
    heard = {"$ifNull": ["$failures", []]}
    known = {"$in": [event_id, heard]}
    failed = [persona_id for stage, persona_id in steps if stage == Stage.FAILED]
    remembered = {"$slice": [{"$concatArrays": [heard, [event_id]]}, -_FAILURES]}
    why = {"$literal": reason[:300]} if reason else "$generation.reason"
    return {
        "generation.failed": {
            "$cond": [known, _set("failed"), {"$setUnion": [_set("failed"), failed]}]
        },
        "generation.reason": {"$cond": [known, "$generation.reason", why]},
        "failures": {"$cond": [known, heard, remembered]},
    }


def _status() -> Expression:
    """Settled once each persona is written or failed, and each written one's portrait settled."""
    total = "$generation.total"
    made = {"$size": {"$setUnion": [_set("written"), _set("failed")]}}
    portraits = {"$setUnion": [_set("portrayed"), _set("unportrayed")]}
    settled = {
        "$and": [
            {"$gte": [made, total]},
            {"$setIsSubset": [_set("written"), portraits]},
        ]
    }
    outcome = {"$cond": [{"$gt": [_size("failed"), 0]}, "failed", "complete"]}
    return {"$cond": [settled, outcome, "generating"]}


def _closed_by(event_id: UUID) -> Expression:
    """The event that turned the status; kept by later ones, cleared while the run is open."""
    turned = {"$ne": ["$generation.before.status", "$generation_status"]}
    closed = {"$cond": [turned, event_id, "$generation.closed_by"]}
    return {"$cond": [{"$eq": ["$generation_status", "generating"]}, None, closed]}


def _closings() -> Expression:
    """How the group's last runs closed, and which event closed each."""
    others = {
        "$filter": {
            "input": {"$ifNull": ["$closings", []]},
            "as": "run",
            "cond": {"$ne": ["$$run.generation", "$generation.id"]},
        }
    }
    this = {
        "generation": "$generation.id",
        "by": "$generation.closed_by",
        "status": "$generation_status",
        "personas": _size("written"),
        "failed": _size("failed"),
        "reason": {"$ifNull": ["$generation.reason", "unknown reason"]},
    }
    both = {"$slice": [{"$concatArrays": [others, [this]]}, -_CLOSINGS]}
    return {"$cond": [{"$eq": ["$generation.closed_by", None]}, others, both]}


def _text() -> Expression:
    """Like "3 of 5 personas written, 1 portrait ready, 1 from the library"."""
    parts = [
        _string(_size("written")),
        " of ",
        _string("$generation.total"),
        {"$cond": [{"$eq": ["$generation.total", 1]}, " persona written", " personas written"]},
        _counted("portrayed", ", ", " portrait ready", " portraits ready", always=True),
        _counted("reused", ", ", " from the library", " from the library"),
        _counted("unportrayed", ", ", " without a portrait", " without a portrait"),
        _counted("failed", ", ", " could not be made", " could not be made"),
        {
            "$cond": [
                {"$gt": [_size("failed"), 0]},
                {"$concat": [": ", {"$ifNull": ["$generation.reason", "unknown reason"]}]},
                "",
            ]
        },
        {
            "$reduce": {
                "input": _set("notes"),
                "initialValue": "",
                "in": {"$concat": ["$$value", ". ", "$$this"]},
            }
        },
    ]
    return {"$concat": parts}


def _counted(name: str, before: str, one: str, many: str, *, always: bool = False) -> Expression:
    size = _size(name)
    noun = {"$cond": [{"$eq": [size, 1]}, one, many]}
    text = {"$concat": [before, _string(size), noun]}
    return text if always else {"$cond": [{"$gt": [size, 0]}, text, ""]}


def _set(name: str) -> Expression:
    return {"$ifNull": [f"$generation.{name}", []]}


def _size(name: str) -> Expression:
    return {"$size": _set(name)}


def _without(name: str, other: str) -> Expression:
    return {"$setDifference": [_set(name), _set(other)]}


def _string(value: Expression) -> Expression:
    return {"$toString": value}
