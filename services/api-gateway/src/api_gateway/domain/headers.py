"""HTTP headers that a test sends along: which may be, and how two sets of them merge."""

import re
from collections.abc import Mapping

MAX_HEADERS = 50
MAX_NAME, MAX_VALUE = 100, 4_000

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, 5.6.2
# Blanks inside only: at the ends they are no part of a value (RFC 9110, 5.5).
_VALUE = re.compile(r"(?:[!-~\xa1-\xff](?:[ -~\xa1-\xff]*[!-~\xa1-\xff])?)?")
# These decide where a message goes, where it ends, and what the connection is used for.
_OF_THE_CONNECTION = {
    "connection", "content-length", "expect", "host", "keep-alive", "te", "trailer",
    "transfer-encoding", "upgrade",
}  # fmt: skip
_OF_PROXIES = "proxy-"

Headers = Mapping[str, str]


def checked(headers: Headers) -> Headers:
    """The headers themselves. Raises ValueError, which says why they cannot be sent.

    No value is ever named: it may be a secret.
    """
    if len(headers) > MAX_HEADERS:
        raise ValueError(f"must have at most {MAX_HEADERS} names")
    seen: set[str] = set()
    for name, value in headers.items():
        if reason := _fault(name, value):
            raise ValueError(reason)
        if name.lower() in seen:
            raise ValueError(f"must not have {name!r} twice: case does not matter in names")
        seen.add(name.lower())
    return headers


def merged(connector: Headers, persona: Headers) -> dict[str, str]:
    """Both, by name in any case; where both have one, spelling and value are the persona's."""
    together = {name.lower(): (name, value) for name, value in connector.items()}
    together |= {name.lower(): (name, value) for name, value in persona.items()}
    return dict(together.values())


def _fault(name: str, value: str) -> str | None:
    shown = repr(name[:MAX_NAME])
    if not _TOKEN.fullmatch(name) or len(name) > MAX_NAME:
        return (
            f"must not have {shown}: a name is 1 to {MAX_NAME} letters, digits or !#$%&'*+-.^_`|~"
        )
    if name.lower() in _OF_THE_CONNECTION or name.lower().startswith(_OF_PROXIES):
        return f"must not have {shown}: it belongs to the connection"
    if len(value) > MAX_VALUE or not _VALUE.fullmatch(value):
        return (
            f"must not have this value of {shown}: a value is up to {MAX_VALUE} visible Latin "
            "characters, without line breaks or blanks at its ends"
        )
    return None
