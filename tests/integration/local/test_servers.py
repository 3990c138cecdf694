"""The three servers as a service meets them."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import httpx
import pytest
from botocore.exceptions import ClientError
from pymongo import MongoClient
from types_boto3_s3 import S3Client

from suara_local.errors import AlreadyRunningError
from suara_local.home import Home
from suara_local.kafka_settings import from_environment
from suara_local.servers import Servers
from suara_local.topics import create


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("servers") / "a home with spaces"


@pytest.fixture(scope="module")
def servers(folder: Path) -> Iterator[Servers]:
    with Servers.start(folder) as running:
        yield running


def test_anybody_reads_the_bucket_and_only_the_keys_write(servers: Servers) -> None:
    public = servers.environment["SUARA_S3_PUBLIC_URL"]
    store(servers).put_object(Bucket="suara", Key="a/b.png", Body=b"x", ContentType="image/png")

    answer = httpx.get(f"{public}/a/b.png")
    assert (answer.content, answer.headers["content-type"]) == (b"x", "image/png")
    assert httpx.put(f"{public}/a/c.png", content=b"y").status_code == 403
    assert httpx.get(f"{public}/").status_code == 403


def test_a_conditional_put_is_refused_the_second_time(servers: Servers) -> None:
    store(servers).put_object(Bucket="suara", Key="once", Body=b"x", IfNoneMatch="*")
    with pytest.raises(ClientError, match="PreconditionFailed"):
        store(servers).put_object(Bucket="suara", Key="once", Body=b"y", IfNoneMatch="*")


def test_mongodb_has_transactions(servers: Servers) -> None:
    with MongoClient[dict[str, object]](servers.environment["SUARA_MONGO_URL"]) as client:
        client.shop.create_collection("orders")
        with client.start_session() as session, session.start_transaction():
            client.shop.orders.insert_one({"_id": 1}, session=session)
            session.abort_transaction()
        assert client.shop.orders.count_documents({}) == 0


async def test_topics_are_created_once(servers: Servers) -> None:
    settings = from_environment(servers.environment)
    assert "suara.groups" in await create(settings, patience=10)
    assert await create(settings) == []


def test_a_home_has_one_stack(
    servers: Servers, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("suara_local.lock.PATIENCE_SECONDS", 0.2)
    with pytest.raises(AlreadyRunningError, match="suara down"):
        Servers.start(folder)


def test_data_and_addresses_outlive_a_restart(tmp_path: Path) -> None:
    with Servers.start(tmp_path) as first:
        store(first).put_object(Bucket="suara", Key="kept.txt", Body=b"kept")
        with MongoClient[dict[str, object]](first.environment["SUARA_MONGO_URL"]) as client:
            client.shop.orders.insert_one({"_id": 7})
        url = f"{first.environment['SUARA_S3_PUBLIC_URL']}/kept.txt"

    with Servers.start(tmp_path) as second:
        assert second.environment == first.environment
        assert httpx.get(url).content == b"kept"
        with MongoClient[dict[str, object]](second.environment["SUARA_MONGO_URL"]) as client:
            assert client.shop.orders.count_documents({}) == 1


def test_no_command_line_holds_a_secret(servers: Servers, folder: Path) -> None:
    commands = [path.read_text().splitlines()[0] for path in Home(folder).logs.glob("*.log")]
    assert len(commands) == 4
    assert not any(servers.environment["AWS_SECRET_ACCESS_KEY"] in line for line in commands)


def store(servers: Servers) -> S3Client:
    return boto3.client(
        "s3",
        endpoint_url=servers.environment["SUARA_S3_ENDPOINT"],
        aws_access_key_id=servers.environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=servers.environment["AWS_SECRET_ACCESS_KEY"],
        region_name=servers.environment["AWS_DEFAULT_REGION"],
    )
