"""What is asked whenever the metrics are read."""

import time

from library.adapters.library_index import LibraryIndex
from library.adapters.vectors import MongoVectors
from library.metrics import INDEXED, PERSONAS

# Counting a million takes MongoDB some tenths of a second.
_COUNTED_EVERY_SECONDS = 60.0


class Gauges:
    def __init__(self, vectors: MongoVectors, index: LibraryIndex) -> None:
        self._vectors = vectors
        self._index = index
        self._counted = float("-inf")

    async def refresh(self) -> None:
        """Raises what the database raises."""
        INDEXED.set(len(self._index))
        if time.monotonic() - self._counted < _COUNTED_EVERY_SECONDS:
            return
        active = await self._vectors.active()
        self._counted = time.monotonic()
        PERSONAS.clear()  # a market whose last one retired is none any more
        for market, count in active.items():
            PERSONAS.labels(market).set(count)
