"""Which request an answer and the lines of the log belong to."""

from uuid import UUID

import httpx
import pytest
import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from api_gateway.web.request_context import RequestContext

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


async def _line(_: Request) -> JSONResponse:
    """What a line of the log would say of the request."""
    return JSONResponse(structlog.contextvars.merge_contextvars(None, "info", {}))


async def asked(path: str = "/", **headers: str) -> httpx.Response:
    routes = [Route("/", _line), Route("/health/live", _line)]
    app = Starlette(routes=routes, middleware=[Middleware(RequestContext)])
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://gateway"
    ) as client:
        return await client.get(path, headers=headers)


async def test_a_callers_id_is_answered_and_in_the_log() -> None:
    answer = await asked(**{"X-Request-Id": "order:66.a-1"})
    assert answer.headers["X-Request-Id"] == "order:66.a-1"
    assert answer.json() == {"request_id": "order:66.a-1"}


@pytest.mark.parametrize("wish", ["", "two words", "x" * 65, 'a"b', "a,b"])
async def test_an_id_that_does_not_fit_or_is_missing_is_replaced_by_one_of_ours(wish: str) -> None:
    answer = await asked(**({"X-Request-Id": wish} if wish else {}))
    ours = answer.headers["X-Request-Id"]
    assert str(UUID(ours)) == ours
    assert answer.json()["request_id"] == ours


async def test_lines_name_the_callers_trace_where_none_is_recorded() -> None:
    answer = await asked(traceparent=f"00-{TRACE}-00f067aa0ba902b7-01")
    assert (answer.json()["trace_id"], answer.json()["span_id"]) == (TRACE, "00f067aa0ba902b7")


async def test_probes_have_no_id() -> None:
    answer = await asked("/health/live", **{"X-Request-Id": "mine"})
    assert "X-Request-Id" not in answer.headers
    assert answer.json() == {}
