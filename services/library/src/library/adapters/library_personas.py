"""Who is in the library, in MongoDB: collections `library_personas` and `library_vectors`."""

from datetime import UTC, datetime
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession as Session
from pymongo import ASCENDING, DESCENDING

from library.domain.promotion import Decision, Individual, Standing
from library.domain.reliability import Evidence
from suara.errors import PermanentError
from suara.events import SimulationResponded
from suara.library import (
    LibraryPersona,
    Promotion,
    Reliability,
    enter,
    library_document,
    retire,
)
from suara.mongo import Database
from suara.personas import Persona


class MongoLibrary:
    """The reliability of an individual is also kept with its personas, in `personas`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._personas = database.personas
        self._library = database.library_personas

    async def ensure_indexes(self) -> None:
        order = [("promoted_at", DESCENDING), ("_id", DESCENDING)]
        await self._library.create_index([("company_id", ASCENDING), ("status", ASCENDING), *order])

    async def individual(self, event: SimulationResponded) -> Individual:
        found = await self._personas.find_one(
            {"_id": event.persona_id}, {"company_id": 1, "project_id": 1, "persona": 1}
        )
        if found is None:
            raise PermanentError(f"there is no persona {event.persona_id}, or it was deleted")
        if (found["company_id"], found["project_id"]) != (event.company_id, event.project_id):
            raise PermanentError(
                f"persona {event.persona_id} is not of project {event.project_id} of that company"
            )
        if found.get("persona") is None:
            raise PermanentError(f"persona {event.persona_id} is not finished yet")
        persona = Persona.model_validate(found["persona"])
        return Individual(
            id=persona.library_persona_id or persona.id,
            company_id=event.company_id,
            persona=persona,
        )

    async def note(self, individual: Individual, evidence: Evidence) -> None:
        reliability = Reliability(
            score=evidence.score,
            simulations=evidence.simulations,
            answers=evidence.answers,
            agreements=evidence.agreements,
            disagreements=evidence.disagreements,
            contradictions=len(evidence.contradictions),
        )
        # Somebody else may have seen more answers, and be faster.
        newer = [{"reliability": None}, {"reliability.answers": {"$lte": evidence.answers}}]
        change = {"$set": {"reliability": reliability.model_dump()}}
        mine = {"company_id": individual.company_id, "$or": newer}
        await self._personas.update_one({"_id": individual.persona.id} | mine, change)
        await self._library.update_one({"_id": individual.id} | mine, change)

    async def standing(self, individual: Individual) -> Standing | None:
        entry = await self.entry(individual)
        if entry is None:
            return None
        return Standing(entry.status, entry.automatic, entry.promoted_at)

    async def entry(self, individual: Individual) -> LibraryPersona | None:
        found = await self._library.find_one(
            {"_id": individual.id, "company_id": individual.company_id}
        )
        return LibraryPersona.read(found) if found else None

    async def apply(self, individual: Individual, decision: Decision, event_id: UUID) -> None:
        async def work(session: Session) -> None:
            at = datetime.now(UTC)
            if decision.status == "retired":
                await retire(self._database, session, individual.id, decision.reason, at, event_id)
                return
            origin = await self._personas.find_one({"_id": individual.id}, session=session)
            if origin is not None:  # it may have been deleted this moment
                promotion = Promotion(reason=decision.reason, automatic=True, at=at, by=event_id)
                await enter(self._database, session, library_document(origin, promotion))

        async with await self._database.client.start_session() as session:
            await session.with_transaction(work)
