"""The built-in artist: its speed on one core, and how different the people of a group look."""

import statistics
import time
from collections.abc import Sequence
from io import BytesIO
from itertools import combinations

from PIL import Image

from avatar.domain.appearance import Subject, choose
from avatar.domain.portrait import render, svg
from portraits import people
from suara.pictures import Renditions
from suara.testing.likeness import colour_distance, hash_distance

PEOPLE = 60
GROUPS = 40


def speed(runs: int) -> dict[str, float]:
    """CPU time of the process, so that others on the machine count less. The middle of the runs."""
    subjects = people.everybody(PEOPLE)
    for subject in subjects[:10]:
        drawn(subject)
    seconds = [_cpu_seconds(subjects) for _ in range(runs)]
    return {
        "local_portraits_per_cpu_second": PEOPLE / statistics.median(seconds),
        "local_portraits_per_cpu_second_slowest_run": PEOPLE / max(seconds),
    }


def difference() -> dict[str, float]:
    """The two of a group that look most alike, of all groups."""
    hashes: list[int] = []
    colours: list[float] = []
    for group in people.groups(GROUPS):
        pictures = [_thumbnail(subject) for subject in group]
        hashes += [hash_distance(*pair) for pair in combinations(pictures, 2)]
        colours += [colour_distance(*pair) for pair in combinations(pictures, 2)]
    return {
        "groups_of_10": GROUPS,
        "least_hash_distance_bits": min(hashes),
        "median_hash_distance_bits": statistics.median(hashes),
        "least_colour_distance": min(colours),
    }


def drawn(subject: Subject) -> Renditions:
    """As the service draws it: a PNG and three WebPs."""
    return render(svg(choose(subject)))


def _cpu_seconds(subjects: Sequence[Subject]) -> float:
    before = time.process_time()
    for subject in subjects:
        drawn(subject)
    return time.process_time() - before


def _thumbnail(subject: Subject) -> Image.Image:
    with Image.open(BytesIO(drawn(subject).webp[128])) as picture:
        return picture.convert("RGB")
