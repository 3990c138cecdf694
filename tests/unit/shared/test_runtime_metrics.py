"""What the runtime counts of each message."""

from collections.abc import Sequence
from typing import Any

import pytest
from prometheus_client import REGISTRY

from kafka_bus import Bus, answers
from suara.errors import OutageError, PermanentError, RetryableError
from suara.events import Envelope, Event, PersonaMatched, SimulationResponded
from suara.kafka.codec import known_type
from suara.kafka.routes import Context, Route
from suara.testing.broker import eventually
from suara.testing.memory_broker import MemoryBroker
from suara.testing.samples import an_event

TYPE = SimulationResponded.type


def sample(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def settled(outcome: str, event_type: str = TYPE) -> float:
    return sample("suara_message_duration_seconds_count", event_type=event_type, outcome=outcome)


def tries(outcome: str) -> float:
    return sample("suara_handler_tries_total", event_type=TYPE, outcome=outcome)


class Failing:
    """Fails with each of `errors` in turn, then handles."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)

    @property
    def routes(self) -> list[Route]:
        return [Route(SimulationResponded, self.handle)]

    async def handle(self, _event: SimulationResponded, _: Context) -> Sequence[Event]:
        if self.errors:
            raise self.errors.pop(0)
        return []


async def test_each_try_counts_by_how_it_ended_and_the_message_once(
    bus: Bus, broker: MemoryBroker
) -> None:
    before = {outcome: tries(outcome) for outcome in ("ok", "error", "outage", "permanent")}
    handled, waited = (
        settled("handled"),
        sample("suara_message_wait_seconds_count", event_type=TYPE),
    )
    await bus.publish(answers(1, keys=1))
    async with bus.running(Failing(RetryableError("busy"), OutageError("away"))):
        await eventually(lambda: settled("handled") == handled + 1)
    after = {outcome: tries(outcome) - count for outcome, count in before.items()}
    assert after == {"ok": 1, "error": 1, "outage": 1, "permanent": 0}
    assert sample("suara_message_wait_seconds_count", event_type=TYPE) == waited + 1


async def test_a_letter_counts_by_the_class_of_its_error(bus: Bus) -> None:
    labels = {"topic": "t.simulations", "event_type": TYPE, "reason": "PermanentError"}
    letters, aside = sample("suara_dead_letters_total", **labels), settled("dead_lettered")
    await bus.publish(answers(1, keys=1))
    async with bus.running(Failing(PermanentError("no such thing"))):
        await eventually(lambda: settled("dead_lettered") == aside + 1)
    assert sample("suara_dead_letters_total", **labels) == letters + 1


async def test_what_others_handle_passes_without_a_type_of_its_own(
    bus: Bus, broker: MemoryBroker
) -> None:
    passed = settled("passed", "")
    [envelope] = answers(1, keys=1)
    foreign = Envelope.first(an_event(PersonaMatched), "/suara/tests")
    async with bus.publishing() as publisher:
        await publisher.publish([foreign, envelope])
    for record in broker.logs.pop(next(at for at in broker.logs if at.topic == "t.personas")):
        broker.append("t.simulations", record.key, record.value, record.headers)
    async with bus.running(Failing()):
        await eventually(lambda: settled("passed", "") == passed + 1)


@pytest.mark.parametrize(
    ("claimed", "shown"),
    [
        ([("ce_type", TYPE.encode())], TYPE),
        ([("ce_type", b"suara.persona.sung.v1")], "unknown"),
        ([("ce_type", b"\xff" * 9_000)], "unknown"),
        ([("ce_type", b"")], ""),
        ([("ce_type", None)], ""),
        ([], ""),
    ],
)
def test_only_known_types_are_told_apart(claimed: Any, shown: str) -> None:
    assert known_type(claimed) == shown


async def test_acknowledged_and_refused_messages_count_by_topic(
    bus: Bus, broker: MemoryBroker
) -> None:
    sent = sample("suara_published_messages_total", topic="t.simulations")
    refused = sample("suara_publish_errors_total", topic="t.simulations")
    await bus.publish(answers(3, keys=3))
    async with bus.publishing() as publisher:
        broker.away = True
        with pytest.raises(OutageError):
            await publisher.publish(answers(1, keys=1))
    broker.away = False
    assert sample("suara_published_messages_total", topic="t.simulations") == sent + 3
    assert sample("suara_publish_errors_total", topic="t.simulations") == refused + 1
