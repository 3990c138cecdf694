"""Portraits of prompt personas: somebody waits for each, and a project's own key pays for it."""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Protocol
from uuid import UUID

import structlog

from avatar.metrics import STORED_BYTES
from suara import object_keys
from suara.errors import PermanentError
from suara.events import (
    Event,
    PromptPortraitFailed,
    PromptPortraitRendered,
    PromptPortraitRequested,
)
from suara.events.avatars import PromptPortraitEvent
from suara.kafka.routes import Context
from suara.storage import Object
from suara.unstored import Unstored

_SAME = set(PromptPortraitEvent.model_fields)
_WIDTH_AND_HEIGHT = struct.Struct(">16xII")  # of a PNG: after the signature and a chunk's head

log = structlog.get_logger()


@dataclass(frozen=True)
class Asked:
    """A request that is its persona's latest. image_id: once it is answered."""

    image_id: str | None


@dataclass(frozen=True)
class NewImage:
    """A PNG of a project; sizes in pixels and bytes."""

    image_id: str
    width: int
    height: int
    bytes: int


@dataclass(frozen=True)
class Kept:
    """replaced: the image that nobody shows any more, if there is one."""

    replaced: str | None


class Painter(Protocol):
    """Draws with the project's own provider."""

    async def draw(self, request: PromptPortraitRequested) -> bytes:
        """A PNG, until the request expires. Raises PermanentError, worded for users."""
        ...


class Album(Protocol):
    """The prompt personas' documents, and those of their images."""

    async def asked(self, request: PromptPortraitRequested) -> Asked | None:
        """None if the persona or its project is gone, or another request has followed."""
        ...

    async def keep(self, request: PromptPortraitRequested, image: NewImage) -> Kept | None:
        """Record the image and make it the persona's. None, and nothing, as for `asked`, or if it
        is answered already.
        """
        ...


class Store(Protocol):
    """The object store. Errors: see suara.storage.ObjectStore."""

    async def put(self, *objects: Object) -> None: ...


class Discard(Protocol):
    """Removes objects that no document names."""

    async def discard(self, keys: Iterable[str]) -> None: ...


@dataclass(frozen=True)
class PromptPortraits:
    painter: Painter
    album: Album
    objects: Store
    clearing: Discard
    _pictures: Unstored[UUID, bytes] = field(default_factory=Unstored, init=False)

    async def draw(self, request: PromptPortraitRequested, _: Context) -> Sequence[Event]:
        """Draw, store and reply; what is delivered again is neither drawn nor paid for again."""
        asked = await self.album.asked(request)
        if asked is None:
            return []
        if asked.image_id:
            return _rendered(request, asked.image_id)
        if request.request_id not in self._pictures and _expired(request):
            return []
        try:
            paint = partial(self.painter.draw, request)
            png = await self._pictures.paid(request.request_id, paint)
        except PermanentError as error:
            log.warning("prompt_portrait.failed", reason=str(error))
            return [] if _expired(request) else unpainted(request, str(error))
        events = await self._stored(request, png)
        self._pictures.stored(request.request_id)
        return events

    async def _stored(self, request: PromptPortraitRequested, png: bytes) -> Sequence[Event]:
        image_id = object_keys.image_id(request.project_id, png, "png")
        key = object_keys.image(request.project_id, image_id)
        await self.objects.put(Object(key, png, "image/png"))
        width, height = _WIDTH_AND_HEIGHT.unpack_from(png)
        kept = await self.album.keep(request, NewImage(image_id, width, height, len(png)))
        if kept is None:
            await self.clearing.discard([key])
            # Another delivery may have been faster: both give the same reply.
            asked = await self.album.asked(request)
            return _rendered(request, asked.image_id) if asked and asked.image_id else []
        STORED_BYTES.inc(len(png))
        if kept.replaced:
            await self.clearing.discard([object_keys.image(request.project_id, kept.replaced)])
        return _rendered(request, image_id)


def unpainted(request: PromptPortraitRequested, reason: str) -> Sequence[Event]:
    """What to say when there will be no portrait."""
    return [_reply(request, PromptPortraitFailed, reason=reason)]


def _rendered(request: PromptPortraitRequested, image_id: str) -> Sequence[Event]:
    return [_reply(request, PromptPortraitRendered, image_id=image_id)]


def _expired(request: PromptPortraitRequested) -> bool:
    return request.expires_at <= datetime.now(UTC)


def _reply(
    request: PromptPortraitRequested, kind: type[PromptPortraitEvent], **data: str
) -> PromptPortraitEvent:
    return kind.model_validate(request.model_dump(include=_SAME) | data)
