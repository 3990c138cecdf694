"""What a publisher promises, on any broker."""

import pytest

from kafka_bus import Bus
from suara.errors import PermanentError
from suara.events import Envelope, SimulationResponded
from suara.kafka.codec import decode
from suara.testing.samples import an_event


def response(answer: str) -> Envelope:
    return Envelope.first(an_event(SimulationResponded, answer=answer), "/suara/tests")


async def test_events_of_a_key_lie_in_the_order_they_were_published(bus: Bus) -> None:
    sent = [response(str(number)) for number in range(50)]
    await bus.publish(sent)
    found = await bus.read("simulations")
    assert [decode(m.value, list(m.headers)) for m in found] == sent


async def test_an_event_too_large_for_the_broker_is_refused_for_good(bus: Bus) -> None:
    async with bus.publishing() as publisher:
        with pytest.raises(PermanentError, match="too large"):
            await publisher.publish([response("short"), response("x" * 1_000_000)])
        with pytest.raises(PermanentError, match="too large"):
            await publisher.send(f"{bus.kafka.topic_prefix}.groups.dlq", b"", b"x" * 2_000_000, [])
    assert await bus.read("simulations") == []


async def test_keys_values_and_headers_that_are_empty_stay_as_empty_as_they_were(
    bus: Bus,
) -> None:
    headers = [("none", None), ("empty", b""), ("twice", b"1"), ("twice", b"2")]
    empty = [(b"", b""), (b"", None), (None, b"")]
    async with bus.publishing() as publisher:
        for key, value in [*empty, (None, None)]:
            await publisher.send(f"{bus.kafka.topic_prefix}.groups.dlq", key, value, headers)
    letters = await bus.read("groups.dlq")
    # The client takes no message with neither key nor value: an empty value stands for it.
    assert [(m.key, m.value) for m in letters] == [*empty, (None, b"")]
    assert all(list(m.headers) == headers for m in letters)
