"""Embeddings: the same for the same words, in whatever order."""

import random
from typing import Any

DIMENSIONS = 64


def answer(body: dict[str, Any]) -> dict[str, Any]:
    """Of a request to /embeddings; the data come in the reverse order, as their index says."""
    data = [
        {"object": "embedding", "index": index, "embedding": _vector(text)}
        for index, text in enumerate(body["input"])
    ]
    words = sum(len(text.split()) for text in body["input"])
    return {
        "object": "list",
        "model": body.get("model"),
        "data": data[::-1],
        "usage": {"prompt_tokens": words, "total_tokens": words},
    }


def _vector(text: str) -> list[float]:
    dice = [random.Random(word) for word in text.lower().split()]
    return [sum(one.gauss(0, 1) for one in dice) for _ in range(DIMENSIONS)]
