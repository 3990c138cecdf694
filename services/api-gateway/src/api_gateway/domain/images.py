"""An image of a project: a portrait of a prompt persona, or how portraits are to look."""

import re
from datetime import datetime
from typing import Literal
from uuid import UUID

from suara.personas import Frozen

MAX_IMAGES = 500  # per project

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.(?:png|jpg|webp)")


class Image(Frozen):
    """What is known of it. image_id: `<uuid>.<extension>`; width, height: in pixels."""

    image_id: str
    company_id: UUID
    project_id: UUID
    content_type: str
    width: int
    height: int
    bytes: int
    source: Literal["upload", "generated", "imported"]
    created_at: datetime


def is_image_id(text: str) -> bool:
    """Whether it can be the id of an image at all."""
    return _ID.fullmatch(text) is not None
