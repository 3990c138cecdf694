"""What the others ask the model for: as many facts in two structured answers as Suara writes.

The server knows a stage by its schema's name. Free of Suara: data-designer's process imports it.
"""

from pydantic import BaseModel, Field

AUDIENCE = "Women in Manila, Philippines, aged 25 to 32, with a middle income"


class Draft(BaseModel):
    full_name: str
    age: int = Field(ge=25, le=32)
    occupation: str
    personality_traits: list[str] = Field(min_length=3, max_length=5)
    values: list[str] = Field(min_length=2, max_length=5)
    motivation: str
    worry: str


class Profile(BaseModel):
    backstory: str
    trusted_brands: list[str]
    distrusted_brands: list[str]
    digital_habits: str
    price_sensitivity: str
    psychographic_notes: str
    language_style: str
