"""Free ports on the loopback interface."""

import json
import socket
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

from suara_local.errors import LocalError, PortTakenError

HOST = "127.0.0.1"
HIGHEST = 65_535
ATTEMPTS = 200


def is_free(port: int) -> bool:
    """Whether a server could listen there now (connections that are closing do not count)."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def allocate(
    names: Iterable[str],
    *,
    preferred: Mapping[str, int] | None = None,
    twins: Mapping[str, int] | None = None,
) -> dict[str, int]:
    """A distinct free port per name, the preferred one where that is still free.

    A name in `twins` gets a port whose neighbour at that distance is free as well.
    Another program may still take one before it is used: callers retry.
    """
    preferred, twins = preferred or {}, twins or {}
    with ExitStack() as held:
        return {name: _hold(held, preferred.get(name, 0), twins.get(name)) for name in names}


def gateway_port(asked: int | None, usual: int = 8000) -> int:
    """The port people type. Raises PortTakenError only for one that was asked for."""
    if asked is None:
        return usual if is_free(usual) else allocate(["gateway"])["gateway"]
    if not is_free(asked):
        raise PortTakenError(
            f"Port {asked} is used by another program. "
            "Choose another with --port, or leave it out to get a free one."
        )
    return asked


def remembered(path: Path) -> dict[str, int]:
    """Ports of the run before, so that addresses stored in the data stay true. Empty at first."""
    try:
        found = json.loads(path.read_text())
        return {str(name): int(port) for name, port in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _hold(held: ExitStack, preferred: int, distance: int | None) -> int:
    candidates = [preferred] * bool(preferred) + [0] * ATTEMPTS
    for candidate in candidates:
        port = _bind(held, candidate)
        if port is None:
            continue
        if distance is None:
            return port
        if port + distance <= HIGHEST and _bind(held, port + distance):
            return port
    raise LocalError("No free port on 127.0.0.1: stop some programs and try again.")


def _bind(held: ExitStack, port: int) -> int | None:
    candidate = socket.socket()
    held.callback(candidate.close)
    if port:  # a server of the run before may have left connections that are still closing
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        candidate.bind((HOST, port))
    except OSError:
        return None
    found: int = candidate.getsockname()[1]
    return found
