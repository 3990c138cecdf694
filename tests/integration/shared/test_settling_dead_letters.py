"""Reading, replaying and purging dead letters on a real broker."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from dead_letter_samples import Raw, deletion, explained, set_aside
from suara.errors import OutageError, PermanentError, RetryableError
from suara.events import Envelope, Event, GroupDeleted
from suara.kafka.codec import Headers
from suara.kafka.dead_letters import DeadLetter, How, Reader, purge, reading, replay
from suara.kafka.publisher import Publisher
from suara.kafka.routes import Context, Route
from suara.settings import KafkaSettings
from suara.testing.broker import eventually, publishing, read, working
from suara.testing.samples import an_event, an_id


@asynccontextmanager
async def at_work(kafka: KafkaSettings) -> AsyncIterator[tuple[Reader, Publisher]]:
    async with reading(kafka, "groups") as reader, publishing(kafka) as publisher:
        yield reader, publisher


async def lying(reader: Reader) -> list[DeadLetter]:
    return [letter async for letters in reader.letters() for letter in letters]


async def left_open(kafka: KafkaSettings) -> list[DeadLetter]:
    async with reading(kafka, "groups") as reader:
        return [letter for letter in await lying(reader) if letter.settled is None]


async def test_a_replay_keeps_key_value_and_headers_and_says_for_whom_it_is(
    kafka: KafkaSettings,
) -> None:
    sound = deletion("sound")
    odd: Raw = (None, b"\xff", [("a", b"1"), ("a", b"\xff"), ("b", None), ("dlq_old", b"x")])
    await set_aside(kafka, [sound, odd], group="library", attempts=3, replays=2)

    async with at_work(kafka) as (reader, publisher):
        assert not await replay(await lying(reader), publisher.send)

    again = await read(kafka, "groups")
    history = [("dlq_replays", b"3"), ("dlq_attempts", b"3"), ("dlq_group", b"library")]
    found = {m.value: (m.key, list(m.headers)) for m in again}
    assert found == {
        sound[1]: (sound[0], [*sound[2], *history]),
        b"\xff": (None, [*odd[2][:3], *history]),
    }
    assert not await left_open(kafka)


async def test_letters_of_a_key_are_replayed_in_the_order_in_which_they_were_set_aside(
    kafka: KafkaSettings,
) -> None:
    bulk = b"x" * 900
    numbered: list[Raw] = [(b"key", b"%d " % number + bulk, []) for number in range(300)]
    await set_aside(kafka, numbered)

    async with at_work(kafka) as (reader, publisher):
        async for letters in reader.letters():
            await replay(letters, publisher.send)

    assert [m.value for m in await read(kafka, "groups")] == [value for _, value, _ in numbered]


async def test_what_fails_again_while_it_is_replayed_waits_for_the_next_replay(
    kafka: KafkaSettings,
) -> None:
    await set_aside(kafka, [deletion("one"), deletion("two")])
    async with reading(kafka, "groups") as reader:
        first = await lying(reader)
        await set_aside(kafka, [deletion("later")] * 3)
        seen = await lying(reader)

    assert [letter.id for letter in first] == ["groups:0:0", "groups:0:1"]
    assert seen == first
    assert len(await left_open(kafka)) == 5


async def test_a_settled_letter_is_known_to_everybody_at_once(kafka: KafkaSettings) -> None:
    await set_aside(kafka, [deletion("one"), deletion("two"), deletion("three")])
    async with at_work(kafka) as (mine, publisher), reading(kafka, "groups") as theirs:
        first, second, third = await lying(theirs)
        await replay([first], publisher.send)
        await purge([second], publisher.send)
        assert [letter.settled for letter in await lying(mine)] == [How.REPLAYED, How.PURGED, None]
        assert [letter.settled for letter in await lying(theirs)][2] is None
    assert [letter.id for letter in await left_open(kafka)] == [third.id]


async def test_two_replays_at_a_time_repeat_a_message_and_do_no_other_harm(
    kafka: KafkaSettings,
) -> None:
    await set_aside(kafka, [deletion("one")])
    async with at_work(kafka) as (mine, publisher), reading(kafka, "groups") as theirs:
        both: Sequence[Sequence[DeadLetter]] = [await lying(mine), await lying(theirs)]
        await asyncio.gather(*(replay(letters, publisher.send) for letters in both))
    again = await read(kafka, "groups")
    assert len({(m.key, m.value, tuple(m.headers)) for m in again}) == 1
    assert not await left_open(kafka)


async def test_a_letter_that_was_not_sent_is_not_settled(kafka: KafkaSettings) -> None:
    await set_aside(kafka, [deletion("sound"), deletion("too large"), deletion("sound")])

    async with at_work(kafka) as (reader, publisher):
        first, large, last = await lying(reader)

        async def narrow(topic: str, key: bytes | None, value: bytes | None, its: Headers) -> None:
            if key == large.key:
                raise PermanentError("too large")
            await publisher.send(topic, key, value, its)

        async def away(*_: object) -> None:
            raise OutageError("Kafka is away")

        assert await replay([first, large, last], narrow) == {large.id: "too large"}
        with pytest.raises(OutageError):
            await replay([large], away)

    assert [letter.id for letter in await left_open(kafka)] == [large.id]


async def test_trimming_leaves_what_came_after_the_reading(kafka: KafkaSettings) -> None:
    await set_aside(kafka, [deletion("one"), deletion("two")])
    async with reading(kafka, "groups") as reader:
        await lying(reader)
        await set_aside(kafka, [deletion("later")])
        trimmed = await reader.trim()  # the embedded broker cannot
    left = await left_open(kafka)
    assert [letter.id for letter in left][-1] == "groups:0:2"
    assert len(left) == (1 if trimmed else 3)


async def test_every_topic_and_partition_is_read_however_many_an_operator_made(
    set_environment: None,
) -> None:
    kafka = KafkaSettings()
    topics = [f"{kafka.topic_prefix}.{name}.dlq" for name in ("groups", "personas")]
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(topic, 3, 1) for topic in topics])
    await admin.close()
    async with publishing(kafka) as publisher:
        for topic in topics:
            for number in range(12):
                await publisher.send(topic, b"%d" % number, b"{}", explained(topic[:-4]))

    async with reading(kafka) as reader, publishing(kafka) as publisher:
        letters = await lying(reader)
        await purge(letters[1:], publisher.send)
        settled = [letter.settled for letter in await lying(reader)]

    assert len({letter.id for letter in letters}) == 24
    assert len({letter.position[0] for letter in letters}) == 3
    assert settled == [None] + [How.PURGED] * 23


async def test_without_topics_it_says_so_rather_than_none_at_all(kafka: KafkaSettings) -> None:
    stranger = kafka.model_copy(update={"topic_prefix": "nobody"})
    with pytest.raises(PermanentError, match=r"no topic nobody\.groups\.dlq"):
        async with reading(stranger, "groups"):
            pass


async def test_a_broker_that_is_away_is_an_outage(kafka: KafkaSettings) -> None:
    with pytest.raises(OutageError, match=r"127\.0\.0\.1:1"):
        async with reading(kafka.model_copy(update={"bootstrap": "127.0.0.1:1"})):
            pass


@dataclass
class Service:
    """Fails at every group until it is mended."""

    broken: bool = True
    handled: list[UUID] = field(default_factory=list)

    async def handle(self, _: GroupDeleted, context: Context) -> Sequence[Event]:
        if self.broken:
            raise RetryableError("not yet")
        self.handled.append(context.event_id)
        return []

    @property
    def routes(self) -> list[Route]:
        return [Route(GroupDeleted, self.handle)]


async def test_what_failed_is_handled_once_after_a_replay_and_by_its_own_group_alone(
    kafka: KafkaSettings,
) -> None:
    event = Envelope.first(an_event(GroupDeleted, group_id=an_id("one")), "/suara/tests")
    end = Envelope.first(event.data, "/suara/tests")  # of the same key: behind all replays
    troubled, sound = Service(), Service(broken=False)

    async def one_open() -> DeadLetter:
        async with asyncio.timeout(30):
            while len(found := await left_open(kafka)) != 1:
                pass
        return found[0]

    async with (
        working(kafka, troubled.routes, handler_attempts=2),
        working(kafka, sound.routes, group="others"),
        publishing(kafka) as publisher,
    ):
        await publisher.publish([event])
        first = await one_open()
        await replay([first], publisher.send)
        second = await one_open()  # it failed again
        troubled.broken = False
        await replay([second], publisher.send)
        await publisher.publish([end])
        await eventually(lambda: {end.id} <= {*troubled.handled} & {*sound.handled})

    assert (first.attempts, first.replays) == (2, 0)
    assert (second.attempts, second.replays) == (4, 1)
    assert second.headers == first.headers
    assert (second.group, second.event_id) == ("tests", str(event.id))
    assert (second.handler or "").endswith("Service.handle")
    assert Counter(troubled.handled) == Counter(sound.handled) == Counter([event.id, end.id])
    assert not await left_open(kafka)
