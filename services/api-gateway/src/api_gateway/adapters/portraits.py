"""Portraits of generated personas, copied into the images of a project."""

from collections.abc import Iterable
from io import BytesIO
from uuid import UUID

import PIL.Image

from api_gateway.domain.avatars import PortrayedPersona
from api_gateway.domain.groups import now
from api_gateway.domain.images import Image
from api_gateway.domain.scope import InGroup
from suara import object_keys
from suara.storage import Object, ObjectStore


class Portraits:
    """Their documents name them, the object store has them."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects

    async def copied(
        self, where: InGroup, personas: Iterable[PortrayedPersona]
    ) -> dict[UUID, Image]:
        """Those that are ready, by persona, as images of the project that no document names yet.

        What a crash leaves behind so is found by `suara avatars gc`. Raises OutageError.
        """
        images: dict[UUID, Image] = {}
        for persona in personas:
            key = persona.avatar.keys.get(object_keys.ORIGINAL)
            png = await self._objects.get(key) if key else None
            if png is not None:
                images[persona.id] = await self._copy(where, png)
        return images

    async def _copy(self, where: InGroup, png: bytes) -> Image:
        image = _image(where, png)
        key = object_keys.image(where.project_id, image.image_id)
        await self._objects.put(Object(key, png, image.content_type))
        return image


def _image(where: InGroup, png: bytes) -> Image:
    with PIL.Image.open(BytesIO(png)) as opened:
        width, height = opened.size
    return Image(
        image_id=object_keys.image_id(where.project_id, png, "png"),
        company_id=where.company_id,
        project_id=where.project_id,
        content_type="image/png",
        width=width,
        height=height,
        bytes=len(png),
        source="imported",
        created_at=now(),
    )
