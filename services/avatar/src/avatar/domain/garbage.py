"""What of the bucket may go: whatever no document names, once it is old enough."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from suara import object_keys
from suara.storage import Listed


def unnamed(keys: Iterable[str], named: Container[str]) -> Iterator[str]:
    """Those of `keys` that nobody needs. A portrait's copies stay as long as its original.

    named: keys of originals and of images that a document names.
    """
    return (key for key in keys if object_keys.original(key) not in named)


@dataclass(frozen=True)
class Judged:
    """A page of the listing. young: unnamed, but so new that a document may be about to come."""

    named: Sequence[Listed]
    young: Sequence[Listed]
    garbage: Sequence[Listed]


def judged(page: Sequence[Listed], named: Container[str], since: datetime) -> Judged:
    """since: what was stored then or later is young."""
    loose = set(unnamed((found.key for found in page), named))
    return Judged(
        named=[found for found in page if found.key not in loose],
        young=[found for found in page if found.key in loose and found.modified >= since],
        garbage=[found for found in page if found.key in loose and found.modified < since],
    )
