"""What runs: three servers and six services, on ports that stay theirs when they are killed."""

import random
from collections.abc import Iterator, Mapping, Sequence

from suara_local import environment
from suara_local.broker import Broker
from suara_local.child import Program
from suara_local.home import Home
from suara_local.ports import HOST, allocate, is_free
from suara_local.probes import answering
from suara_local.servers import BROKERS, mongodb, s3
from suara_local.services import GATEWAY, SERVICES, with_generators

# Below the ports that outgoing connections get: one of those could take a dead process's port.
_PORTS = range(12_000, 20_000)
_SETTINGS = {
    "SUARA_LLM": "offline",
    "SUARA_IMAGES": "local",
    "SUARA_SOURCES": "none",
    "SUARA_LOG_LEVEL": "INFO",
    # A minute of chaos is a bad month elsewhere: whoever is silent or stalled is noticed sooner.
    "SUARA_KAFKA_SESSION_TIMEOUT_MS": "5000",
    "SUARA_SWEEP_DEADLINE_SECONDS": "10",
    "SUARA_SWEEP_INTERVAL_SECONDS": "3",
    "SUARA_SWEEP_RESUMPTIONS": "3",
}


def programs(home: Home, broker: Broker) -> tuple[Mapping[str, Program], Mapping[str, str], str]:
    """Programs by name, the settings of any client of theirs, and where the API is."""
    services = with_generators(SERVICES, 2)
    kinds = (BROKERS[broker], mongodb, s3)
    names = [name for kind in kinds for name in kind.PORTS] + [each.name for each in services]
    ports = allocate(names, preferred=_preferred(names), twins=s3.TWINS)
    settings = environment.for_clients(home, ports, broker) | _SETTINGS
    found = {program.name: program for program in (kind.program(home, ports) for kind in kinds)}
    for service in services:
        own = settings | {"SUARA_HTTP_PORT": str(ports[service.name])}
        found[service.name] = Program(
            name=service.name,
            command=service.command,
            environment=environment.for_service(own),
            directory=home.scratch,
            ready=answering(ports[service.name], service.health),
        )
    return found, settings, f"http://{HOST}:{ports[GATEWAY]}"


def _preferred(names: Sequence[str]) -> Mapping[str, int]:
    return dict(zip(names, _free(), strict=False))


def _free() -> Iterator[int]:
    yield from filter(is_free, random.sample(_PORTS, len(_PORTS)))
