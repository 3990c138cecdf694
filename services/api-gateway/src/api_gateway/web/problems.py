"""Errors as RFC 9457 `application/problem+json`."""

from collections.abc import Mapping
from http import HTTPStatus

from pydantic import BaseModel, Field
from starlette.responses import Response

from api_gateway.domain.errors import Fault

MEDIA_TYPE = "application/problem+json"


class FieldError(BaseModel):
    """What is wrong with one field. `allowed`: its values, or which ones they are."""

    field: str = Field(examples=["gender"])
    message: str = Field(examples=["must be one of the allowed values"])
    allowed: list[str] | str | None = Field(default=None, examples=[["Male", "Female", "All"]])


class Problem(BaseModel):
    """An error, as RFC 9457 has it. `errors` is there when fields are to blame."""

    type: str = Field(examples=["urn:suara:problem:invalid-fields"])
    title: str = Field(examples=["Unprocessable Content"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["gender must be one of the allowed values"])
    instance: str = Field(examples=["/api/v1/projects"])
    errors: list[FieldError] | None = None


def problem(
    path: str,
    status: int,
    kind: str,
    detail: str,
    *,
    faults: tuple[Fault, ...] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The response. kind: the last part of its type, the same for all problems of its sort."""
    body = Problem(
        type=f"urn:suara:problem:{kind}",
        title=_title(status),
        status=status,
        detail=detail,
        instance=path,
        errors=[_field_error(fault) for fault in faults] or None,
    )
    return Response(body.model_dump_json(exclude_none=True), status, headers, media_type=MEDIA_TYPE)


def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def _field_error(fault: Fault) -> FieldError:
    allowed = list(fault.allowed) if isinstance(fault.allowed, tuple) else fault.allowed
    return FieldError(field=fault.field, message=fault.message, allowed=allowed)
