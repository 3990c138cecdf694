"""The CloudEvents 1.0 envelope and the base of every event's data."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, Self, TypeVar
from uuid import UUID, uuid4, uuid5

from suara.personas import Frozen

Scoped = TypeVar("Scoped", bound="GenerationScoped")

_SCOPE = {"company_id", "project_id", "group_id", "generation_id", "persona_id"}
_BY_TYPE: dict[str, type["Event"]] = {}


class Event(Frozen, ABC):
    """Something that happened. Subclasses name their type, topic and key.

    A breaking change of a subclass is a new type with the suffix `.v2`.
    """

    type: ClassVar[str]
    topic: ClassVar[str]

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if "type" in cls.__dict__:
            _BY_TYPE[cls.type] = cls

    @property
    @abstractmethod
    def key(self) -> str:
        """The partition key: events of one key are handled in order."""

    def first_id(self) -> UUID:
        """The id of its envelope where no other event caused it: one of its own each time."""
        return uuid4()


class GenerationScoped(Event):
    """An event within one generation of one group."""

    company_id: UUID
    project_id: UUID
    group_id: UUID
    generation_id: UUID

    def then(self, following: type[Scoped], **data: object) -> Scoped:
        """An event about the same generation, and the same persona if both are about one."""
        return following.model_validate(self.model_dump(include=_SCOPE) | data)


class PersonaScoped(GenerationScoped):
    """An event about one persona, and keyed by it."""

    persona_id: UUID

    @property
    def key(self) -> str:
        return str(self.persona_id)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A CloudEvents 1.0 event: attributes around the data.

    causation_id: id of the event that led to this one.
    """

    id: UUID
    source: str
    time: datetime
    data: Event
    traceparent: str | None = None
    causation_id: UUID | None = None

    @property
    def type(self) -> str:
        return self.data.type

    @classmethod
    def first(cls, data: Event, source: str, traceparent: str | None = None) -> Self:
        """An event that no other event caused: an outside request."""
        return cls(
            id=data.first_id(),
            source=source,
            time=datetime.now(UTC),
            data=data,
            traceparent=traceparent,
        )

    def caused(self, data: Event, source: str, traceparent: str | None = None) -> "Envelope":
        """An event that follows from this one, in the same trace.

        Its id derives from this event's id, so that a redelivered input repeats its outputs
        under the same ids and subscribers can drop the repetition.

        traceparent: of what led to it; None: what this event came with.
        """
        return Envelope(
            id=uuid5(self.id, f"{data.type}/{data.key}"),
            source=source,
            time=datetime.now(UTC),
            data=data,
            traceparent=traceparent or self.traceparent,
            causation_id=self.id,
        )


def event_types() -> dict[str, type[Event]]:
    """Every known event type -> its model."""
    return dict(_BY_TYPE)
