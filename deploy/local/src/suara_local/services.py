"""The five services, as data."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

GATEWAY = "api-gateway"
GENERATOR = "generator"


@dataclass(frozen=True)
class Service:
    """A process that serves `health` on the port in its `SUARA_HTTP_PORT`."""

    name: str
    command: tuple[str, ...]
    health: str = "/health/ready"


def _module(name: str, module: str) -> Service:
    return Service(name, (sys.executable, "-m", module))


SERVICES = (
    _module(GATEWAY, "api_gateway"),
    _module("ethnography", "ethnography"),
    _module(GENERATOR, "generator"),
    _module("library", "library"),
    _module("avatar", "avatar"),
)


def with_generators(services: Sequence[Service], count: int) -> list[Service]:
    """The same services with `count` generators, numbered from 1 when there are several."""
    if count == 1:
        return list(services)
    return [
        replace(service, name=f"{GENERATOR}-{number}" if number else service.name)
        for service in services
        for number in (range(1, count + 1) if service.name == GENERATOR else (0,))
    ]
