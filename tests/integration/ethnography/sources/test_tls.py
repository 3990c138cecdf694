"""Connecting to the address that was checked, with TLS verified against the name."""

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import IPv4Address, ip_address
from pathlib import Path

import httpx
import pytest

from ethnography.adapters.web.addresses import PublicOnly

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="makes certificates with it")
NAME = "reviews.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    kind = ("-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    name = ("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}")
    command = ("openssl", "req", *kind, *name, "-keyout", key, "-out", certificate)
    subprocess.run(command, check=True, capture_output=True)
    return key, certificate


@asynccontextmanager
async def serving(certificate: tuple[Path, Path]) -> AsyncIterator[tuple[int, list[bytes]]]:
    """The port of a server that answers once per connection, and the requests it saw."""
    key, chain = certificate
    seen: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}")
        await writer.drain()
        writer.close()

    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(chain, key)
    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=tls)
    async with server:
        yield server.sockets[0].getsockname()[1], seen


async def asked(name: str, certificate: tuple[Path, Path], addresses: list[str]) -> list[bytes]:
    async def resolve(*_: object) -> list[IPv4Address]:
        return [IPv4Address(address) for address in addresses]

    async with serving(certificate) as (port, seen):
        trusting = ssl.create_default_context(cafile=certificate[1])
        loopback = PublicOnly(trusting, resolve=resolve, permits=lambda one: one.is_loopback)
        async with httpx.AsyncClient(transport=loopback, timeout=5) as client:
            answer = await client.get(f"https://{name}:{port}/")
            assert answer.json() == {}
        return seen


async def test_the_name_is_the_sources_and_the_address_the_checked_one(
    certificate: tuple[Path, Path],
) -> None:
    [request] = await asked(NAME, certificate, ["127.0.0.1"])
    assert f"host: {NAME}" in request.decode().lower()


async def test_a_certificate_for_another_name_is_refused(certificate: tuple[Path, Path]) -> None:
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        await asked("other.example", certificate, ["127.0.0.1"])


async def test_the_next_address_is_tried(certificate: tuple[Path, Path]) -> None:
    assert ip_address("127.0.0.9").is_loopback  # where nobody listens
    assert len(await asked(NAME, certificate, ["127.0.0.9", "127.0.0.1"])) == 1
