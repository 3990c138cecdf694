"""What the server reads in a prompt: the wanted schema, the facts, the signal ids."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

SIGNAL_ID = re.compile(r"^[a-z]{2}-[a-z-]+-\d+(?= \| )", re.MULTILINE)  # where a line begins
_DECODER = json.JSONDecoder()


@dataclass(frozen=True)
class Prompt:
    """schema: None where prose is wanted. text: all that a provider would count and cache."""

    name: str
    schema: dict[str, Any] | None
    fenced: bool
    facts: dict[str, Any]
    signal_ids: Sequence[str]
    text: str


def read(body: dict[str, Any]) -> Prompt:
    """A schema in the prompt itself is obeyed as one in response_format is."""
    messages = [(m.get("role", ""), _text(m.get("content"))) for m in body.get("messages", [])]
    wanted = body.get("response_format") or {}
    told = "\n".join(text for _, text in messages)
    asked = "\n".join(text for role, text in messages if role == "user")
    if wanted.get("type") == "json_schema":
        schema, name = wanted["json_schema"].get("schema", {}), wanted["json_schema"]["name"]
    else:
        schema = next((found for found in _objects(told) if _is_schema(found)), None)
        name = str((schema or {}).get("title", "text"))
    facts: dict[str, Any] = {}
    for found in _objects(asked):
        if not _is_schema(found):
            _flatten(found, facts)
    in_prompt = json.dumps(schema) + "\n" if wanted.get("type") == "json_schema" else ""
    return Prompt(
        name=name,
        schema=schema,
        fenced=not wanted and schema is not None,
        facts=facts,
        signal_ids=tuple(dict.fromkeys(SIGNAL_ID.findall(asked) or SIGNAL_ID.findall(told))),
        text=in_prompt + "\n".join(f"{role}\n{text}" for role, text in messages),
    )


def _text(content: Any) -> str:
    if isinstance(content, list):
        return "\n".join(str(part.get("text", "")) for part in content)
    return str(content or "")


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """The outermost JSON objects within a text."""
    position = text.find("{")
    while position >= 0:
        try:
            found, end = _DECODER.raw_decode(text, position)
        except ValueError:
            end = position + 1
        else:
            yield found
        position = text.find("{", end)


def _is_schema(found: dict[str, Any]) -> bool:
    return found.get("type") == "object" and isinstance(found.get("properties"), dict)


def _flatten(found: dict[str, Any], facts: dict[str, Any]) -> None:
    for key, value in found.items():
        facts.setdefault(key, value)
        if isinstance(value, dict):
            _flatten(value, facts)
