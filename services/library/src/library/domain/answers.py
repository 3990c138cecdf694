"""What an individual answered, and the views that its answers come to."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from uuid import UUID


@dataclass(frozen=True)
class Answer:
    """One recorded answer of an individual. stance: in [-1, 1], None if it took none."""

    simulation_id: UUID
    topic: str
    question: str
    stance: float | None
    at: datetime


@dataclass(frozen=True)
class View:
    """What one simulation heard about one topic: the median of its stances."""

    stance: float
    at: datetime
    simulation_id: UUID


def views(answers: Iterable[Answer]) -> Mapping[str, Sequence[View]]:
    """Topic -> one view per simulation, in the order of time."""
    heard: dict[str, dict[UUID, list[Answer]]] = defaultdict(lambda: defaultdict(list))
    for answer in answers:
        if answer.stance is not None:
            heard[plain(answer.topic)][answer.simulation_id].append(answer)
    return {
        topic: sorted(
            (_view(simulation_id, group) for simulation_id, group in by_simulation.items()),
            key=lambda view: (view.at, view.simulation_id),
        )
        for topic, by_simulation in sorted(heard.items())
    }


def plain(text: str) -> str:
    """Words and numbers alone, in small letters: "Delivery  fees!" is "delivery fees"."""
    return " ".join(re.findall(r"\w+", text.casefold())) or text.casefold().strip()


def _view(simulation_id: UUID, answers: Sequence[Answer]) -> View:
    stances = [answer.stance for answer in answers if answer.stance is not None]
    return View(median(stances), max(answer.at for answer in answers), simulation_id)
