"""One library worker's handlers on a database, and who comes to them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from library.adapters.choices import MongoChoices
from library.adapters.claims import MongoClaims
from library.adapters.embeddings import StaticEmbeddings
from library.adapters.library_index import LibraryIndex
from library.adapters.vectors import MongoVectors
from library.handlers import Handlers
from suara.events import (
    Event,
    PersonaCast,
    PersonaMatched,
)
from suara.kafka.routes import Context
from suara.library import Promotion, enter, library_document, retire
from suara.mongo import Database
from suara.personas import Cast, Persona
from suara.testing.samples import (
    COMPANY,
    PROJECT,
    a_cast,
    a_library_persona,
    an_event,
    an_id,
    dispositions,
)

KEYS = {"image": "portraits/ab/abcd.png", "128": "portraits/ab/abcd-128.webp"}


def context() -> Context:
    return Context(uuid4(), datetime.now(UTC), 1)


class Library:
    """The service's handlers on a database of the test's own, as one worker has them."""

    def __init__(self, database: Database, fresh_seconds: float = 0) -> None:
        self.database = database
        self.vectors = MongoVectors(database)
        self.claimed = MongoClaims(database)
        self.index = LibraryIndex(self.vectors, StaticEmbeddings(), fresh_seconds)
        self.handlers = Handlers(self.index, self.claimed, MongoChoices(database))

    async def promote(self, name: str = "proven", **facts: Any) -> UUID:
        """Let somebody into the library: the twin of `a_cast()`, unless changed."""
        cast = a_cast(**{"dispositions": dispositions()} | _of(Cast, facts))
        persona = a_library_persona(
            **{"id": an_id(name)} | cast.model_dump(include=_of(Persona, facts).keys())
        )
        origin = {
            "_id": persona.id,
            "company_id": facts.get("company_id", COMPANY),
            "project_id": PROJECT,
            "group_id": facts.get("group_id", an_id("where it was made")),
            "persona": persona.model_dump(mode="json"),
            "cast": cast.model_dump(mode="json"),
            "avatar_keys": KEYS,
        }
        promotion = Promotion(reason="it is proven", automatic=False, at=datetime.now(UTC))
        async with (
            await self.database.client.start_session() as session,
            session.start_transaction(),
        ):
            await enter(self.database, session, library_document(origin, promotion))
        return persona.id

    async def cast(self, casts: Sequence[PersonaCast]) -> None:
        """Their documents, as casting leaves them."""
        await self.database.personas.insert_many({"_id": cast.persona_id} for cast in casts)

    async def retire(self, library_id: UUID) -> None:
        async with (
            await self.database.client.start_session() as session,
            session.start_transaction(),
        ):
            await retire(self.database, session, library_id, "why not", datetime.now(UTC))

    async def match(self, cast: PersonaCast) -> Event:
        [event] = await self.handlers.match(cast, context())
        return event

    async def claims(self) -> int:
        return await self.database.library_claims.count_documents({})


def _of(model: type[Cast] | type[Persona], facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name in model.model_fields}


def a_group(name: str = "group", **changes: Any) -> list[PersonaCast]:
    """Three alike people cast for one group."""
    return [
        an_event(
            PersonaCast,
            group_id=an_id(name),
            persona_id=an_id(f"{name} {slot}"),
            cast=a_cast(slot=slot),
            **changes,
        )
        for slot in range(3)
    ]


def reused(event: Event) -> UUID | None:
    return event.library_persona.id if isinstance(event, PersonaMatched) else None
