"""Whom each cast person turned out to be, in MongoDB."""

from uuid import UUID

from library.metrics import MATCHES
from library.ports import Choice
from suara.events import PersonaCast
from suara.mongo import Database


class MongoChoices:
    """In collection `personas`: {match: {library_persona_id}}, which casting has begun."""

    def __init__(self, database: Database) -> None:
        self._personas = database.personas

    async def settle(self, event: PersonaCast, library_persona_id: UUID | None) -> Choice | None:
        choice = {"library_persona_id": library_persona_id}
        first = await self._personas.update_one(
            {"_id": event.persona_id, "match": None}, {"$set": {"match": choice}}
        )
        if first.modified_count:
            MATCHES.labels("matched" if library_persona_id else "unmatched").inc()
            return Choice(library_persona_id)
        person = await self._personas.find_one({"_id": event.persona_id}, {"match": 1})
        return Choice(person["match"]["library_persona_id"]) if person else None
