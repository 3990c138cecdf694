"""What is read, and what comes out."""

import unicodedata
from dataclasses import dataclass
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict

from suara.markets.folding import Token, fold_letters, tokens

Gender = Literal["Female", "Male", "All"]
IncomeLevel = Literal["Low", "Middle", "High"]

#: How many personas a group has unless told otherwise.
DEFAULT_PERSONA_COUNT = 5
#: Longer prompts are read up to here.
READ_CHARACTERS = 4000
# As many words as such a text usually has; more short ones would only make it slow.
_READ_WORDS = 700


class ParsedPrompt(BaseModel):
    """Fields of a persona group. None: the prompt does not say, and nothing is guessed."""

    model_config = ConfigDict(frozen=True)

    name: str | None = None
    age_min: int | None = None
    age_max: int | None = None
    gender: Gender | None = None
    location: str | None = None
    income_level: IncomeLevel | None = None
    occupation: str | None = None
    persona_count: int | None = DEFAULT_PERSONA_COUNT


@dataclass(frozen=True, slots=True)
class Reading:
    """A prompt, ready to be searched.

    text: as written, cut to READ_CHARACTERS. folded: the same without case and accents, with
    plain hyphens and single spaces. words: its first words in order.
    """

    text: str
    folded: str
    words: tuple[Token, ...]

    @classmethod
    def of(cls, prompt: str) -> Self:
        text = unicodedata.normalize("NFC", " ".join(prompt[:READ_CHARACTERS].split()))
        for dash in "‐‑‒–—−":
            text = text.replace(dash, "-")
        text = text.replace("’", "'").replace("‘", "'")
        return cls(text, fold_letters(text), tuple(tokens(text, _READ_WORDS)))
