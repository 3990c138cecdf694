"""Library personas and claims in MongoDB."""

from collections.abc import Sequence
from uuid import UUID

from pymongo.errors import DuplicateKeyError

from library.domain import Candidate
from suara.mongo import Database, Document
from suara.personas import Cast, Dispositions, Persona

_ENOUGH = 200


class MongoPersonas:
    """Collections `library_personas` and `library_claims`.

    library_personas: {_id, company_id, status: active | retired, market, gender, income_level,
    location, persona, dispositions}. library_claims: {_id: persona id, group_id,
    library_persona_id}, unique in the last two.
    """

    def __init__(self, database: Database) -> None:
        self._personas = database.library_personas
        self._claims = database.library_claims

    async def ensure_indexes(self) -> None:
        await self._personas.create_index(
            [(name, 1) for name in ("company_id", "status", "location", "gender", "income_level")]
        )
        await self._claims.create_index([("group_id", 1), ("library_persona_id", 1)], unique=True)

    async def candidates(self, company_id: UUID, cast: Cast) -> Sequence[Candidate]:
        found = self._personas.find(
            {
                "company_id": company_id,
                "status": "active",
                "location": cast.location,
                "gender": cast.gender,
                "income_level": cast.income_level,
            }
        )
        return [_candidate(document) for document in await found.to_list(_ENOUGH)]

    async def claimed(self, persona_id: UUID) -> Candidate | None:
        claim = await self._claims.find_one({"_id": persona_id})
        if not claim:
            return None
        document = await self._personas.find_one({"_id": claim["library_persona_id"]})
        return _candidate(document) if document else None

    async def claim(self, group_id: UUID, persona_id: UUID, library_persona_id: UUID) -> bool:
        try:
            await self._claims.insert_one(
                {
                    "_id": persona_id,
                    "group_id": group_id,
                    "library_persona_id": library_persona_id,
                }
            )
        except DuplicateKeyError:
            return False
        return True

    async def release(self, group_id: UUID) -> None:
        await self._claims.delete_many({"group_id": group_id})


def _candidate(document: Document) -> Candidate:
    return Candidate(
        persona=Persona.model_validate(document["persona"]),
        dispositions=Dispositions.model_validate(document["dispositions"]),
    )
