"""Is that process ready? Answers in seconds, and without a client library."""

import http.client
import socket
from collections.abc import Callable

import psutil

from suara_local.ports import HOST

TIMEOUT_SECONDS = 4.0  # a service may take 3 to find that it is not ready


def listening(port: int) -> Callable[[int], bool]:
    """Ready when the process itself (not a stranger on the same port) accepts connections."""
    return lambda pid: _accepts(port) and _owns(pid, port)


def answering(port: int, path: str) -> Callable[[int], bool]:
    """Ready when the process itself answers a GET of `path` with 200."""
    return lambda pid: _accepts(port) and _owns(pid, port) and status(port, path) == 200


def status(port: int, path: str, method: str = "GET", body: bytes | None = None) -> int | None:
    """The status an HTTP request is answered with, None without an answer."""
    answer = _answer(port, path, method, body)
    return answer and answer[0]


def body(port: int, path: str) -> bytes | None:
    """What a GET is answered with, whatever its status; None without an answer."""
    answer = _answer(port, path)
    return answer and answer[1]


def _answer(
    port: int, path: str, method: str = "GET", body: bytes | None = None
) -> tuple[int, bytes] | None:
    connection = http.client.HTTPConnection(HOST, port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request(method, path, body)
        response = connection.getresponse()
        return response.status, response.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _accepts(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(TIMEOUT_SECONDS)
        return probe.connect_ex((HOST, port)) == 0


def _owns(pid: int, port: int) -> bool:
    try:
        connections = psutil.Process(pid).net_connections(kind="tcp")
    except psutil.Error:
        return False
    return any(c.status == psutil.CONN_LISTEN and c.laddr.port == port for c in connections)
