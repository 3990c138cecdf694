"""Messages that nobody can handle, and whose dead letters must be found."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from unittest.mock import Mock
from uuid import uuid4

import avatar.routes
import ethnography.routes
import generator.routes
import library.routes
from suara import topics
from suara.events import Envelope, Event
from suara.kafka.codec import Headers, encode
from suara.kafka.routes import Route
from suara.testing.samples import an_event

MARK = "chaos_poison"
HUGE, NEARLY_A_MEBIBYTE = 5_000_000, 1_048_000

# Consumer group -> what it handles.
_TABLES: dict[str, list[Route]] = {
    "avatar": avatar.routes.routes(Mock(), Mock(), Mock()),
    "ethnography": ethnography.routes.routes(Mock()),
    "generator": generator.routes.routes(Mock()),
    "library": library.routes.routes(Mock()) + library.routes.promotion_routes(Mock()),
}
_EVENTS = sorted(
    {route.event for routes in _TABLES.values() for route in routes}, key=lambda event: event.type
)


@dataclass(frozen=True)
class Poison:
    """groups: the consumer groups that must set it aside."""

    mark: str
    ill: str
    topic: str
    key: bytes | None
    value: bytes
    headers: Headers
    groups: frozenset[str]

    @property
    def letters(self) -> set[tuple[str, str]]:
        """(mark, consumer group) of each dead letter that must come of it."""
        return {(self.mark, group) for group in self.groups}


def poison(number: int, seed: int) -> Poison:
    """The next of all kinds in turn, for a random topic."""
    ill, spoil = _ILLS[number % len(_ILLS)]
    draw = random.Random(seed)
    event: type[Event] = draw.choice(_EVENTS)
    key, value, headers = spoil(*encode(Envelope.first(an_event(event), "/chaos")))
    mark = str(uuid4())
    known = any(name == "ce_type" and found == event.type.encode() for name, found in headers)
    return Poison(
        mark=mark,
        ill=ill,
        topic=topics.full_name(event.topic),
        key=key,
        value=value,
        headers=[*headers, (MARK, mark.encode())],
        groups=frozenset(_readers(event.topic, event if known else None)),
    )


def _readers(topic: str, event: type[Event] | None) -> Sequence[str]:
    """Who reads a topic; of an event type that is known, only those who handle it."""
    return [
        group
        for group, routes in _TABLES.items()
        if any(event in (route.event, None) and route.event.topic == topic for route in routes)
    ]


Spoilt = tuple[bytes | None, bytes, Headers]


def _not_json(key: bytes, _: bytes, headers: Headers) -> Spoilt:
    return key, b'\xff\xfe{"group_id": ', headers


def _unknown(key: bytes, value: bytes, headers: Headers) -> Spoilt:
    others = [header for header in headers if header[0] != "ce_type"]
    return key, value, [*others, ("ce_type", b"suara.nonsense.happened.v9")]


def _wrong_schema(key: bytes, _: bytes, headers: Headers) -> Spoilt:
    return key, b'{"company_id": 7, "persona_id": []}', headers


def _wrong_key(_: bytes, value: bytes, headers: Headers) -> Spoilt:
    return b"somebody-else", value, headers


def _no_headers(_: bytes, value: bytes, __: Headers) -> Spoilt:
    return None, value, []


def _huge(key: bytes, _: bytes, headers: Headers) -> Spoilt:
    return key, b"x" * HUGE, headers


_ILLS: tuple[tuple[str, Callable[[bytes, bytes, Headers], Spoilt]], ...] = (
    ("not JSON", _not_json),
    ("unknown type", _unknown),
    ("wrong schema", _wrong_schema),
    ("wrong key", _wrong_key),
    ("no headers", _no_headers),
    ("huge", _huge),
)
