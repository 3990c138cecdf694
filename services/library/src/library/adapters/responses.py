"""What personas answered in simulations, in MongoDB."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from pymongo import DESCENDING

from library.domain.answers import Answer
from suara.events import SimulationResponded
from suara.mongo import Database, Document
from suara.plain_text import visible

#: Of an individual, the latest answers count; older ones stay stored.
LATEST = 1_000
_MOST_CHARACTERS = {"question": 1_000, "topic": 200, "answer": 4_000}
_READ = ("simulation_id", "topic", "question", "stance", "responded_at")


class MongoResponses:
    """Collection `simulation_responses`: {_id, company_id, project_id, individual_id, persona_id,
    simulation_id, question, topic, answer, stance, responded_at}.

    One per simulation, persona and question: the first that arrives stays.
    """

    def __init__(self, database: Database) -> None:
        self._responses = database.simulation_responses

    async def ensure_indexes(self) -> None:
        await self._responses.create_index([("individual_id", 1), ("responded_at", -1)])

    async def record(self, event: SimulationResponded, individual_id: UUID, at: datetime) -> None:
        texts = {"question": event.question, "topic": event.subject, "answer": event.answer}
        shown = {name: visible(text)[: _MOST_CHARACTERS[name]] for name, text in texts.items()}
        document: Document = {
            "company_id": event.company_id,
            "project_id": event.project_id,
            "individual_id": individual_id,
            "persona_id": event.persona_id,
            "simulation_id": event.simulation_id,
            "stance": event.stance,
            "responded_at": at,
            **shown,
        }
        identity = uuid5(event.simulation_id, f"{event.persona_id}/{shown['question']}")
        await self._responses.update_one({"_id": identity}, {"$setOnInsert": document}, upsert=True)

    async def of(self, company_id: UUID, individual_id: UUID) -> Sequence[Answer]:
        found = self._responses.find(
            {"individual_id": individual_id, "company_id": company_id},
            {"_id": 0} | dict.fromkeys(_READ, 1),
        )
        found = found.sort([("responded_at", DESCENDING)]).limit(LATEST)
        return [_answer(document) async for document in found]


def _answer(document: Document) -> Answer:
    return Answer(
        simulation_id=document["simulation_id"],
        topic=document["topic"],
        question=document["question"],
        stance=document["stance"],
        at=document["responded_at"],
    )
