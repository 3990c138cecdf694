"""The object store, against a real S3 server."""

import httpx
import pytest

from suara.errors import OutageError, PermanentError
from suara.settings import S3Settings
from suara.storage import Object, ObjectStore


async def get(url: str) -> httpx.Response:
    async with httpx.AsyncClient() as browser:
        return await browser.get(url)


async def test_an_object_is_served_to_a_browser_for_ever(objects: ObjectStore) -> None:
    await objects.put(Object("tests/a.txt", b"hello", "text/plain"))

    answer = await get(objects.url("tests/a.txt"))

    assert answer.status_code == 200
    assert answer.content == b"hello"
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_a_deleted_object_is_gone_and_may_be_deleted_again(objects: ObjectStore) -> None:
    await objects.put(Object("tests/b.txt", b"hello", "text/plain"))

    await objects.delete("tests/b.txt")
    await objects.delete("tests/b.txt")

    answer = await get(objects.url("tests/b.txt"))
    assert answer.status_code == 404


async def test_a_missing_bucket_is_permanent(set_environment: None) -> None:
    settings = S3Settings(bucket="no-such-bucket")
    with pytest.raises(PermanentError, match="S3 refused"):
        await ObjectStore(settings).ping()


async def test_a_store_that_is_away_is_an_outage(set_environment: None) -> None:
    settings = S3Settings(endpoint="http://127.0.0.1:9")
    with pytest.raises(OutageError, match="cannot be reached"):
        await ObjectStore(settings).ping()
