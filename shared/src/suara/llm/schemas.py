"""The JSON schema of a pydantic model, in the subset that strict structured outputs take.

Providers refuse a schema with a keyword they do not know. Limits which are left out are told in
the description, and pydantic checks all of them when the answer is here.
"""

from functools import cache
from typing import Any

from pydantic import BaseModel

KEPT = frozenset({"type", "enum", "description"})
LIMITS = frozenset({"minItems", "maxItems", "minimum", "maximum"})


@cache
def strict_schema(shape: type[BaseModel], *, limits: bool = True) -> dict[str, Any]:
    """Every property required, none added. Do not change the result: it is shared.

    limits: False for providers that refuse minItems, maxItems, minimum and maximum (Azure).

    Raises:
        TypeError: the model has a dict or a tuple of fixed length, which strict schemas lack.
    """
    schema = shape.model_json_schema()
    definitions = schema.get("$defs", {})
    kept = KEPT | LIMITS if limits else KEPT
    strict = _strict(schema, definitions, kept)
    if definitions:
        strict["$defs"] = {
            name: _strict(definition, definitions, kept) for name, definition in definitions.items()
        }
    return strict


def _strict(
    schema: dict[str, Any], definitions: dict[str, Any], kept: frozenset[str]
) -> dict[str, Any]:
    if "prefixItems" in schema or isinstance(schema.get("additionalProperties"), dict):
        raise TypeError(f"not possible in a strict schema: {schema.get('title', schema)}")
    if "$ref" in schema:
        if len(schema) == 1:
            return schema
        # Nothing may stand beside a $ref, so that what it refers to is put in its place.
        definition = definitions[schema["$ref"].rpartition("/")[2]]
        own = {key: value for key, value in schema.items() if key != "$ref"}
        return _strict(definition | own, definitions, kept)
    strict = {key: value for key, value in schema.items() if key in kept}
    if "const" in schema:
        strict["enum"] = [schema["const"]]
    if told := " ".join(filter(None, (schema.get("description"), _limits_in_words(schema, kept)))):
        strict["description"] = told
    if options := schema.get("anyOf") or schema.get("oneOf"):
        strict["anyOf"] = [_strict(option, definitions, kept) for option in options]
    if "items" in schema:
        strict["items"] = _strict(schema["items"], definitions, kept)
    if schema.get("type") == "object":
        properties = schema.get("properties", {})
        strict["properties"] = {
            name: _strict(one, definitions, kept) for name, one in properties.items()
        }
        strict["required"] = list(properties)
        strict["additionalProperties"] = False
    return strict


def _limits_in_words(schema: dict[str, Any], kept: frozenset[str]) -> str:
    """Of the limits that are not kept: "(3 to 5 items)"."""
    words = [
        _range(schema, "minLength", "maxLength", " characters"),
        _range(schema, "minItems", "maxItems", " items") if "minItems" not in kept else "",
        _range(schema, "minimum", "maximum", "") if "minimum" not in kept else "",
        "all different" if schema.get("uniqueItems") else "",
        f"as {schema['format']}" if "format" in schema else "",
        f"like {schema['pattern']}" if "pattern" in schema else "",
    ]
    told = ", ".join(filter(None, words))
    return f"({told})" if told else ""


def _range(schema: dict[str, Any], least: str, most: str, unit: str) -> str:
    if least in schema and most in schema:
        return f"{schema[least]} to {schema[most]}{unit}"
    if least in schema:
        return f"at least {schema[least]}{unit}"
    return f"at most {schema[most]}{unit}" if most in schema else ""
