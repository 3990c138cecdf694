"""Reading a provider's answer about one picture. Pure."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from suara.llm.usage import Usage, believed


@dataclass(frozen=True)
class Picture:
    """content: the bytes as they came, whatever they may be."""

    content: bytes
    usage: Usage


@dataclass(frozen=True)
class Reference:
    """A picture that others are to be drawn like. name: of a file, with its extension."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True)
class PictureAnswer:
    """content: None where there is no picture. error: what came in its place."""

    content: bytes | None
    usage: Usage
    error: object = None


class _Datum(BaseModel):
    # pydantic's own base64 takes a fifth of the standard library's time, and no string between.
    model_config = ConfigDict(val_json_bytes="base64")

    b64_json: bytes | None = None


class _Body(BaseModel):
    data: list[_Datum] = []
    usage: Any = None
    error: Any = None


def read(body: bytes | bytearray) -> PictureAnswer:
    """The first picture of an answer. An address instead of it counts as none.

    Raises:
        ValueError: not JSON.
    """
    try:
        answer = _Body.model_validate_json(body)
    except ValidationError as error:
        if error.errors(include_input=False, include_url=False)[0]["type"] == "json_invalid":
            raise ValueError("not JSON") from None
        return PictureAnswer(None, Usage())
    content = answer.data[0].b64_json if answer.data else None
    return PictureAnswer(content, _usage(answer.usage), None if content else answer.error)


def _usage(said: Any) -> Usage:
    """Image models count input and output, of which some tell how much was cached."""
    if not isinstance(said, dict):
        return Usage()
    details = said.get("input_tokens_details")
    return Usage(
        prompt_tokens=believed(said.get("input_tokens")),
        cached_tokens=believed(details.get("cached_tokens")) if isinstance(details, dict) else 0,
        completion_tokens=believed(said.get("output_tokens")),
    )
