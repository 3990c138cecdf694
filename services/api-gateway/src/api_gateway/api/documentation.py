"""How errors appear in the OpenAPI document."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api_gateway.web.problems import MEDIA_TYPE, Problem

_MEANINGS = {
    401: "The bearer token is missing, malformed, expired or meant for others.",
    404: "It does not exist, or belongs to another company.",
    409: "It is busy: the group generating, or a portrait being drawn.",
    413: "The body has more than 1 MiB.",
    422: "A field is malformed: `errors` names each, and what is allowed.",
    503: "The database cannot be reached at the moment: try again.",
}
_PROBLEM = {"$ref": "#/components/schemas/Problem"}


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error responses of an endpoint."""
    return refusals({status: _MEANINGS[status] for status in statuses})


def refusals(meanings: Mapping[int, str]) -> dict[int | str, dict[str, Any]]:
    """The error responses of an endpoint, in its own words. meanings: by status."""
    return {
        status: {"description": meaning, "content": {MEDIA_TYPE: {"schema": _PROBLEM}}}
        for status, meaning in meanings.items()
    }


def document(app: FastAPI) -> None:
    """Make the app's OpenAPI document know the schema of problems."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
                tags=app.openapi_tags,
            )
            schemas = schema["components"]["schemas"]
            template = "#/components/schemas/{model}"
            problem = Problem.model_json_schema(ref_template=template)
            _drop_validation_errors(schema["paths"], schemas)
            schemas |= problem.pop("$defs") | {"Problem": problem}
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _drop_validation_errors(paths: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Nobody is answered what FastAPI documents wherever 422 is not documented otherwise."""
    for operation in (one for at_path in paths.values() for one in at_path.values()):
        if "application/json" in operation["responses"].get("422", {}).get("content", {}):
            del operation["responses"]["422"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
