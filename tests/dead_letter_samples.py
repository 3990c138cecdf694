"""Dead letters as the runtime writes them."""

from collections.abc import Sequence

from suara.events import Envelope, GroupDeleted
from suara.kafka.codec import Headers, encode
from suara.settings import KafkaSettings
from suara.testing.broker import publishing
from suara.testing.samples import an_event, an_id

Raw = tuple[bytes | None, bytes | None, Headers]


def explained(topic: str, **facts: object) -> Headers:
    """The headers that the runtime adds. facts: other ones, or None to leave one out."""
    every: dict[str, object] = {
        "reason": "no such market",
        "exception": "suara.errors.PermanentError",
        "topic": topic,
        "partition": 0,
        "offset": 41,
        "group": "tests",
        "handler": "tests.Troubled.handle",
        "attempts": 5,
        "replays": 0,
        "time": "2026-01-01T00:00:00+00:00",
    } | facts
    return [(f"dlq_{k}", str(v).encode()) for k, v in every.items() if v is not None]


def deletion(name: str) -> Raw:
    """(key, value, headers) of a GroupDeleted."""
    return encode(Envelope.first(an_event(GroupDeleted, group_id=an_id(name)), "/suara/tests"))


async def set_aside(kafka: KafkaSettings, messages: Sequence[Raw], **facts: object) -> None:
    """Into the dead-letter topic of `groups`, in this order."""
    topic = f"{kafka.topic_prefix}.groups"
    async with publishing(kafka) as publisher:
        for key, value, headers in messages:
            whole = [*headers, *explained(topic, **facts)]
            await publisher.send(f"{topic}.dlq", key, value, whole)
