"""Which objects of the bucket are somebody's: the documents that name them, in MongoDB."""

from collections.abc import Iterable, Sequence

from suara import object_keys
from suara.mongo import Database

AT_ONCE = 1_000
_NAMED_AS = f"avatar_keys.{object_keys.ORIGINAL}"


class MongoReferences:
    """In `personas` and `library_personas`, `avatar_keys`; in `images`, the ids."""

    def __init__(self, database: Database) -> None:
        self._portraits = (database.personas, database.library_personas)
        self._images = database.images

    async def ensure_indexes(self) -> None:
        for collection in self._portraits:
            await collection.create_index(_NAMED_AS, sparse=True)

    async def named(self, keys: Iterable[str]) -> set[str]:
        """The originals among these keys, or of these copies, that a document names."""
        originals = sorted({object_keys.original(key) for key in keys})
        found: set[str] = set()
        for first in range(0, len(originals), AT_ONCE):
            found |= await self._named(originals[first : first + AT_ONCE])
        return found

    async def _named(self, originals: Sequence[str]) -> set[str]:
        portraits = [key for key in originals if key.startswith(object_keys.PORTRAITS)]
        images = [
            key.removeprefix(object_keys.IMAGES)
            for key in originals
            if key.startswith(object_keys.IMAGES)
        ]
        found: set[str] = set()
        for collection in self._portraits if portraits else ():
            naming = collection.find({_NAMED_AS: {"$in": portraits}}, {_NAMED_AS: 1})
            found |= {document["avatar_keys"][object_keys.ORIGINAL] async for document in naming}
        if images:
            stored = self._images.find({"_id": {"$in": images}}, {"_id": 1})
            found |= {object_keys.IMAGES + document["_id"] async for document in stored}
        return found
