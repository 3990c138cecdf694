"""The outbox: events that are committed and not yet published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession as Session
from pymongo import ASCENDING

from api_gateway.changes import Change, Result
from suara import topics
from suara.events import Envelope
from suara.kafka.codec import Headers, encode
from suara.mongo import Database, Document

_SOURCE = "/suara/api-gateway"


@dataclass(frozen=True)
class Waiting:
    """refused: why the broker will never take it, if so."""

    refused: str | None


@dataclass(frozen=True)
class Backlog:
    """What waits, how long the oldest of it has waited, and what was refused."""

    waiting: int = 0
    oldest_seconds: float = 0.0
    refused: int = 0


@dataclass(frozen=True)
class Message:
    """An event as it goes on the wire."""

    id: UUID
    topic: str
    key: bytes
    value: bytes
    headers: Headers


class Outbox:
    """Collection `outbox`. Its order is that of the changes, per key strictly."""

    def __init__(self, database: Database, topic_prefix: str) -> None:
        self._messages = database.outbox
        self._prefix = topic_prefix

    async def add(self, session: Session, change: Change[Result], traceparent: str | None) -> None:
        """Put a change's events in, as part of its transaction."""
        documents = [
            self._document(Envelope.first(event, _SOURCE, traceparent), change.order)
            for event in change.events
        ]
        if documents:
            await self._messages.insert_many(documents, session=session)

    async def oldest(self, limit: int) -> list[Message]:
        """At most `limit` messages, oldest first."""
        waiting = self._messages.find({"refused": None}).sort("order", ASCENDING).limit(limit)
        return [_message(document) async for document in waiting]

    async def find(self, session: Session, event_id: UUID) -> Waiting | None:
        """An event that is not published yet."""
        document = await self._messages.find_one({"_id": event_id}, {"refused": 1}, session=session)
        return Waiting(document.get("refused")) if document else None

    async def backlog(self) -> Backlog:
        """Its cost does not grow with what waits: a counter, and two indexes."""
        refused = await self._messages.count_documents({"refused": {"$exists": True}})
        kept = await self._messages.estimated_document_count()
        oldest = await self._messages.find_one(
            {"refused": None}, {"created_at": 1}, sort=[("order", ASCENDING)]
        )
        if oldest is None:
            return Backlog(refused=refused)
        age = (datetime.now(UTC) - oldest["created_at"]).total_seconds()
        return Backlog(max(kept - refused, 1), max(round(age, 1), 0.0), refused)

    async def remove(self, ids: Sequence[UUID]) -> None:
        await self._messages.delete_many({"_id": {"$in": list(ids)}})

    async def refuse(self, message_id: UUID, reason: str) -> None:
        """Set a message aside that the broker will never take, for people to look at."""
        await self._messages.update_one({"_id": message_id}, {"$set": {"refused": reason}})

    def _document(self, envelope: Envelope, order: int) -> Document:
        key, value, headers = encode(envelope)
        return {
            "_id": envelope.id,
            "topic": topics.full_name(envelope.data.topic, self._prefix),
            "key": key,
            "value": value,
            "headers": [list(header) for header in headers],
            "order": order,
            "created_at": envelope.time,
        }


def _message(document: Document) -> Message:
    return Message(
        id=document["_id"],
        topic=document["topic"],
        key=document["key"],
        value=document["value"],
        headers=[(name, value) for name, value in document["headers"]],
    )
