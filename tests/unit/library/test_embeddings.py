"""The vectors that come with the product."""

import asyncio

import pytest

from library.adapters import embeddings
from library.adapters.embeddings import StaticEmbeddings


async def test_the_model_is_loaded_once_however_many_wait_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    load, loaded = embeddings._static_model, []
    monkeypatch.setattr(embeddings, "_static_model", lambda: loaded.append(load()) or loaded[-1])
    static = StaticEmbeddings()
    found = await asyncio.gather(*(static.vectors([f"nurse {n}"]) for n in range(10)))
    assert len(loaded) == 1
    assert [list(one) for one in found] == [[f"nurse {n}"] for n in range(10)]
