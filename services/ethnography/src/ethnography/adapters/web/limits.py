"""How much a source may take of us."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Seconds, bytes and pages that a source may cost.

    request_seconds: from the first byte sent to the last one read. refresh_seconds: all requests of
    one refresh of one market together, waits included. longest_wait_seconds: what a source may ask
    us to wait within a refresh; if it asks for more, the refresh goes on without it. bytes: of one
    body, unpacked. pages: of one listing. wait_scale: what our own waits (pace, back-off) are
    multiplied by; 1 outside of tests.
    """

    connect_seconds: float = 5
    read_seconds: float = 15
    request_seconds: float = 30
    refresh_seconds: float = 300
    longest_wait_seconds: float = 30
    bytes: int = 8_000_000
    pages: int = 10
    wait_scale: float = 1
