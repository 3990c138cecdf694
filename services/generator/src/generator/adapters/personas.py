"""The personas' documents in MongoDB, one per persona, growing stage by stage."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from pymongo import UpdateOne

from generator.ports import Stored, WrittenStage
from suara.events import GenerationScoped
from suara.generation import Progress, Stage, advance
from suara.llm import Usage
from suara.mongo import Database, Document
from suara.personas import Cast, Draft, Persona, persona_id


class MongoPersonas:
    """Collection `personas`: {_id, company_id, project_id, group_id, generation_id, slot, cast,
    draft, persona, usage: {draft, profile}}, and what the avatar service adds; of a reused
    persona also avatar_status and avatar_keys. The API shows a persona once `persona` is there.
    Usage is added up: a stage may fail, at a cost, before it succeeds.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._personas = database.personas

    async def ensure_indexes(self) -> None:
        await self._personas.create_index([("group_id", 1), ("slot", 1)])
        await self._personas.create_index("generation_id")

    async def casts(self, generation_id: UUID) -> Mapping[int, Cast]:
        found = self._personas.find({"generation_id": generation_id}, {"slot": 1, "cast": 1})
        return {doc["slot"]: Cast.model_validate(doc["cast"]) async for doc in found}

    async def names(self, group_id: UUID) -> Sequence[tuple[str, str]]:
        found = self._personas.find(
            {"group_id": group_id}, {"cast.full_name": 1, "cast.short_name": 1}
        )
        return [(doc["cast"]["full_name"], doc["cast"]["short_name"]) async for doc in found]

    async def add(self, event: GenerationScoped, casts: Sequence[Cast]) -> None:
        scope = {
            "company_id": event.company_id,
            "project_id": event.project_id,
            "group_id": event.group_id,
            "generation_id": event.generation_id,
        }
        fresh = [
            UpdateOne(
                {"_id": persona_id(event.generation_id, cast.slot)},
                {"$setOnInsert": scope | {"slot": cast.slot, "cast": cast.model_dump(mode="json")}},
                upsert=True,
            )
            for cast in casts
        ]
        await self._personas.bulk_write(fresh, ordered=False)

    async def stored(self, persona_id: UUID) -> Stored | None:
        found = await self._personas.find_one({"_id": persona_id}, {"draft": 1, "persona": 1})
        if found is None:
            return None
        draft, persona = found.get("draft"), found.get("persona")
        return Stored(
            draft=Draft.model_validate(draft) if draft else None,
            persona=Persona.model_validate(persona) if persona else None,
        )

    async def charge(self, persona_id: UUID, stage: WrittenStage, usage: Usage) -> None:
        await self._personas.update_one({"_id": persona_id}, _paid(stage, usage))

    async def save_draft(self, persona_id: UUID, draft: Draft, usage: Usage) -> None:
        saved = {"$set": {"draft": draft.model_dump(mode="json")}}
        await self._personas.update_one({"_id": persona_id}, saved | _paid("draft", usage))

    async def save_persona(
        self, persona_id: UUID, persona: Persona, usage: Usage | None = None
    ) -> None:
        saved = {"$set": {"persona": persona.model_dump(mode="json")}}
        paid = _paid("profile", usage) if usage else {}
        await self._personas.update_one({"_id": persona_id}, saved | paid)

    async def save_portrait(self, persona_id: UUID, keys: Mapping[str, str]) -> None:
        saved = {"$set": {"avatar_status": "ready", "avatar_keys": dict(keys)}}
        await self._personas.update_one({"_id": persona_id}, saved)

    async def withdraw(self, generation_id: UUID) -> None:
        await self._personas.delete_many({"generation_id": generation_id, "persona": None})

    async def discard(self, group_id: UUID) -> None:
        await self._personas.delete_many({"group_id": group_id})

    async def advance(
        self,
        event: GenerationScoped,
        event_id: UUID,
        steps: Sequence[tuple[Stage, UUID]],
        *,
        reason: str = "",
        notes: Sequence[str] = (),
    ) -> Progress | None:
        return await advance(self._database, event, event_id, steps, reason=reason, notes=notes)


def _paid(stage: WrittenStage, usage: Usage) -> Document:
    return {"$inc": {f"usage.{stage}.{name}": count for name, count in usage}}
