"""The HTTP side: the paths of all sources, and /control."""

import json
import time
from typing import Any

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from source_server.bodies import faulty
from source_server.control import Control, Plan
from source_server.playback import by_key, key, play_file, recorded
from source_server.shopee_shop import GET, REFRESH, ShopeeShop

PLAY = "/_/PlayStoreUi/data/batchexecute"
TOKEN = "/api/v1/access_token"
CLIENT = ("Basic", "aWQ6c2VjcmV0")  # id:secret
GRANTED = json.loads(recorded("reddit_token_200.json").body)["access_token"]


class Server:
    """One server's behaviour and memory; PUT /control starts both anew."""

    def __init__(self) -> None:
        self._start_over(Control())

    def _start_over(self, control: Control) -> None:
        self._control = control
        self._plan = Plan(control.faults)
        self._shop = ShopeeShop(control.shopee_refresh_token, control.shopee_access_token)
        self._started = time.monotonic()
        self._log: list[dict[str, Any]] = []

    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/control", self.put_control, methods=["PUT"]),
                Route("/control/log", self.get_log),
                Route("/{path:path}", self.played, methods=["GET", "POST"]),
            ]
        )

    async def put_control(self, request: Request) -> Response:
        try:
            self._start_over(Control.model_validate_json(await request.body()))
        except ValidationError as error:
            return JSONResponse({"error": str(error)}, status_code=422)
        return JSONResponse({})

    async def get_log(self, _: Request) -> Response:
        return JSONResponse(self._log)

    async def played(self, request: Request) -> Response:
        body = await request.body()
        entry = {
            "time": time.monotonic() - self._started,
            "method": request.method,
            "path": request.url.path,
            "query": dict(request.query_params),
            "headers": dict(request.headers),
            "body": body.decode(),
        }
        self._log.append(entry)
        fault = self._plan.fault(request.url.path)
        response = await faulty(request, fault) if fault else self._good(request, body)
        entry["status"] = response.status_code
        return response

    def _good(self, request: Request, body: bytes) -> Response:
        path = request.url.path
        if path == TOKEN:
            return self._reddit_token(request)
        if path.startswith("/api/v2/"):
            return self._shopee(request, body)
        if path == PLAY:
            return _answer(
                "googleplay_gcash_p1.txt" if self._control.loop else play_file(body.decode())
            )
        if "/rss/customerreviews/" in path:
            return self._apple(path)
        if request.headers.get("authorization") != f"Bearer {GRANTED}":
            return _answer("reddit_401_expired.json")
        return self._reddit(request)

    def _reddit_token(self, request: Request) -> Response:
        known = request.headers.get("authorization", "").split() == list(CLIENT)
        return _answer("reddit_token_200.json" if known else "reddit_token_401.json")

    def _reddit(self, request: Request) -> Response:
        query = request.query_params.multi_items()
        if self._control.loop:
            query = [(name, value) for name, value in query if name != "after"]
        if request.url.path == "/api/info":
            return _answer("reddit_empty_listing.json")
        file = by_key().get(key(request.method, request.url.path, query))
        response = _answer(file or "reddit_empty_listing.json")
        if request.url.path.startswith("/comments/") and not file:
            response = _answer("reddit_404_banned.json")
        if not self._control.reddit_rate_headers:
            for name in [name for name in response.headers if name.startswith("x-ratelimit")]:
                del response.headers[name]
        return response

    def _apple(self, path: str) -> Response:
        file = by_key().get(("GET", path, frozenset()))
        return _answer(file or "appstore_unserved_storefront.json")

    def _shopee(self, request: Request, body: bytes) -> Response:
        path = request.url.path
        if problem := self._shop.problem(request):
            return _answer(problem)
        if path in (GET, REFRESH):
            file = "shopee_open_token_get.json" if path == GET else "shopee_open_token_refresh.json"
            tokens = self._shop.renewed(path, json.loads(body), recorded(file).body)
            return Response(tokens, media_type="application/json")
        query = request.query_params.multi_items()
        if self._control.loop:
            query = [(name, value) for name, value in query if name != "cursor"]
        file = by_key().get(key("GET", path, query))
        return _answer(file or "shopee_open_empty.json")


def _answer(file: str) -> Response:
    found = recorded(file)
    return Response(found.body, found.status, found.headers)
