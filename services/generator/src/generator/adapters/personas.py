"""The personas' documents in MongoDB, one per persona, growing stage by stage."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession as Session
from pymongo import ReturnDocument, UpdateOne

from generator.ports import Stored, WrittenStage
from suara.events import Event, GenerationRequested, GenerationScoped, PersonaScoped
from suara.generation import Progress, Stage, advance, closing
from suara.llm import Usage
from suara.llm.budget import MongoBudget
from suara.mongo import Database, Document
from suara.personas import Cast, Draft, Persona, persona_id
from suara.telemetry.generations import PERSONAS

_RESULTS = {"draft": 1, "persona": 1}


class MongoPersonas:
    """Collection `personas`: {_id, company_id, project_id, group_id, generation_id, slot, cast,
    draft, persona, usage: {draft, profile}}, and what the avatar service adds; of a reused
    persona also avatar_status and avatar_keys. The API shows a persona once `persona` is there.
    Usage is added up: a stage may fail, at a cost, before it succeeds.
    """

    def __init__(self, database: Database, budget: MongoBudget | None = None) -> None:
        """budget: what stages cost is counted there; None for no limit."""
        self._database = database
        self._personas = database.personas
        self._budget = budget or MongoBudget(database, limit=0)

    async def ensure_indexes(self) -> None:
        await self._personas.create_index([("group_id", 1), ("slot", 1)])
        await self._personas.create_index("generation_id")

    async def uncast(self, event: GenerationRequested) -> Sequence[int]:
        group = await self._database.groups.find_one(
            {"_id": event.group_id, "generation.id": event.generation_id}, {"generation.cast": 1}
        )
        before = set(group["generation"].get("cast", ())) if group else set()
        stored = await self.casts(event.generation_id)
        return [
            slot
            for slot in event.slots
            if slot not in stored and persona_id(event.generation_id, slot) not in before
        ]

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
        if fresh:
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

    async def charge(self, event: PersonaScoped, stage: WrittenStage, usage: Usage) -> None:
        async def store(session: Session | None) -> None:
            await self._updated({"_id": event.persona_id}, _paid(stage, usage), session)

        await self._budget.charge(event.project_id, usage, store)

    async def save_draft(self, event: PersonaScoped, draft: Draft, usage: Usage) -> Draft | None:
        saved, _ = await self._first(event, "draft", _literal(draft=draft), usage)
        return Draft.model_validate(saved["draft"]) if saved else None

    async def save_persona(
        self, event: PersonaScoped, persona: Persona, usage: Usage
    ) -> Persona | None:
        saved, mine = await self._first(event, "profile", _literal(persona=persona), usage)
        PERSONAS.labels("written").inc(mine)
        return Persona.model_validate(saved["persona"]) if saved else None

    async def save_reused(
        self, event: PersonaScoped, persona: Persona, portrait: Mapping[str, str]
    ) -> Persona | None:
        drawn = {"avatar_status": "ready", "avatar_keys": {"$literal": dict(portrait)}}
        fields = _literal(persona=persona) | (drawn if portrait else {})
        saved, mine = await self._first(event, "profile", fields, Usage())
        PERSONAS.labels("reused").inc(mine)
        return Persona.model_validate(saved["persona"]) if saved else None

    async def _first(
        self, event: PersonaScoped, stage: WrittenStage, fields: Document, usage: Usage
    ) -> tuple[Document | None, bool]:
        """The stages as they are stored now, and whether by this delivery: the first wins. What
        another one has cost is added all the same.
        """
        paid = _paid(stage, usage) if usage.calls else {}
        person = {"_id": event.persona_id}
        unmade = {next(iter(fields)): None}

        async def store(session: Session | None) -> tuple[Document | None, bool]:
            if mine := await self._updated(person | unmade, fields | paid, session):
                return mine, True
            if paid:
                return await self._updated(person, paid, session), False
            return await self._personas.find_one(person, _RESULTS, session=session), False

        return await self._budget.charge(event.project_id, usage, store)

    async def _updated(
        self, query: Document, fields: Document, session: Session | None
    ) -> Document | None:
        return await self._personas.find_one_and_update(
            query,
            [{"$set": fields}],
            _RESULTS,
            return_document=ReturnDocument.AFTER,
            session=session,
        )

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

    async def closing(self, event: GenerationScoped, event_id: UUID) -> Sequence[Event]:
        return await closing(self._database, event, event_id)


def _literal(**results: Draft | Persona) -> Document:
    """Texts are literals, as a leading $ must not be read as a field."""
    return {name: {"$literal": result.model_dump(mode="json")} for name, result in results.items()}


def _paid(stage: WrittenStage, usage: Usage) -> Document:
    sums = {f"usage.{stage}.{name}": count for name, count in usage}
    return {name: {"$add": [{"$ifNull": [f"${name}", 0]}, count]} for name, count in sums.items()}
