"""A model's embeddings are asked for once, and kept for all workers."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from integration.library.worker import Library, a_group, reused
from library.adapters.embeddings import KeptEmbeddings
from library.adapters.library_index import LibraryIndex
from library.adapters.vectors import MongoVectors
from openai_server.running import RunningServer, running
from suara.llm import EmbeddingModel, EmbeddingSettings, ModelError
from suara.mongo import Database


@pytest.fixture
def server() -> Iterator[RunningServer]:
    with running() as server:
        yield server


@pytest.fixture
async def model(server: RunningServer) -> AsyncIterator[EmbeddingModel]:
    settings = EmbeddingSettings(embeddings="openai", base_url=server.base_url, model="small")
    model = EmbeddingModel(settings)
    yield model
    await model.close()


async def test_a_text_is_asked_for_once(
    database: Database, model: EmbeddingModel, server: RunningServer
) -> None:
    first = await KeptEmbeddings(database, model).vectors(["nurse", "truck driver"])
    another_worker = KeptEmbeddings(database, model)
    again = await another_worker.vectors(["truck driver", "nurse", "potter"])
    await another_worker.vectors(["potter"])

    assert {text: list(again[text]) for text in first} == {t: list(v) for t, v in first.items()}
    asked = [body["input"] for body in server.log(bodies=True)["bodies"]]
    assert asked == [["nurse", "truck driver"], ["potter"]]


async def test_many_texts_are_asked_for_in_several_calls(
    database: Database, model: EmbeddingModel, server: RunningServer
) -> None:
    texts = [f"occupation {number}" for number in range(600)]
    vectors = await KeptEmbeddings(database, model).vectors(texts)
    assert list(vectors) == texts
    assert server.log()["count"] == 2
    other = await KeptEmbeddings(database, model).vectors(texts[::-1])
    assert all((other[text] == vectors[text]).all() for text in texts)


@pytest.mark.parametrize("kind", ["key_refused", "bad_request"])
async def test_what_no_model_explains_is_an_error_for_users(
    database: Database, model: EmbeddingModel, server: RunningServer, kind: str
) -> None:
    server.control(probabilities={kind: 1.0})
    with pytest.raises(ModelError):
        await KeptEmbeddings(database, model).vectors(["nurse"])


async def test_people_are_found_by_a_models_embeddings(
    database: Database, model: EmbeddingModel
) -> None:
    library = Library(database)
    await library.claimed.ensure_indexes()
    cast, *_ = a_group()
    await library.cast([cast])
    proven = await library.promote()
    index = LibraryIndex(MongoVectors(database), KeptEmbeddings(database, model))
    await index.load()
    library.handlers = replace(library.handlers, candidates=index)
    assert reused(await library.match(cast)) == proven
