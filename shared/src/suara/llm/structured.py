"""Asking for JSON of a shape, and reading what came: what fits, and how to say what does not."""

import json
from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from suara.llm.schemas import strict_schema

T = TypeVar("T", bound=BaseModel)
Message = dict[str, str]

LONGEST_ANSWER_BYTES = 64 * 1024
LONGEST_QUOTE = 4_000
NAMED_ERRORS = 5


class Dialect(IntEnum):
    """How a provider is asked for JSON; the next one is tried when one is refused."""

    STRICT = 0
    JSON_MODE = 1
    PROMPT = 2


class UnfitError(Exception):
    """The answer does not fit. kind: for the log; the text: for the model, and for users."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind


def request(
    shape: type[BaseModel],
    messages: Sequence[Message],
    name: str,
    dialect: Dialect,
    *,
    limits: bool,
) -> dict[str, Any]:
    """The part of a chat completion request that a dialect decides."""
    schema = strict_schema(shape, limits=limits)
    if dialect is Dialect.STRICT:
        wanted = {"name": name, "strict": True, "schema": schema}
        return {
            "messages": list(messages),
            "response_format": {"type": "json_schema", "json_schema": wanted},
        }
    told = _told(messages, {"title": name, **schema})
    if dialect is Dialect.JSON_MODE:
        return {"messages": told, "response_format": {"type": "json_object"}}
    return {"messages": told}


def _told(messages: Sequence[Message], schema: dict[str, Any]) -> list[Message]:
    """The schema ends the system prompt, which stays the same from call to call."""
    text = (
        "Answer with one JSON object and nothing else. It must fit this JSON schema:\n"
        + json.dumps(schema, ensure_ascii=False)
    )
    if messages and messages[0]["role"] == "system":
        first = {"role": "system", "content": messages[0]["content"] + "\n\n" + text}
        return [first, *messages[1:]]
    return [{"role": "system", "content": text}, *messages]


def read(content: str, shape: type[T], faults: Callable[[T], Sequence[str]]) -> T:
    """The answer's value.

    Raises:
        UnfitError: too long, no JSON, not of the shape, or with `faults`.
    """
    if len(content.encode(errors="replace")) > LONGEST_ANSWER_BYTES:
        raise UnfitError("too_long", f"it is longer than {LONGEST_ANSWER_BYTES // 1024} KB")
    try:
        value = shape.model_validate_json(_json_part(content))
    except ValidationError as error:
        raise UnfitError("schema", _in_words(error)) from None
    if found := list(faults(value)):
        raise UnfitError("faults", "; ".join(found)[:LONGEST_QUOTE])
    return value


def repair(messages: Sequence[Message], content: str, unfit: UnfitError) -> list[Message]:
    """The conversation continued: the answer, at most 4,000 characters of it, and its fault."""
    complaint = (
        f"That answer does not fit: {unfit}. Answer again with the whole JSON object, corrected."
    )
    return [
        *messages,
        {"role": "assistant", "content": content[:LONGEST_QUOTE] or "(nothing)"},
        {"role": "user", "content": complaint},
    ]


def _json_part(content: str) -> str:
    """Without a model's thoughts, Markdown fences and words around the object."""
    answer = content.rpartition("</think>")[2].strip()
    start, end = answer.find("{"), answer.rfind("}")
    return answer[start : end + 1] if 0 <= start < end else answer


def _in_words(error: ValidationError) -> str:
    """Where and what, never the value itself: it may be anything."""
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    if problems[0]["type"] == "json_invalid":
        return "it is not valid JSON"
    named = [
        f"{'.'.join(str(part) for part in problem['loc']) or 'the object'}: {problem['msg']}"
        for problem in problems[:NAMED_ERRORS]
    ]
    more = len(problems) - len(named)
    return "; ".join(named) + (f"; and {more} more" if more else "")
