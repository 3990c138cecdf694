"""From a sentence about an audience to the fields of a persona group, without a model."""

from api_gateway.domain.prompt.models import ParsedPrompt
from api_gateway.domain.prompt.parser import parse

__all__ = ["ParsedPrompt", "parse"]
