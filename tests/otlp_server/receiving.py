"""The receiver: one thread, a free port, as slow as it is told to be."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from otlp_server.spans import Span, read


class Receiver:
    """headers: those of the last export. delay_seconds: before each answer."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.exports = 0
        self.headers: dict[str, str] = {}
        self.delay_seconds = 0.0
        self.base_url = ""

    def trace(self, trace_id: str) -> list[Span]:
        """What came of it so far, by start."""
        found = [span for span in self.spans if span.trace_id == trace_id]
        return sorted(found, key=lambda span: span.start)

    def until(self, condition: Callable[[], bool], seconds: float = 30) -> None:
        """Wait for it. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(f"{len(self.spans)} spans in {self.exports} exports")
            time.sleep(0.02)


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(receiver))
    receiver.base_url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            known = self.path == "/v1/traces"
            if known:
                receiver.headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.spans += read(body)
                receiver.exports += 1
                time.sleep(receiver.delay_seconds)
            self.send_response(200 if known else 404)
            self.send_header("Content-Type", "application/x-protobuf")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    return Handler
