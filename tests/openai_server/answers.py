"""Valid JSON for any JSON schema, the same for the same prompt."""

import random
import re
import zlib
from collections.abc import Sequence
from typing import Any

from openai_server.prompts import Prompt
from openai_server.readings import reading

WORDS = (
    *("morning", "market", "family", "budget", "careful", "weekend", "trusts", "reviews", "small"),
    *("price", "quality", "travels", "slowly", "friends", "cooking", "prefers", "plain", "honest"),
    *(
        "saves",
        "every",
        "month",
        "before",
        "buying",
        "something",
        "new",
        "doubts",
        "bold",
        "claims",
    ),
    *("checks", "twice", "asks", "neighbours", "likes", "quiet", "evenings", "work", "talk"),
)
_TYPES = {"string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,)}
_BOUNDS = {
    "minLength": re.compile(r"(?:at least (\d+)|(\d+) to \d+) (?:characters|items)"),
    "maxLength": re.compile(r"(?:at most (\d+)|\d+ to (\d+)) (?:characters|items)"),
}


def answer(prompt: Prompt) -> Any:
    """Facts of the prompt fill the properties of the same name; all else is made up."""
    assert prompt.schema is not None
    if prompt.name == "read_verbatims":
        return reading(prompt.text)
    seed = zlib.crc32(prompt.text.encode())
    return _Writer(prompt.schema, prompt.facts, prompt.signal_ids, seed).value(prompt.schema, "")


def prose(prompt: Prompt) -> str:
    return _sentence(random.Random(zlib.crc32(prompt.text.encode())), 12)


class _Writer:
    def __init__(
        self, root: dict[str, Any], facts: dict[str, Any], signal_ids: Sequence[str], seed: int
    ) -> None:
        self._root = root
        self._facts = facts
        self._signal_ids = signal_ids
        self._random = random.Random(seed)

    def value(self, schema: dict[str, Any], name: str) -> Any:
        schema = self._resolved(schema)
        if "const" in schema:
            return schema["const"]
        if name in self._facts and self._fits(self._facts[name], schema):
            return self._facts[name]
        if "enum" in schema:
            return self._random.choice(schema["enum"])
        kind = schema.get("type", "object" if "properties" in schema else "string")
        if isinstance(kind, list):
            kind = next(one for one in kind if one != "null")
        match kind:
            case "object":
                members = schema.get("properties", {})
                return {key: self.value(member, key) for key, member in members.items()}
            case "array":
                return self._array(schema, name)
            case "integer":
                return self._integer(schema)
            case "number":
                return self._number(schema)
            case "boolean":
                return self._random.random() < 0.5
            case "null":
                return None
        return self._string(schema, name)

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Without $ref, and of alternatives the first that is not null."""
        while True:
            options = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
            if "$ref" in schema:
                target: Any = self._root
                for part in schema["$ref"].removeprefix("#/").split("/"):
                    target = target[part]
                schema = target
            elif options:
                schema = next((o for o in options if o.get("type") != "null"), options[0])
            else:
                return schema

    def _fits(self, value: Any, schema: dict[str, Any]) -> bool:
        if "enum" in schema:
            return value in schema["enum"]
        wanted = schema.get("type")
        if wanted == "array":
            items = self._resolved(schema.get("items", {}))
            return isinstance(value, list) and all(self._fits(one, items) for one in value)
        if not isinstance(wanted, str) or wanted not in _TYPES:
            return False
        return isinstance(value, _TYPES[wanted]) and isinstance(value, bool) == (
            wanted == "boolean"
        )

    def _array(self, schema: dict[str, Any], name: str) -> list[Any]:
        at_least = _bound(schema, "minItems", "minLength", 0)
        at_most = _bound(schema, "maxItems", "maxLength", max(at_least, 3))
        count = min(max(at_least, 2), at_most)
        if name == "signal_ids" and self._signal_ids:
            count = min(count, len(self._signal_ids))
            return self._random.sample(list(self._signal_ids), count)
        items: list[Any] = []
        for _ in range(20 * count):  # enums have doubles; schemas may ask for distinct items
            item = self.value(schema.get("items", {"type": "string"}), name)
            if item not in items:
                items.append(item)
            if len(items) == count:
                break
        return items

    def _string(self, schema: dict[str, Any], name: str) -> str:
        if name == "signal_id" and self._signal_ids:
            return self._random.choice(list(self._signal_ids))
        at_least = _bound(schema, "minLength", "minLength", 0)
        at_most = _bound(schema, "maxLength", "maxLength", max(at_least, 120))
        text = _sentence(self._random, 8)
        while len(text) < at_least:
            text += " " + _sentence(self._random, 8)
        text = text[:at_most].rstrip()
        return text if len(text) >= at_least else text + "."

    def _integer(self, schema: dict[str, Any]) -> int:
        low = schema.get("minimum", schema.get("exclusiveMinimum", -1) + 1)
        high = schema.get("maximum", schema.get("exclusiveMaximum", max(low, 100) + 1) - 1)
        return self._random.randint(int(low), int(high))

    def _number(self, schema: dict[str, Any]) -> float:
        low = float(schema.get("minimum", schema.get("exclusiveMinimum", 0.0)))
        high = schema.get("maximum", schema.get("exclusiveMaximum", max(low, 1.0)))
        return round(low + (float(high) - low) * self._random.uniform(0.1, 0.9), 3)


def _bound(schema: dict[str, Any], keyword: str, in_words: str, default: int) -> int:
    """A limit of the schema, or of its description: "3 to 5 items", "at most 80 characters"."""
    if keyword in schema:
        return int(schema[keyword])
    found = _BOUNDS[in_words].search(schema.get("description", ""))
    return int(found[1] or found[2]) if found else default


def _sentence(random_: random.Random, words: int) -> str:
    return " ".join(random_.choices(WORDS, k=words)).capitalize()
