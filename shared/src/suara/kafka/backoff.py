"""How long to wait between tries."""

import random
from collections.abc import Iterator


def waits(first: float, longest: float) -> Iterator[float]:
    """Seconds, without end: doubling up to `longest`, each shortened at random by up to half, so
    that those who failed together do not come back together.
    """
    seconds = first
    while True:
        yield seconds * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
        seconds = min(seconds * 2, longest)
