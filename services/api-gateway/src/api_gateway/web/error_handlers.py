"""Which exception becomes which problem."""

from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from pymongo.errors import OperationFailure
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api_gateway.adapters.transactions import is_collision
from api_gateway.domain.errors import InvalidFieldsError, NotFoundError, RefusedError
from api_gateway.web.problems import problem
from api_gateway.web.request_context import REQUEST_ID
from api_gateway.web.validation import faults_of
from suara.outages import OUTAGES

_RETRY_SECONDS = "5"
_KINDS = {404: "not-found", 405: "method-not-allowed", 413: "body-too-large"}


def add_error_handlers(app: FastAPI) -> None:
    """Make every error of the application a problem document."""
    app.exception_handler(NotFoundError)(_not_found)
    app.exception_handler(RefusedError)(_refused)
    app.exception_handler(InvalidFieldsError)(_invalid_fields)
    app.exception_handler(RequestValidationError)(_invalid_request)
    app.exception_handler(HTTPException)(_http)
    for outage in OUTAGES:
        app.exception_handler(outage)(_unavailable)
    app.exception_handler(OperationFailure)(_refused_by_database)
    app.exception_handler(Exception)(_unexpected)


async def _not_found(request: Request, error: NotFoundError) -> Response:
    return problem(request.url.path, 404, "not-found", str(error))


async def _refused(request: Request, error: RefusedError) -> Response:
    return problem(request.url.path, error.status, error.kind, str(error))


async def _invalid_fields(request: Request, error: InvalidFieldsError) -> Response:
    return problem(request.url.path, 422, "invalid-fields", str(error), faults=error.faults)


async def _invalid_request(request: Request, error: RequestValidationError) -> Response:
    return await _invalid_fields(request, InvalidFieldsError(faults_of(error.errors())))


async def _http(request: Request, error: HTTPException) -> Response:
    kind = _KINDS.get(error.status_code, "http")
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_methods(request))
    return problem(request.url.path, error.status_code, kind, str(error.detail), headers=headers)


def _methods(request: Request) -> list[str]:
    """Every method of the path; Starlette names those of the first endpoint there only."""
    routes = iter_route_contexts(request.app.routes)
    at_path = [r for r in routes if r.methods and r.path_regex.match(request.url.path)]
    return sorted({method for route in at_path for method in route.methods or ()})


async def _unavailable(request: Request, error: Exception) -> Response:  # noqa: ARG001
    return problem(
        request.url.path,
        503,
        "unavailable",
        "The database cannot be reached at the moment. Nothing was changed; please try again.",
        headers={"Retry-After": _RETRY_SECONDS},
    )


async def _refused_by_database(request: Request, error: OperationFailure) -> Response:
    if is_collision(error):
        return await _unavailable(request, error)
    # Handled as unexpected here, not above: Starlette looks up the most specific handler only.
    raise error


async def _unexpected(request: Request, error: Exception) -> Response:  # noqa: ARG001
    # uvicorn logs the exception: Starlette raises it again after this response.
    return problem(
        request.url.path,
        500,
        "unexpected",
        "Something went wrong here. It has been logged.",
        headers={REQUEST_ID: getattr(request.state, "request_id", "")},  # a probe has none
    )
