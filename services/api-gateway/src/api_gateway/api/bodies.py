"""What clients send."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from api_gateway.domain.fields import MAX_DESCRIPTION, MAX_PROMPT, MAX_TEXT
from api_gateway.domain.text import one_line, prose
from suara.personas import (
    DEFAULT_PERSONAS,
    MAX_PERSONAS,
    MIN_PERSONAS,
    IncomeLevel,
    TargetGender,
)

Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT),
    AfterValidator(one_line),
]
# Strict: neither "25" nor 25.0 nor true is an age.
Age = Annotated[int, Field(strict=True, ge=0, le=120)]
Count = Annotated[int, Field(strict=True, ge=MIN_PERSONAS, le=MAX_PERSONAS)]


class Body(BaseModel):
    """A misspelt field is refused rather than ignored."""

    model_config = ConfigDict(extra="forbid")


class NewProject(Body):
    name: Text = Field(examples=["GCash adoption study"])
    description: (
        Annotated[
            str,
            StringConstraints(strip_whitespace=True, max_length=MAX_DESCRIPTION),
            AfterValidator(prose),
        ]
        | None
    ) = Field(default=None, examples=["Who uses e-wallets, and why not more?"])


class Segment(Body):
    """What a group asks for. A field that is absent or null is left open."""

    age_min: Age | None = Field(default=None, description="Minimum age.", examples=[25])
    age_max: Age | None = Field(default=None, description="Maximum age.", examples=[35])
    gender: TargetGender | None = Field(default=None, examples=["Female"])
    location: Text | None = Field(
        default=None,
        description="City and country. Live grounding in the Philippines, Indonesia and Vietnam.",
        examples=["Manila, Philippines"],
    )
    income_level: IncomeLevel | None = Field(default=None, examples=["Middle"])
    occupation: Text | None = Field(default=None, examples=["Office worker"])


class NewGroup(Segment):
    name: Text = Field(
        description="A label for this segment.", examples=["Metro Manila Millennials"]
    )
    persona_count: Count = Field(
        default=DEFAULT_PERSONAS, description="How many personas a generation makes."
    )


class GroupChanges(Segment):
    """Only fields that are sent are changed; null clears one, except name and persona_count."""

    # Factories keep defaults, which are never used, out of the documentation.
    name: Text = Field(default_factory=str, examples=["Metro Manila Millennials"])
    persona_count: Count = Field(
        default_factory=int,
        description="How many personas the next generation makes.",
        examples=[8],
    )


class Prompt(Body):
    prompt: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_PROMPT),
        AfterValidator(prose),
    ] = Field(
        description="A natural language description of the target segment.",
        examples=[
            "Urban millennial women in Manila aged 25-32 who use GCash "
            "and shop on Shopee at least twice a week"
        ],
    )
