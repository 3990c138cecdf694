"""Which servers may be asked: public ones, unless settings for development say otherwise."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from ssl import SSLContext

import httpx

from ethnography.ports import SourceError

IpAddress = IPv4Address | IPv6Address
MOST_ADDRESSES = 3
Resolve = Callable[[str, int], Awaitable[Sequence[IpAddress]]]


def is_public(address: IpAddress) -> bool:
    """False for private, loopback, link-local, multicast and reserved addresses."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


async def resolved(host: str, port: int) -> Sequence[IpAddress]:
    """The host's addresses, the preferred first. Raises OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]


class PublicOnly(httpx.AsyncBaseTransport):
    """Asks the name server itself and connects to what it was told, so that a second answer of a
    name server cannot lead elsewhere. TLS is still verified against the name.

    Each host has connections of its own: one opened under another name of the same address would
    be reused otherwise. Proxies of the environment are not used.
    """

    def __init__(
        self,
        tls: SSLContext,
        *,
        resolve: Resolve = resolved,
        permits: Callable[[IpAddress], bool] = is_public,
    ) -> None:
        self._tls = tls
        self._resolve = resolve
        self._permits = permits
        self._transports: dict[str, httpx.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises SourceError if the name leads to an address that is not public."""
        host = request.url.host
        addresses = await self._addresses(host, request.url.port or 443)
        if host not in self._transports:
            self._transports[host] = httpx.AsyncHTTPTransport(verify=self._tls)
        for address in addresses[:-1]:
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                return await self._transports[host].handle_async_request(_to(address, request))
        return await self._transports[host].handle_async_request(_to(addresses[-1], request))

    async def _addresses(self, host: str, port: int) -> Sequence[IpAddress]:
        """At least one, MOST_ADDRESSES at most."""
        try:
            addresses = await self._resolve(host, port)
        except OSError as error:
            raise httpx.ConnectError("no address") from error
        if not addresses:
            raise httpx.ConnectError("no address")
        if not all(map(self._permits, addresses)):
            raise SourceError("its name leads to a private address, which is refused")
        return addresses[:MOST_ADDRESSES]

    async def aclose(self) -> None:
        for transport in self._transports.values():
            await transport.aclose()


def _to(address: IpAddress, request: httpx.Request) -> httpx.Request:
    """The same request for that address; its Host header and TLS name stay."""
    return httpx.Request(
        request.method,
        request.url.copy_with(host=str(address)),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.host},
    )
