"""Who enters and leaves: both collections change together, in the caller's transaction."""

from datetime import datetime
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from suara.library.personas import Promotion, Status, packed
from suara.mongo import Database, Document
from suara.personas import Cast

_TWIN = (
    "company_id", "status", "market", "gender", "income_level", "location", "age", "occupation",
)  # fmt: skip


async def enter(database: Database, session: Session, document: Document) -> bool:
    """Add somebody. False if that individual is there already: then nothing changes."""
    added = await database.library_personas.update_one(
        {"_id": document["_id"]},
        {"$setOnInsert": _without_id(document)},
        upsert=True,
        session=session,
    )
    if added.upserted_id is None:
        return False
    vector = {name: document[name] for name in _TWIN}
    vector["dispositions"] = packed(Cast.model_validate(document["cast"]).dispositions)
    await _set_twin(database, session, document["_id"], vector)
    return True


async def reactivate(
    database: Database, session: Session, persona_id: UUID, promotion: Promotion
) -> None:
    """Take a retired one back."""
    fields = {
        "status": "active", "reason": promotion.reason, "automatic": promotion.automatic,
        "promoted_at": promotion.at, "promoted_by": promotion.by,
        "retired_at": None, "retired_reason": None, "retired_by": None,
    }  # fmt: skip
    await _change(database, session, persona_id, "retired", fields)


async def retire(
    database: Database,
    session: Session,
    persona_id: UUID,
    reason: str,
    at: datetime,
    by: UUID | None = None,
) -> None:
    """Keep an active one for history only. One that is retired stays as it is."""
    fields = {"status": "retired", "retired_at": at, "retired_reason": reason, "retired_by": by}
    await _change(database, session, persona_id, "active", fields)


async def _change(
    database: Database, session: Session, persona_id: UUID, before: Status, fields: Document
) -> None:
    query = {"_id": persona_id, "status": before}
    changed = await database.library_personas.update_one(query, {"$set": fields}, session=session)
    if changed.matched_count:
        await _set_twin(database, session, persona_id, {"status": fields["status"]})


async def _set_twin(
    database: Database, session: Session, persona_id: UUID, fields: Document
) -> None:
    await database.library_vectors.update_one(
        {"_id": persona_id},
        {"$set": fields, "$currentDate": {"changed": True}},
        upsert=True,
        session=session,
    )


def _without_id(document: Document) -> Document:
    return {name: value for name, value in document.items() if name != "_id"}
