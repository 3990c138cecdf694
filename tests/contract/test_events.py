"""What every event promises its readers."""

import re

import pytest
from pydantic import ValidationError

from suara.events import Event, event_types
from suara.testing.samples import every_event
from suara.topics import TOPICS, all_names

EVENTS = pytest.mark.parametrize("event", every_event(), ids=lambda event: type(event).__name__)


def test_there_are_twenty_five_types() -> None:
    """A new type belongs into the documents, and its topic into the design."""
    assert len(event_types()) == 25


@EVENTS
def test_a_type_is_named_by_noun_verb_and_version(event: Event) -> None:
    assert re.fullmatch(r"suara\.[a-z]+\.[a-z]+\.v1", event.type)
    noun, verb = event.type.split(".")[1:3]
    assert type(event).__name__.lower() == f"{noun}{verb}"


@EVENTS
def test_an_event_belongs_to_a_topic_and_has_a_key(event: Event) -> None:
    assert event.topic in TOPICS
    assert event.key


@EVENTS
def test_an_event_cannot_be_changed(event: Event) -> None:
    field = next(iter(type(event).model_fields))
    with pytest.raises(ValidationError, match="frozen"):
        setattr(event, field, None)


@EVENTS
def test_an_event_ignores_what_a_newer_writer_adds(event: Event) -> None:
    newer = event.model_dump(mode="json") | {"a_new_field": {"of": "a later version"}}
    assert type(event).model_validate(newer) == event


def test_every_topic_has_a_dead_letter_twin() -> None:
    twins = [f"suara.{topic}.dlq" for topic in TOPICS]
    assert sorted(all_names("suara")) == sorted([f"suara.{topic}" for topic in TOPICS] + twins)
