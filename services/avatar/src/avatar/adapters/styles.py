"""The pictures that a project wants its portraits drawn like, in MongoDB and S3."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from uuid import UUID

from suara import object_keys
from suara.llm import Reference
from suara.mongo import Database
from suara.storage import ObjectStore

MOST_REFERENCES = 16
KEPT_BYTES = 32 * 1024 * 1024


class ProjectStyles:
    """Reads `project_settings` {style_reference_images: [image id]} and `images` {content_type}.

    Settings are read each time. Images never change, so those used last are kept, KEPT_BYTES of
    them at most, and portraits that are drawn at the same time share them.
    """

    def __init__(self, database: Database, objects: ObjectStore) -> None:
        self._database = database
        self._objects = objects
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._one_at_a_time = asyncio.Lock()

    async def references(self, project_id: UUID) -> Sequence[Reference]:
        """The project's style reference images; those that are gone are left out."""
        settings = await self._database.project_settings.find_one(
            {"_id": project_id}, {"style_reference_images": 1}
        )
        return await self.images(project_id, (settings or {}).get("style_reference_images") or ())

    async def images(self, project_id: UUID, ids: Sequence[str]) -> Sequence[Reference]:
        """The first MOST_REFERENCES of these images of the project, without those that are gone.

        Errors: see suara.storage.ObjectStore.
        """
        wanted = list(dict.fromkeys(ids))[:MOST_REFERENCES]
        if not wanted:
            return ()
        documents = self._database.images.find(
            {"_id": {"$in": [f"{project_id}/{image_id}" for image_id in wanted]}},
            {"image_id": 1, "content_type": 1},
        )
        kinds = {one["image_id"]: one["content_type"] async for one in documents}
        async with self._one_at_a_time:
            return [
                Reference(image_id, content, kinds[image_id])
                for image_id in wanted
                if image_id in kinds
                and (content := await self._content(object_keys.image(project_id, image_id)))
            ]

    async def _content(self, key: str) -> bytes | None:
        content = self._kept.pop(key, None) or await self._objects.get(key)
        if content is not None:
            self._kept[key] = content
            while sum(map(len, self._kept.values())) > KEPT_BYTES:
                self._kept.popitem(last=False)
        return content
