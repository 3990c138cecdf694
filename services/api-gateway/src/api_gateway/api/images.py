"""/api/projects/{projectId}/images"""

from typing import Annotated, Any, Self

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from starlette.datastructures import UploadFile

from api_gateway.api.dependencies import AtProject, Services
from api_gateway.api.documentation import refusals
from api_gateway.api.prompt_persona_bodies import Time
from api_gateway.domain.errors import Fault, InvalidFieldsError, NotFoundError
from api_gateway.domain.images import Image, is_image_id
from api_gateway.domain.uploads import EXTENSIONS
from api_gateway.web.prompt_persona_route import PromptPersonaRoute
from suara import object_keys

router = APIRouter(
    prefix="/projects/{projectId}/images", tags=["Images"], route_class=PromptPersonaRoute
)

# The rest of the path, so that one with slashes in it is an image that is not there, too.
ImageId = Annotated[str, Path(alias="imageId", description="Id of an image: `<uuid>.png`.")]

Responses = dict[int | str, dict[str, Any]]

_MULTIPART = "multipart/form-data"
_FILE: dict[str, Any] = {"type": "string", "format": "binary"}
_FORM = {"type": "object", "required": ["file"], "properties": {"file": _FILE}}
_BODY: dict[str, Any] = {
    "required": True,
    "content": {_MULTIPART: {"schema": _FORM}} | {name: {"schema": _FILE} for name in EXTENSIONS},
}
_UPLOAD_REFUSALS = {
    400: "The form has no file `file`.",
    404: "Project not found",
    409: "The project has 500 images, which is the most it can have.",
    413: "The image has more than 5 MiB.",
    415: "It is no PNG, JPEG or WebP, or of another type than declared.",
    422: "It is damaged, animated, or has too few or too many pixels.",
}
_FOR_EVER = "private, max-age=31536000, immutable"


_FOUND: Responses = {
    200: {"content": {name: {"schema": _FILE} for name in EXTENSIONS}},
    304: {"description": "Still the same."},
}


class ImageView(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

    id: str = Field(examples=["a1b2c3d4-e5f6-7890-abcd-ef1234567890.png"])
    content_type: str = Field(examples=["image/png"])
    width: int = Field(description="In pixels.", examples=[1024])
    height: int = Field(description="In pixels.", examples=[1024])
    bytes: int = Field(examples=[183_402])
    created_at: Time

    @classmethod
    def of(cls, image: Image) -> Self:
        return cls.model_validate(image.model_dump() | {"id": image.image_id})


_UPLOADED: Responses = {200: {"description": "It was there already.", "model": ImageView}}


@router.post(
    "",
    status_code=201,
    responses=_UPLOADED | refusals(_UPLOAD_REFUSALS),
    openapi_extra={"requestBody": _BODY},
)
async def upload_image(
    where: AtProject, services: Services, request: Request, response: Response
) -> ImageView:
    """Upload a PNG, JPEG or WebP of at most 5 MiB, with 64 to 4096 pixels a side.

    As the file field `file` of a form, or as the body itself. What is kept is upright and holds
    the picture only: EXIF, colour profile and all other metadata are left out.
    """
    content, declared = await _content(request)
    image, new = await services.handlers.images.upload(where, content, declared)
    response.status_code = 201 if new else 200
    return ImageView.of(image)


@router.get(
    "/{imageId:path}",
    response_class=Response,
    responses=_FOUND | refusals({404: "Image not found"}),
)
async def get_image(
    where: AtProject, image_id: ImageId, services: Services, request: Request
) -> Response:
    """Get an image: the picture itself, which never changes."""
    if not is_image_id(image_id):
        raise NotFoundError("image")
    image = await services.stores.images.get(where, image_id)
    headers = {
        "ETag": f'"{image_id}"',
        "Cache-Control": _FOR_EVER,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'",
    }
    if _has(request.headers.get("if-none-match", ""), image_id):
        return Response(status_code=304, headers=headers)
    content = await services.stores.objects.get(object_keys.image(where.project_id, image_id))
    if content is None:
        raise NotFoundError("image")
    return Response(content, headers=headers, media_type=image.content_type)


async def _content(request: Request) -> tuple[bytes, str]:
    """What was sent, and the type it was declared as. Raises InvalidFieldsError."""
    declared = request.headers.get("content-type", "")
    if declared.partition(";")[0].strip().lower() != _MULTIPART:
        return await request.body(), declared
    async with request.form(max_files=1, max_fields=1) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise InvalidFieldsError([Fault("file", "is required, as a file of the form")])
        return await file.read(), file.content_type or ""


def _has(if_none_match: str, image_id: str) -> bool:
    """Whether the client has it. RFC 9110, 13.1.2: compared weakly."""
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return bool(tags & {"*", f'"{image_id}"'})
