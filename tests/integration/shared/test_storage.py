"""The object store, against a real S3 server."""

import json
from uuid import uuid4

import boto3
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


async def test_readiness_names_a_bucket_that_is_missing(set_environment: None) -> None:
    with pytest.raises(OutageError, match=r"bucket 'no-such-bucket' cannot .*HeadBucket"):
        await ObjectStore(S3Settings(bucket="no-such-bucket")).check()


async def test_readiness_names_a_right_that_is_missing(
    set_environment: None,
) -> None:
    settings = S3Settings(bucket=f"t{uuid4().hex[:10]}")
    store = ObjectStore(settings)
    await store.ensure_bucket()
    refusal = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject"}
    statement = refusal | {"Resource": f"arn:aws:s3:::{settings.bucket}/*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    owner = boto3.client("s3", endpoint_url=settings.endpoint)
    owner.put_bucket_policy(Bucket=settings.bucket, Policy=policy)

    with pytest.raises(OutageError, match=r"cannot be used: .*AccessDenied.*PutObject"):
        await store.check()

    owner.delete_bucket_policy(Bucket=settings.bucket)
    await store.check()


async def test_a_store_that_may_be_used_is_ready_and_nothing_is_left(objects: ObjectStore) -> None:
    await objects.check()
    assert [page async for page in objects.under("check/")] == []


async def test_a_store_that_is_away_is_an_outage(set_environment: None) -> None:
    settings = S3Settings(endpoint="http://127.0.0.1:9")
    with pytest.raises(OutageError, match="cannot be reached"):
        await ObjectStore(settings).ping()


async def test_objects_are_read_and_listed_by_prefix_and_deleted_together(
    objects: ObjectStore,
) -> None:
    folder = f"tests/{uuid4()}/"
    wanted = [f"{folder}{number}" for number in range(3)]
    await objects.put(*(Object(key, key.encode(), "text/plain") for key in wanted))

    [listed] = [page async for page in objects.under(folder)]
    assert [found.key for found in listed] == wanted
    assert [found.size for found in listed] == [len(key) for key in wanted]
    assert await objects.get(wanted[1]) == wanted[1].encode()

    await objects.delete(*wanted[:2], folder + "not there")
    assert [[found.key for found in page] async for page in objects.under(folder)] == [wanted[2:]]
    assert [page async for page in objects.under(folder + "nothing/")] == []
    assert await objects.get(wanted[1]) is None


async def test_a_signed_url_opens_what_it_was_made_for(set_environment: None) -> None:
    objects = ObjectStore(S3Settings(urls="presigned", presigned_seconds=60))
    await objects.put(Object("tests/c.txt", b"hello", "text/plain"))

    url = objects.url("tests/c.txt")

    assert "X-Amz-Expires=60" in url
    assert (await get(url)).content == b"hello"
    assert (await get(url.replace("c.txt", "a.txt"))).status_code == 403
