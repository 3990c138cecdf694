"""A service for tests: healthy at once, and badly behaved on request."""

import os
import signal
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FLAWS = sys.argv[1:]


class Health(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(503 if "unready" in FLAWS else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


if "dies" in FLAWS:
    print("SUARA_SOMETHING is malformed", flush=True)
    sys.exit(7)
if "parent" in FLAWS:
    subprocess.Popen(["sleep", "300"])
if "stubborn" in FLAWS:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
else:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
address = (os.environ["SUARA_HTTP_HOST"], int(os.environ["SUARA_HTTP_PORT"]))
ThreadingHTTPServer(address, Health).serve_forever()
