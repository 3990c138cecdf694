"""A model's answers: their shapes, what may be wrong with them, and what becomes of them."""

from generator.domain.answers.faults import draft_faults, profile_faults
from generator.domain.answers.reading import draft_of, profile_of
from generator.domain.answers.shapes import DraftAnswer, ProfileAnswer

__all__ = [
    "DraftAnswer",
    "ProfileAnswer",
    "draft_faults",
    "draft_of",
    "profile_faults",
    "profile_of",
]
