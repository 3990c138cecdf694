"""What the server saw, for assertions."""

import time
from collections import deque
from typing import Any

KEPT_BODIES = 200


class Journal:
    """Times are seconds since the server was last set with PUT /control."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._in_flight = 0
        self._max_in_flight = 0
        self._entries: list[dict[str, Any]] = []
        self._bodies: deque[dict[str, Any]] = deque(maxlen=KEPT_BODIES)

    def arrived(self, path: str, name: str, body: dict[str, Any]) -> dict[str, Any]:
        """The entry of a request; in_flight counts it, too."""
        self._in_flight += 1
        self._max_in_flight = max(self._max_in_flight, self._in_flight)
        entry = {
            "time": round(time.monotonic() - self._started, 4),
            "path": path,
            "name": name,
            "model": body.get("model"),
            "in_flight": self._in_flight,
            "status": None,
            "kind": None,
        }
        self._entries.append(entry)
        self._bodies.append(body)
        return entry

    def left(self, entry: dict[str, Any]) -> None:
        """Also for clients that did not wait: their status stays None."""
        self._in_flight -= 1
        entry["seconds"] = round(time.monotonic() - self._started - entry["time"], 4)

    def report(self, *, bodies: bool) -> dict[str, Any]:
        """bodies: also the last requests' JSON, as it came; of forms as `edits.py` reads them."""
        return {
            "count": len(self._entries),
            "in_flight": self._in_flight,
            "max_in_flight": self._max_in_flight,
            "requests": self._entries,
        } | ({"bodies": list(self._bodies)} if bodies else {})
