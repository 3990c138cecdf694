"""The indexes behind every query of the gateway."""

from pymongo import ASCENDING, DESCENDING, IndexModel

from suara.mongo import Database

_IN_PROJECT = [("company_id", ASCENDING), ("project_id", ASCENDING)]
_PROMOTED_LAST_FIRST = [("promoted_at", DESCENDING), ("_id", DESCENDING)]
_UNDER_WAY = [("generation_status", ASCENDING), ("generation.requested_at", ASCENDING)]
_INDEXES = {
    "projects": [IndexModel([("company_id", ASCENDING), ("created_at", ASCENDING)])],
    "groups": [
        IndexModel([*_IN_PROJECT, ("created_at", ASCENDING)]),
        IndexModel(_UNDER_WAY),
    ],
    "personas": [
        IndexModel([*_IN_PROJECT, ("group_id", ASCENDING), ("slot", ASCENDING)]),
        # Only another portrait is ever pending in so many words: there are few.
        IndexModel([("avatar_status", ASCENDING), ("avatar_requested_at", ASCENDING)]),
    ],
    "prompt_personas": [IndexModel([("project_id", ASCENDING), ("name", ASCENDING)], unique=True)],
    "images": [IndexModel(_IN_PROJECT)],
    "project_settings": [IndexModel([("company_id", ASCENDING)])],
    "library_personas": [
        IndexModel([("company_id", ASCENDING), ("status", ASCENDING), *_PROMOTED_LAST_FIRST])
    ],
    "library_claims": [IndexModel([("library_persona_id", ASCENDING), ("claimed_at", DESCENDING)])],
    "outbox": [
        IndexModel([("order", ASCENDING)]),
        IndexModel([("refused", ASCENDING)], sparse=True),
    ],
    "snapshots": [IndexModel([("market", ASCENDING), ("refreshed_at", DESCENDING)])],
}


async def ensure_indexes(database: Database) -> None:
    """Create what is missing. Safe to repeat."""
    for collection, indexes in _INDEXES.items():
        await database[collection].create_indexes(indexes)
