"""The API of prompt personas words its errors as its reference does; the rest it shares."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from api_gateway.domain.errors import Fault, InvalidFieldsError, NotFoundError
from api_gateway.web.problems import problem
from api_gateway.web.validation import faults_of

_OF_PATHS = {"projectId": "project", "id": "persona", "imageId": "image"}
_NO_NAME = {"missing", "string_too_short"}


class PromptPersonaRoute(APIRoute):
    """Malformed fields are 400, a malformed id is 404 like one that nothing has."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except NotFoundError as error:
                return _not_found(request, error.what)
            except InvalidFieldsError as error:
                return _bad_request(request, str(error), error.faults)
            except RequestValidationError as error:
                return _invalid(request, error.errors())

        return answer


def _invalid(request: Request, errors: Sequence[Mapping[str, Any]]) -> Response:
    for error in errors:
        if error["loc"][0] == "path":
            return _not_found(request, _OF_PATHS[error["loc"][1]])
    faults = InvalidFieldsError(faults_of(errors))
    detail = "Name is required" if any(map(_lacks_name, errors)) else str(faults)
    return _bad_request(request, detail, faults.faults)


def _lacks_name(error: Mapping[str, Any]) -> bool:
    place: tuple[Any, ...] = tuple(error["loc"])
    return place == ("body", "name") and (error["type"] in _NO_NAME or error["input"] is None)


def _not_found(request: Request, what: str) -> Response:
    return problem(request.url.path, 404, "not-found", f"{what.capitalize()} not found")


def _bad_request(request: Request, detail: str, faults: Sequence[Fault]) -> Response:
    return problem(request.url.path, 400, "invalid-fields", detail, faults=tuple(faults))
