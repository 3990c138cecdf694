"""What the metrics of this process say."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import REGISTRY


def value(sample: str, **labels: str) -> float:
    """Of a sample by its full name, such as `..._total` or `..._count`; 0 while it is absent."""
    return REGISTRY.get_sample_value(sample, labels) or 0.0


class Growth(dict[str, float]):
    """By how much samples have grown, by the names that the test gave them."""


@contextmanager
def growth(**samples: tuple[str, dict[str, str]]) -> Iterator[Growth]:
    """Name -> (sample, its labels); filled in when the block ends."""
    before = {name: value(sample, **labels) for name, (sample, labels) in samples.items()}
    grown = Growth()
    yield grown
    for name, (sample, labels) in samples.items():
        grown[name] = value(sample, **labels) - before[name]
