"""Replies over the bus: none is missed, and nobody listens while nobody waits."""

import asyncio
from uuid import uuid4

from api_gateway.adapters.replies import Replies
from suara.events import Envelope, PromptPortraitFailed
from suara.settings import KafkaSettings
from suara.testing.broker import eventually, publishing


def failed() -> PromptPortraitFailed:
    return PromptPortraitFailed(
        company_id=uuid4(), project_id=uuid4(), persona_id=uuid4(), request_id=uuid4(), reason="x"
    )


async def test_it_listens_from_the_first_request_until_a_while_after_the_last(
    kafka: KafkaSettings,
) -> None:
    replies = Replies(kafka, idle_seconds=0)
    async with publishing(kafka) as publisher:
        for _ in range(2):
            assert not replies.listening
            event = failed()
            async with replies.expected(event.request_id) as reply:
                assert replies.listening
                await publisher.publish([Envelope.first(event, "/suara/tests")])
                async with asyncio.timeout(20):
                    assert await reply == event
            await eventually(lambda: not replies.listening)


async def test_each_gets_its_own_reply_whoever_else_waits_or_does_not(
    kafka: KafkaSettings,
) -> None:
    one, other = Replies(kafka), Replies(kafka)
    first, second, nobodys = failed(), failed(), failed()
    async with (
        publishing(kafka) as publisher,
        one.expected(first.request_id) as to_first,
        other.expected(second.request_id) as to_second,
        asyncio.timeout(20),
    ):
        told = [nobodys, second, first, first]
        await publisher.publish([Envelope.first(event, "/suara/tests") for event in told])
        assert (await to_first, await to_second) == (first, second)
    for replies in (one, other):
        await replies.stop()
        assert not replies.listening


async def test_a_reply_of_before_is_not_heard(kafka: KafkaSettings) -> None:
    event, replies = failed(), Replies(kafka)
    async with publishing(kafka) as publisher:
        await publisher.publish([Envelope.first(event, "/suara/tests")])
        after = event.model_copy(update={"reason": "after"})
        async with replies.expected(event.request_id) as reply, asyncio.timeout(20):
            await publisher.publish([Envelope.first(after, "/suara/tests")])
            assert await reply == after
    await replies.stop()
