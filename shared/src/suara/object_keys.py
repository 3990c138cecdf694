"""Where objects lie in the bucket: below what they belong to, named by their content.

So they may be cached for ever, and whatever belonged to something deleted is found by a prefix.
"""

import hashlib
import re
from collections.abc import Iterable
from uuid import UUID, uuid5

PORTRAITS, IMAGES = "portraits/", "images/"
ORIGINAL = "image"
_COPY = re.compile(r"-\d+\.webp$")


def portraits_of_group(group_id: UUID) -> str:
    """The prefix of all portraits of a group's personas."""
    return f"{PORTRAITS}{group_id}/"


def portraits_of_persona(group_id: UUID, persona_id: UUID) -> str:
    """The prefix of all portraits of one persona."""
    return f"{portraits_of_group(group_id)}{persona_id}/"


def portrait(group_id: UUID, persona_id: UUID, png: bytes, sizes: Iterable[int]) -> dict[str, str]:
    """The keys of one portrait: ORIGINAL is the PNG's, "128" that of the WebP of 128 pixels."""
    stem = portraits_of_persona(group_id, persona_id) + hashlib.sha256(png).hexdigest()
    return {ORIGINAL: f"{stem}.png"} | {str(size): f"{stem}-{size}.webp" for size in sizes}


def original(key: str) -> str:
    """The key of the PNG that a portrait's smaller copy was made of; any other key as it is."""
    return _COPY.sub(".png", key) if key.startswith(PORTRAITS) else key


def images_of_project(project_id: UUID) -> str:
    """The prefix of all images of a project."""
    return f"{IMAGES}{project_id}/"


def image_id(project_id: UUID, content: bytes, extension: str) -> str:
    """`<uuid>.<extension>`: the same for the same bytes in the same project only."""
    return f"{uuid5(project_id, hashlib.sha256(content).hexdigest())}.{extension}"


def image(project_id: UUID, image: str) -> str:
    """The key of an image. image: as made by `image_id`."""
    return images_of_project(project_id) + image
