"""Images that people bring into a project."""

import asyncio
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from api_gateway.adapters.images import Images
from api_gateway.adapters.projects import Projects
from api_gateway.adapters.transactions import Transactions
from api_gateway.changes import Change
from api_gateway.domain.errors import ConflictError, NotFoundError
from api_gateway.domain.groups import now
from api_gateway.domain.images import MAX_IMAGES, Image
from api_gateway.domain.scope import InProject
from api_gateway.domain.uploads import EXTENSIONS, Remade, remade
from suara import object_keys
from suara.storage import Object, ObjectStore

_DECODED_AT_ONCE = 2  # of 200 MB each, at the most


class ImageHandlers:
    """Content first, then the document that names it: no image is ever without its content."""

    def __init__(
        self, transactions: Transactions, projects: Projects, images: Images, objects: ObjectStore
    ) -> None:
        self._transactions = transactions
        self._projects = projects
        self._images = images
        self._objects = objects
        self._turns = asyncio.Semaphore(_DECODED_AT_ONCE)

    async def upload(self, where: InProject, content: bytes, declared: str) -> tuple[Image, bool]:
        """The image, and whether it is new: the same bytes are the same image.

        declared: the Content-Type of the content.

        Raises:
            NotFoundError: no such project. ConflictError: it has too many images.
            RefusedError: the content is refused, see domain.uploads.remade.
            OutageError: MongoDB or the object store is away.
        """
        await self._projects.get(where)
        async with self._turns:
            made = await asyncio.to_thread(remade, content, declared)
        image = _image(where, made)
        try:
            return await self._images.get(where, image.image_id), False
        except NotFoundError:
            return await self._added(where, image, made), True

    async def _added(self, where: InProject, image: Image, made: Remade) -> Image:
        key = object_keys.image(where.project_id, image.image_id)

        async def work(session: Session) -> Change[Image]:
            await self._projects.lock(session, where)
            # Another upload of the same bytes may have been faster: then they are one image.
            is_new = bool(await self._images.missing(where, [image.image_id], session))
            if is_new and await self._images.count(where, session) >= MAX_IMAGES:
                raise ConflictError(
                    f"The project has {MAX_IMAGES} images, which is the most it can have."
                )
            await self._images.add(session, image)
            return Change(image)

        await self._objects.put(Object(key, made.content, made.content_type))
        try:
            return await self._transactions.commit(work, None)
        except (NotFoundError, ConflictError):
            await self._objects.delete(key)
            raise


def _image(where: InProject, made: Remade) -> Image:
    extension = EXTENSIONS[made.content_type]
    project: UUID = where.project_id
    return Image(
        image_id=object_keys.image_id(project, made.content, extension),
        company_id=where.company_id,
        project_id=project,
        content_type=made.content_type,
        width=made.width,
        height=made.height,
        bytes=len(made.content),
        source="upload",
        created_at=now(),
    )
