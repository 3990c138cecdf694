"""Answers that do not go together, or not with the profile of who gave them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from library.domain.answers import Answer, View, plain
from suara.personas import Persona
from suara.plain_text import visible

#: Stances from here on, on either side, are decided ones.
DECIDED = 0.5
_SHOWN_CHARACTERS = 80


@dataclass(frozen=True)
class Contradiction:
    """What does not go together, in words, and when the later of the answers was given."""

    reason: str
    at: datetime


def changes(topic: str, views: Sequence[View]) -> Iterable[Contradiction]:
    """From one decided side to the other; `views` in the order of time."""
    held: View | None = None
    for view in views:
        if abs(view.stance) < DECIDED:
            continue
        if held is not None and (held.stance > 0) != (view.stance > 0):
            text = f"stances on {_shown(topic)} changed from {held.stance:.1f} to {view.stance:.1f}"
            yield Contradiction(f"{text} between simulations", view.at)
        held = view


def out_of_character(answers: Iterable[Answer], persona: Persona) -> list[Contradiction]:
    """Distrusted brands that were favoured, trusted ones that were refused; each answer once."""
    found = []
    for answer in answers:
        stance, brand = answer.stance, _brand(answer, persona)
        if stance is None or brand is None or abs(stance) < DECIDED:
            continue
        trusted = brand in persona.trusted_brands
        if trusted != (stance > 0):
            kind = "trusted" if trusted else "distrusted"
            reason = f"stance on {_shown(brand)}, a {kind} brand, was {stance:.1f}"
            found.append(Contradiction(reason, answer.at))
    return found


def _brand(answer: Answer, persona: Persona) -> str | None:
    """The brand of the profile that the stance is about; None where several are named."""
    for text in (answer.topic, answer.question):
        words = f" {plain(text)} "
        brands = {*persona.trusted_brands, *persona.distrusted_brands}
        named = [brand for brand in brands if f" {plain(brand)} " in words]
        if named:
            return named[0] if len(named) == 1 else None
    return None


def _shown(text: str) -> str:
    return visible(text)[:_SHOWN_CHARACTERS]
