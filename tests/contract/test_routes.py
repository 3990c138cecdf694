"""The services' tables fit together: nobody waits for an event that nobody sends."""

from unittest.mock import Mock

import pytest

import avatar.routes
import ethnography.routes
import generator.routes
import library.routes
from suara.events import (
    AvatarRequested,
    Event,
    GenerationRequested,
    GroupCreated,
    GroupDeleted,
    GroupUpdated,
    PersonaDeleted,
    PersonaPromoted,
    PersonaRetired,
    ProjectDeleted,
    PromptPortraitRequested,
    SimulationResponded,
    SnapshotRequested,
    event_types,
)
from suara.kafka.routes import Route, subscription
from suara.testing.samples import an_event
from suara.topics import TOPICS

WORKERS = {
    service.__name__.split(".")[0]: service.routes(*([Mock()] * parts))
    for service, parts in (
        (avatar.routes, 3),
        (ethnography.routes, 1),
        (generator.routes, 1),
        (library.routes, 1),
    )
}
WORKERS["library"] += library.routes.promotion_routes(Mock())
GATEWAY_EMITS = {
    GroupCreated,
    GroupUpdated,
    GroupDeleted,
    GenerationRequested,
    PersonaDeleted,
    AvatarRequested,
    ProjectDeleted,
    PromptPortraitRequested,
    PersonaPromoted,
    PersonaRetired,
    SimulationResponded,
    SnapshotRequested,
}
OUTSIDERS_EMIT = {SimulationResponded}
SERVICES = pytest.mark.parametrize("routes", WORKERS.values(), ids=WORKERS.keys())


def emitted(route: Route) -> set[type[Event]]:
    """What a route may lead to, its fallback included."""
    in_trouble = route.fallback(an_event(route.event), "trouble") if route.fallback else ()
    return {*route.emits, *map(type, in_trouble)}


@SERVICES
def test_a_service_speaks_of_known_events_only(routes: list[Route]) -> None:
    known = set(event_types().values())
    for route in routes:
        assert {route.event, *emitted(route)} <= known


@SERVICES
def test_an_event_has_one_handler_per_service(routes: list[Route]) -> None:
    events = [route.event for route in routes]
    assert len(set(events)) == len(events)


@SERVICES
def test_a_service_subscribes_to_the_topics_of_its_events(routes: list[Route]) -> None:
    expected = {f"suara.{route.event.topic}" for route in routes}
    assert set(subscription(routes, "suara")) == expected
    assert {route.event.topic for route in routes} <= set(TOPICS)


@SERVICES
def test_a_failure_is_followed_by_an_event_of_the_same_persona_or_generation(
    routes: list[Route],
) -> None:
    for route in routes:
        if route.fallback:
            failed = an_event(route.event)
            for event in route.fallback(failed, "trouble"):
                assert (
                    event.model_dump().items()
                    >= failed.model_dump(
                        include={"company_id", "project_id", "group_id", "generation_id"}
                    ).items()
                )


def test_every_event_that_is_awaited_is_sent_by_somebody() -> None:
    routes = [route for table in WORKERS.values() for route in table]
    sent = GATEWAY_EMITS | OUTSIDERS_EMIT | set().union(*map(emitted, routes))
    awaited = {route.event for route in routes}
    assert awaited <= sent
