"""What FastAPI found wrong with a request, in words that name the field and what it may hold."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from api_gateway.domain.errors import Fault
from api_gateway.domain.fields import ALLOWED

_MESSAGES = {
    "missing": "is required",
    "extra_forbidden": "is not a field that can be set here",
    "uuid_parsing": "must be a UUID",
    "uuid_type": "must be a UUID",
    "literal_error": "must be one of the allowed values",
    "int_type": "must be an integer",
    "string_type": "must be text",
    "string_too_short": "must not be empty",
    "model_attributes_type": "must be a JSON object",
    "dict_type": "must be a JSON object",
}
_NO_OBJECT = {"model_attributes_type", "dict_type"}
_LONGEST_NAME = 100
# Parts of a union, such as "(one)": no client knows them.
_UNION_PART = re.compile(r"\(\w+\)")


def faults_of(errors: Sequence[Mapping[str, Any]]) -> tuple[Fault, ...]:
    """One fault per error of a RequestValidationError."""
    return tuple(_fault(error) for error in errors)


def _fault(error: Mapping[str, Any]) -> Fault:
    if error["type"] == "json_invalid":
        where = error["loc"][-1]
        return Fault("body", f"is not valid JSON: {error['ctx']['error']} at character {where}")
    place, *path = error["loc"]
    path = [part for part in path if not _UNION_PART.fullmatch(str(part))]
    field = _printable(".".join(map(str, path)) or str(place))
    return Fault(field, _message(error), ALLOWED.get(field))


def _message(error: Mapping[str, Any]) -> str:
    message = _MESSAGES.get(error["type"])
    if error["type"] in _NO_OBJECT and tuple(error["loc"]) == ("body",):
        return f"{message}, sent as Content-Type: application/json"
    if message:
        return message
    reason = str(error["msg"]).removeprefix("Value error, ")
    for subject in ("Input should", "String should", "Value should"):
        reason = reason.replace(subject, "must", 1)
    return reason.replace("must be a valid", "must be a")


def _printable(name: str) -> str:
    """A name from a request may hold anything, lone surrogates as well."""
    return name[:_LONGEST_NAME].encode("utf-8", "replace").decode()
