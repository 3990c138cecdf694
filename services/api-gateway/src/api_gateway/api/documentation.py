"""How errors appear in the OpenAPI document."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api_gateway.web.problems import MEDIA_TYPE, Problem

_MEANINGS = {
    401: "The bearer token is missing, malformed, expired or meant for others.",
    404: "It does not exist, or belongs to another company.",
    409: "The group is busy generating.",
    413: "The body has more than 1 MiB.",
    422: "A field is malformed: `errors` names each, and what is allowed.",
    503: "The database cannot be reached at the moment: try again.",
}
_PROBLEM = {"$ref": "#/components/schemas/Problem"}


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error responses of an endpoint."""
    return {
        status: {
            "description": _MEANINGS[status],
            "content": {MEDIA_TYPE: {"schema": _PROBLEM}},
        }
        for status in statuses
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
            schemas |= problem.pop("$defs") | {"Problem": problem}
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
