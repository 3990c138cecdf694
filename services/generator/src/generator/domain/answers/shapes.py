"""What a language model is asked for."""

from typing import Annotated

from pydantic import BaseModel, Field

from suara.personas import Gender


# The answers have no docstrings: those would be sent as part of the schema, at each call.
class DraftAnswer(BaseModel):
    full_name: str
    age: int
    gender: Gender
    occupation: str
    location: str
    marital_status: str
    children: int
    personality_traits: Annotated[list[str], Field(min_length=3, max_length=5)]
    values: Annotated[list[str], Field(min_length=2, max_length=5)]
    motivation: str
    worry: str


# A brand is named by the signal that speaks of it, so that none can be invented.
class BrandAnswer(BaseModel):
    signal_id: str
    why: str


class Cited(BaseModel):
    text: str
    signal_ids: list[str]


class ProfileAnswer(BaseModel):
    full_name: str
    age: int
    gender: Gender
    backstory: str
    trusted_brands: Annotated[list[BrandAnswer], Field(min_length=1, max_length=5)]
    distrusted_brands: Annotated[list[BrandAnswer], Field(min_length=1, max_length=4)]
    digital_habits: Cited
    price_sensitivity: Cited
    psychographic_notes: Cited
    language_style: Cited


#: Fields of a profile whose text cites signals.
CITED = ("digital_habits", "price_sensitivity", "psychographic_notes", "language_style")


def cited(answer: ProfileAnswer, name: str) -> Cited:
    """A field of CITED."""
    found: Cited = getattr(answer, name)
    return found
