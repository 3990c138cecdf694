"""Replaying and purging: at least once, and harmless when two people do it at a time."""

import asyncio
from collections.abc import Awaitable, Iterable, Mapping, Sequence

from suara import topics
from suara.errors import PermanentError
from suara.kafka.codec import Headers
from suara.kafka.dead_letters.letter import DeadLetter, How, Settlement
from suara.kafka.publisher import Send


def why_not(letter: DeadLetter) -> str | None:
    """Why it cannot be replayed, for people; None if it can."""
    if letter.omitted_bytes is not None:
        return f"{letter.omitted_bytes:,} bytes of it were too large to keep"
    if letter.origin is None:
        return "it does not say which topic it comes from"
    if letter.origin != letter.topic:
        return f"it says that it comes from {letter.origin}, whose dead letters lie elsewhere"
    if letter.group is None:
        return "it does not say which consumer group failed"
    return None


async def replay(letters: Sequence[DeadLetter], send: Send) -> Mapping[str, str]:
    """Send each to its topic again, in this order, for the group that failed; then settle it.

    A crash in between repeats the replay; the message has the same event id. Returns why, by the
    letter's id, for those that could not be replayed: they stay open.

    Raises:
        OutageError: the broker is away; repeat it for what is still open.
    """
    refused = {letter.id: why for letter in letters if (why := why_not(letter))}
    able = [letter for letter in letters if letter.id not in refused]
    errors = await _all(
        send(letter.topic, letter.key, letter.value, _for_its_group(letter)) for letter in able
    )
    failed = [(letter.id, error) for letter, error in zip(able, errors, strict=True) if error]
    refused |= {letter_id: str(error) for letter_id, error in failed}
    await _settle([letter for letter in able if letter.id not in refused], How.REPLAYED, send)
    return refused


async def purge(letters: Sequence[DeadLetter], send: Send) -> None:
    """Settle them, so that nobody sees or replays them any more. Errors as for `replay`."""
    await _settle(letters, How.PURGED, send)


def _for_its_group(letter: DeadLetter) -> Headers:
    """The message's own headers, and what the runtime must know of its history."""
    return [
        *letter.headers,
        ("dlq_replays", str(letter.replays + 1).encode()),
        ("dlq_attempts", str(letter.attempts).encode()),
        ("dlq_group", (letter.group or "").encode()),
    ]


async def _settle(letters: Iterable[DeadLetter], how: How, send: Send) -> None:
    # Without a key, lest a topic that is compacted takes a settlement for the letter's successor.
    said = [(letter.topic, Settlement(letter.position, how).headers()) for letter in letters]
    errors = await _all(
        send(topics.dead_letter(topic), None, b"", headers) for topic, headers in said
    )
    for error in filter(None, errors):
        raise error


async def _all(sending: Iterable[Awaitable[None]]) -> Sequence[PermanentError | None]:
    """The fault of each. Any other error rises, after all have ended."""
    ended = await asyncio.gather(*sending, return_exceptions=True)
    for result in ended:
        if isinstance(result, BaseException) and not isinstance(result, PermanentError):
            raise result
    return [result if isinstance(result, PermanentError) else None for result in ended]
