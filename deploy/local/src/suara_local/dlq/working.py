"""Dead letters that a person selects: counted, shown, replayed, purged."""

import heapq
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from suara.kafka import dead_letters
from suara.kafka.dead_letters import DeadLetter, Reader
from suara.kafka.publisher import Publisher, Send
from suara.settings import KafkaSettings
from suara_local.dlq.selection import Selection, Survey

_LONG_AGO = datetime.min.replace(tzinfo=UTC)

Refuse = Callable[[DeadLetter], str | None]


class Work:
    """On the selected letters, up to the end that their topics had at the beginning."""

    def __init__(self, reader: Reader, kafka: KafkaSettings, selection: Selection) -> None:
        self.selection = selection
        self._reader, self._kafka = reader, kafka

    async def newest(self, most: int) -> tuple[Sequence[DeadLetter], int]:
        """The newest, newest first and without their values, and how many there are in all."""
        count = 0
        newest: list[tuple[datetime, str, tuple[int, int], DeadLetter]] = []
        async for letters in self._taken():
            count += len(letters)
            dated = [(le.time or _LONG_AGO, le.topic, le.position, le) for le in letters]
            newest = heapq.nlargest(most, newest + dated, key=lambda one: one[:3])
        return [letter for *_, letter in newest], count

    async def all(self) -> Sequence[DeadLetter]:
        """For a selection by id: they are few."""
        return [letter async for letters in self._taken() for letter in letters]

    async def survey(self, why_not: Refuse = lambda _: None) -> Survey:
        """why_not: why one cannot be settled, None if it can."""
        survey = Survey()
        async for letters in self._reader.letters():
            for letter in filter(self.selection.names, letters):
                if letter.settled and not self.selection.settled:
                    survey.settled[letter.settled] += 1
                elif why := why_not(letter):
                    survey.refuse(letter.id, why)
                else:
                    survey.able[letter.id.partition(":")[0]] += 1
        return survey

    async def replay(self, survey: Survey) -> AsyncIterator[int]:
        """Yields how many were replayed, some at a time; says in the survey what was refused."""
        survey.refused, survey.refusals = 0, {}
        async with self._sending() as send:
            async for letters in self._taken():
                refused = await dead_letters.replay(letters, send)
                for letter_id, why in refused.items():
                    survey.refuse(letter_id, why)
                yield len(letters) - len(refused)

    async def purge(self, survey: Survey) -> AsyncIterator[int]:
        """Yields how many were purged, some at a time. Whole topics are trimmed where possible."""
        if self.selection.id is None and await self._reader.trim():
            yield survey.able.total()
            return
        async with self._sending() as send:
            async for letters in self._taken():
                await dead_letters.purge(letters, send)
                yield len(letters)

    async def _taken(self) -> AsyncIterator[Sequence[DeadLetter]]:
        async for letters in self._reader.letters():
            if taken := [letter for letter in letters if self.selection.takes(letter)]:
                yield taken

    @asynccontextmanager
    async def _sending(self) -> AsyncIterator[Send]:
        publisher = Publisher(self._kafka, "dlq")
        try:
            await publisher.start()
            yield publisher.send
        finally:
            await publisher.stop()


@asynccontextmanager
async def on(kafka: KafkaSettings, selection: Selection) -> AsyncIterator[Work]:
    """Raises SuaraError when the broker is away, or has no such dead-letter topic."""
    async with dead_letters.reading(kafka, selection.where) as reader:
        yield Work(reader, kafka, selection)
