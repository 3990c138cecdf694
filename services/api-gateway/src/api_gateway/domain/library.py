"""The company's library, as it is searched and shown."""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self
from uuid import UUID

from api_gateway.domain.avatars import Avatar, PortrayedPersona
from api_gateway.domain.errors import Fault, InvalidFieldsError
from suara.library import LibraryPersona, Status
from suara.personas import IncomeLevel, TargetGender

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_TIME_BYTES, _ID_BYTES = 8, 16


@dataclass(frozen=True)
class Wanted:
    """Which library personas. location and occupation: any part of it, in any case."""

    location: str | None = None
    gender: TargetGender | None = None
    income_level: IncomeLevel | None = None
    age_min: int | None = None
    age_max: int | None = None
    occupation: str | None = None
    status: Status = "active"


@dataclass(frozen=True)
class Cursor:
    """The last persona of a page: the next page begins behind it, whoever came meanwhile."""

    promoted_at: datetime
    persona_id: UUID

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises InvalidFieldsError."""
        try:
            packed = base64.b64decode(text, altchars=b"-_", validate=True)
            milliseconds = int.from_bytes(packed[:_TIME_BYTES], "big")
            identity = UUID(bytes=packed[_TIME_BYTES:])
            return cls(_EPOCH + milliseconds * _MILLISECOND, identity)
        except (binascii.Error, ValueError, OverflowError) as error:
            fault = Fault("cursor", "must be the next_cursor of an earlier answer")
            raise InvalidFieldsError([fault]) from error

    def __str__(self) -> str:
        milliseconds = (self.promoted_at - _EPOCH) // _MILLISECOND
        packed = milliseconds.to_bytes(_TIME_BYTES, "big") + self.persona_id.bytes
        return base64.urlsafe_b64encode(packed).decode()


@dataclass(frozen=True)
class Entry:
    """A library persona, and how many groups have reused it."""

    persona: LibraryPersona
    times_used: int

    @property
    def portrayed(self) -> PortrayedPersona:
        """The portrait is the one that it was promoted with."""
        found = self.persona
        url = found.persona.avatar_url
        avatar = Avatar(
            status="ready" if found.avatar_keys or url else "failed",
            source=found.avatar_source,
            keys=found.avatar_keys or {},
            url=url,
        )
        return PortrayedPersona.model_validate(found.persona.model_dump() | {"avatar": avatar})


@dataclass(frozen=True)
class Use:
    """A group that has the individual. Names are None where it was made and nothing is left.

    persona_id: its id there. origin: where it was first made.
    """

    project_id: UUID
    project_name: str | None
    group_id: UUID
    group_name: str | None
    persona_id: UUID
    origin: bool
    used_at: datetime
