"""What occupations mean, as vectors."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import structlog
from pymongo import UpdateOne

from library.domain.similarity import Vector, stepped
from suara.llm import EmbeddingModel
from suara.llm.embeddings import MOST_TEXTS
from suara.mongo import Database

_log = structlog.get_logger()

#: Tuned on the labelled pairs: docs/library.md.
STATIC_SIMILARITY = 0.85
#: Judgement: paraphrases of a title are above it with OpenAI's models, near titles rarely.
MODEL_SIMILARITY = 0.85
_REMEMBERED = 16_384
_AT_ONCE = 256
_SECONDS = 20.0


class RememberedEmbeddings(ABC):
    """Vectors that this process has asked for lately, and a way to find the others."""

    def __init__(self) -> None:
        self._vectors: dict[str, Vector] = {}

    async def vectors(self, texts: Iterable[str]) -> dict[str, Vector]:
        """Raises ModelError."""
        wanted = dict.fromkeys(texts)
        if len(self._vectors) > _REMEMBERED:
            self._vectors = {}
        known = {text: self._vectors[text] for text in wanted if text in self._vectors}
        found = await self._find([text for text in wanted if text not in known])
        self._vectors |= found
        return known | found

    @abstractmethod
    async def _find(self, texts: Sequence[str]) -> dict[str, Vector]:
        """Those of texts that are not remembered."""


class StaticEmbeddings(RememberedEmbeddings):
    """Means of word vectors that come with the wordllama package: 256 dimensions, no download.

    A text takes some 50 µs, less than asking a store for it, so that they are only remembered.
    """

    least_similarity = STATIC_SIMILARITY

    def __init__(self) -> None:
        super().__init__()
        self._model: Any = None
        self._loading = asyncio.Lock()

    async def _find(self, texts: Sequence[str]) -> dict[str, Vector]:
        found: dict[str, Vector] = {}
        for start in range(0, len(texts), _AT_ONCE):
            await self._load()
            some = texts[start : start + _AT_ONCE]
            embedded = self._model.embed(some)
            found |= {text: stepped(one) for text, one in zip(some, embedded, strict=True)}
            if len(texts) > _AT_ONCE:
                await asyncio.sleep(0)
        return found

    async def _load(self) -> None:
        """Once, however many wait for it: it takes 50 MB each time."""
        async with self._loading:
            if self._model is None:
                self._model = await asyncio.to_thread(_static_model)


class KeptEmbeddings(RememberedEmbeddings):
    """A model's, each text asked for once: collection `embeddings` {_id: "<model>/<text>", vector:
    float32 bytes} keeps them for all workers.
    """

    least_similarity = MODEL_SIMILARITY

    def __init__(self, database: Database, model: EmbeddingModel) -> None:
        super().__init__()
        self._kept = database.embeddings
        self._model = model

    async def _find(self, texts: Sequence[str]) -> dict[str, Vector]:
        found: dict[str, Vector] = {}
        for find in (self._stored, self._asked):
            missing = [text for text in texts if text not in found]
            for start in range(0, len(missing), MOST_TEXTS):
                found |= await find(missing[start : start + MOST_TEXTS])
        return found

    async def _stored(self, texts: Sequence[str]) -> dict[str, Vector]:
        names = {self._name(text): text for text in texts}
        found = await self._kept.find({"_id": {"$in": list(names)}}).to_list(None)
        return {
            names[one["_id"]]: stepped(np.frombuffer(one["vector"], np.float32)) for one in found
        }

    async def _asked(self, texts: Sequence[str]) -> dict[str, Vector]:
        embedded = await self._model.embed(texts, name="occupation", timeout_seconds=_SECONDS)
        vectors = [np.array(vector, np.float32) for vector in embedded.vectors]
        await self._kept.bulk_write(
            [
                UpdateOne(
                    {"_id": self._name(text)}, {"$set": {"vector": vector.tobytes()}}, upsert=True
                )
                for text, vector in zip(texts, vectors, strict=True)
            ],
            ordered=False,
        )
        return {text: stepped(vector) for text, vector in zip(texts, vectors, strict=True)}

    def _name(self, text: str) -> str:
        return f"{self._model.name}/{text}"


def _static_model() -> Any:
    import wordllama  # type: ignore[import-untyped]

    # The wheel keeps its tokenizer where the library looks for downloaded ones.
    return wordllama.WordLlama.load(
        cache_dir=Path(wordllama.__file__).parent, disable_download=True
    )
