"""Whom each cast person turned out to be, in MongoDB."""

from uuid import UUID

from pymongo import ReturnDocument

from library.metrics import MATCHES
from library.ports import Choice
from suara.events import PersonaCast
from suara.mongo import Database, Document


class MongoChoices:
    """In collection `personas`: {match: {library_persona_id}}, which casting has begun."""

    def __init__(self, database: Database) -> None:
        self._personas = database.personas

    async def settle(self, event: PersonaCast, library_persona_id: UUID | None) -> Choice | None:
        choice = {"$literal": {"library_persona_id": library_persona_id}}
        person: Document | None = await self._personas.find_one_and_update(
            {"_id": event.persona_id},
            [{"$set": {"match": {"$ifNull": ["$match", choice]}}}],
            {"match": 1},
            return_document=ReturnDocument.BEFORE,
        )
        if person is None:
            return None
        if chosen := person.get("match"):
            return Choice(chosen["library_persona_id"])
        MATCHES.labels("matched" if library_persona_id else "unmatched").inc()
        return Choice(library_persona_id)
