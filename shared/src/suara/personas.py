"""A persona and its stages, as events carry them and MongoDB stores them.

definition (what was asked) -> cast (sampled facts) -> draft (core identity)
-> profile (rich text) -> persona (all of it, as the API shows it).
"""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict, Field, model_validator

Gender = Literal["Female", "Male"]
TargetGender = Literal["Male", "Female", "All"]
IncomeLevel = Literal["Low", "Middle", "High"]
Age = Annotated[int, Field(ge=0, le=120)]
Score = Annotated[float, Field(ge=0, le=1)]

MIN_PERSONAS, MAX_PERSONAS, DEFAULT_PERSONAS = 1, 10, 5


class Frozen(BaseModel):
    """An immutable value. Unknown fields are ignored, so that old readers survive new writers."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Definition(Frozen):
    """The segment a group asks for. An absent field is left open and sampled.

    Raises:
        ValidationError: ages outside 0-120 or age_min above age_max.
    """

    age_min: Age | None = None
    age_max: Age | None = None
    gender: TargetGender | None = None
    location: str | None = None
    income_level: IncomeLevel | None = None
    occupation: str | None = None

    @model_validator(mode="after")
    def _ages_in_order(self) -> Self:
        if self.age_min is not None and self.age_max is not None and self.age_min > self.age_max:
            raise ValueError("age_min must not be greater than age_max")
        return self


class Dispositions(Frozen):
    """How a person leans, each as a quantile of the population: 0.1 is lower than 90 % of people.

    The first five are the Big Five; the others are attitudes that matter in consumer studies.
    """

    openness: Score
    conscientiousness: Score
    extraversion: Score
    agreeableness: Score
    neuroticism: Score
    price_sensitivity: Score
    institutional_trust: Score
    brand_loyalty: Score
    novelty_seeking: Score
    privacy_concern: Score
    family_orientation: Score
    digital_fluency: Score
    optimism: Score


class Cast(Frozen):
    """The sampled facts of one person. Every later stage must agree with them.

    market: ISO 3166-1 alpha-2. location: "City, Country" as shown to users, or the country.
    monthly_income: of the household, in the market's currency; None where no figures are known.
    """

    slot: int
    seed: int
    market: str
    location: str
    city: str | None
    district: str | None
    full_name: str
    short_name: str
    age: Age
    gender: Gender
    income_level: IncomeLevel
    monthly_income: int | None
    occupation: str
    education: str
    marital_status: str
    household: str
    children: int
    religion: str | None
    dispositions: Dispositions


class Draft(Frozen):
    """Stage 1: the core identity around the cast facts."""

    personality_traits: Annotated[tuple[str, ...], Field(min_length=3, max_length=5)]
    values: Annotated[tuple[str, ...], Field(min_length=2, max_length=5)]
    motivation: str
    worry: str


class Evidence(Frozen):
    """Which snapshot signals shaped a field of the profile."""

    field: str
    claim: str
    signal_ids: tuple[str, ...]


class Profile(Frozen):
    """Stage 2: the rich profile, each claim traceable to signals."""

    backstory: str
    trusted_brands: tuple[str, ...]
    distrusted_brands: tuple[str, ...]
    digital_habits: str
    price_sensitivity: str
    psychographic_notes: str
    language_style: str
    evidence: tuple[Evidence, ...]


class Provenance(Frozen):
    """How a persona came to be, enough to make it again."""

    writer: str
    model: str | None
    snapshot: str
    seed: int
    generation_id: UUID


class Persona(Frozen):
    """A finished persona: the fields of the API plus what explains them."""

    id: UUID
    full_name: str
    age: Age
    gender: Gender
    occupation: str
    location: str
    market: str
    income_level: IncomeLevel
    personality_traits: tuple[str, ...]
    values: tuple[str, ...]
    trusted_brands: tuple[str, ...]
    distrusted_brands: tuple[str, ...]
    digital_habits: str
    price_sensitivity: str
    psychographic_notes: str
    backstory: str
    household: str
    education: str
    language_style: str
    evidence: tuple[Evidence, ...]
    provenance: Provenance
    avatar_url: str | None = None
    library_persona_id: UUID | None = None
    created_at: datetime


def persona_id(generation_id: UUID, slot: int) -> UUID:
    """The id of the persona in a slot: the same for every redelivery and resumption."""
    return uuid5(generation_id, str(slot))
