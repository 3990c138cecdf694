"""What clients send and receive."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from api_gateway.domain.fields import (
    MAX_DESCRIPTION,
    MAX_NAME,
    MAX_OCCUPATION,
    MAX_PLACE,
    MAX_PROMPT,
)
from api_gateway.domain.groups import GenerationStatus
from api_gateway.domain.text import one_line, prose
from suara.personas import (
    DEFAULT_PERSONAS,
    MAX_PERSONAS,
    MIN_PERSONAS,
    Evidence,
    IncomeLevel,
    Provenance,
    TargetGender,
)


def _line(longest: int) -> Any:
    limits = StringConstraints(strip_whitespace=True, min_length=1, max_length=longest)
    return Annotated[str, limits, AfterValidator(one_line)]


Name = _line(MAX_NAME)
