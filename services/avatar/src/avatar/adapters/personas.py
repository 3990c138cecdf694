"""The personas' documents in MongoDB: this service writes what is about the portrait."""

from collections.abc import Sequence
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from avatar.metrics import PORTRAITS
from avatar.ports import Portrait, Stored
from suara.events import Event, GenerationScoped, PersonaScoped
from suara.generation import Progress, Stage, advance, closing
from suara.llm import Usage
from suara.llm.budget import MongoBudget
from suara.mongo import Database, Document


class MongoPersonas:
    """In collection `personas`: {avatar_url, avatar_status, avatar_source, avatar_keys: {image,
    128, 256, 512}, avatar_drawn, usage: {portrait}}; the last only where a model was asked, added
    up over all portraits. avatar_drawn: the variation in avatar_keys. The gateway sets
    avatar_variation when it requests another one.
    """

    def __init__(self, database: Database, budget: MongoBudget | None = None) -> None:
        """budget: what portraits cost is counted there; None for no limit."""
        self._database = database
        self._personas = database.personas
        self._budget = budget or MongoBudget(database, limit=0)

    async def stored(self, persona_id: UUID) -> Stored | None:
        found = await self._personas.find_one(
            {"_id": persona_id},
            {"avatar_source": 1, "avatar_keys": 1, "avatar_drawn": 1, "avatar_variation": 1},
        )
        if found is None:
            return None
        wanted, keys = found.get("avatar_variation", 0), found.get("avatar_keys")
        if not keys:
            return Stored(None, wanted=wanted)
        source = found.get("avatar_source")
        return Stored(Portrait(keys, source), found.get("avatar_drawn", 0), wanted)

    async def save(
        self, event: PersonaScoped, portrait: Portrait, url: str, usage: Usage, variation: int
    ) -> bool:
        fields = {
            "avatar_url": url,
            "avatar_status": "ready",
            "avatar_source": portrait.source,
            "avatar_keys": dict(portrait.keys),
            "avatar_drawn": variation,
        }
        sums = {f"usage.portrait.{name}": count for name, count in usage}
        paid = {"$inc": sums} if usage.calls else {}

        async def store(session: Session | None) -> bool:
            awaiting = _awaiting(event.persona_id, variation)
            done = await self._personas.update_one(
                awaiting, {"$set": fields} | paid, session=session
            )
            if paid and not done.matched_count:
                await self._personas.update_one({"_id": event.persona_id}, paid, session=session)
            return done.matched_count == 1

        saved = await self._budget.charge(event.project_id, usage, store)
        if saved:
            PORTRAITS.labels(portrait.source).inc()
        return saved

    async def fail(self, persona_id: UUID, variation: int) -> None:
        done = await self._personas.update_one(
            _awaiting(persona_id, variation), {"$set": {"avatar_status": "failed"}}
        )
        PORTRAITS.labels("failed").inc(done.modified_count)

    async def advance(
        self, event: GenerationScoped, event_id: UUID, steps: Sequence[tuple[Stage, UUID]]
    ) -> Progress | None:
        return await advance(self._database, event, event_id, steps)

    async def closing(self, event: GenerationScoped, event_id: UUID) -> Sequence[Event]:
        return await closing(self._database, event, event_id)


def _awaiting(persona_id: UUID, variation: int) -> Document:
    """The persona, while this variation of its portrait is wanted and not there."""
    return {
        "_id": persona_id,
        "avatar_variation": variation or None,  # absent until another one was requested
        "avatar_drawn": {"$ne": variation},
    }
