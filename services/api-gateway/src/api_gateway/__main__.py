"""Process entry: `python -m api_gateway`. Serves until a signal, then finishes what it has."""

import asyncio
import signal
import socket
import sys
from contextlib import AbstractAsyncContextManager

import structlog
import uvloop
from starlette.types import ASGIApp

from api_gateway.settings import Settings
from suara import logging
from suara.health import Server
from suara.settings import HttpSettings
from suara.telemetry.process import watched_event_loop
from suara.telemetry.tracing import exported

_log = structlog.get_logger()


def main() -> None:
    settings = Settings()
    # Not before the settings are known to be right: FastAPI brings the part of OpenTelemetry that
    # reads OTEL_PROPAGATORS when it is imported, and raises.
    from api_gateway.bootstrap import SERVICE, bootstrap

    logging.configure(settings.runtime, SERVICE)
    with _listen(settings.http) as listener, exported(settings.tracing, SERVICE):
        uvloop.run(_serve(bootstrap(settings), settings.http, listener))


def _listen(http: HttpSettings) -> socket.socket:
    family = socket.AF_INET6 if ":" in http.host else socket.AF_INET
    # With its protocol named, or asyncio leaves Nagle's algorithm on, at 40 ms an answer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((http.host, http.port))
        listener.listen(1024)
        return listener
    except OSError as error:
        listener.close()
        print(f"suara: cannot listen on {http.host} port {http.port}: {error}", file=sys.stderr)
        raise SystemExit(1) from None


async def _serve(
    gateway: AbstractAsyncContextManager[ASGIApp], http: HttpSettings, listener: socket.socket
) -> None:
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    async with watched_event_loop(), gateway as app:
        server = Server(app, http)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        _log.info("service.started", address=listener.getsockname())
        waiting = asyncio.create_task(stopping.wait())
        await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        server.should_exit = True
        await serving
    _log.info("service.stopped")


if __name__ == "__main__":
    main()
