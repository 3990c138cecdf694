"""The HTTP side: OpenAI's paths, Azure's, and /control."""

import json
import time
import zlib
from typing import Any

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from openai_server import answers, bodies, edits, faults, pictures, prompts, vectors
from openai_server.control import Control, Failure, Plan
from openai_server.journal import Journal
from openai_server.obedience import obeyed
from openai_server.prefix_cache import PrefixCache, tokens

AZURE = "/openai/deployments/{model}"
HOUR = 3600.0


class Server:
    """One server's behaviour and memory; PUT /control starts both anew."""

    def __init__(self, control: Control | None = None) -> None:
        self._start_over(control or Control())

    def _start_over(self, control: Control) -> None:
        self._control = control
        self._plan = Plan(control)
        self._journal = Journal()
        self._cache = PrefixCache()

    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/control", self.put_control, methods=["PUT"]),
                Route("/control/log", self.get_log),
                Route("/v1/models", self.models),
                Route("/v1/chat/completions", self.chat, methods=["POST"]),
                Route(AZURE + "/chat/completions", self.chat, methods=["POST"]),
                Route("/v1/images/generations", self.image, methods=["POST"]),
                Route(AZURE + "/images/generations", self.image, methods=["POST"]),
                Route("/v1/embeddings", self.embeddings, methods=["POST"]),
                Route(AZURE + "/embeddings", self.embeddings, methods=["POST"]),
                Route("/v1/images/edits", self.edited_image, methods=["POST"]),
                Route(AZURE + "/images/edits", self.edited_image, methods=["POST"]),
            ]
        )

    async def put_control(self, request: Request) -> Response:
        try:
            self._start_over(Control.model_validate_json(await request.body()))
        except ValidationError as error:
            return JSONResponse({"error": str(error)}, status_code=422)
        return JSONResponse(self._control.model_dump())

    async def get_log(self, request: Request) -> Response:
        return JSONResponse(self._journal.report(bodies="bodies" in request.query_params))

    async def models(self, _: Request) -> Response:
        names = self._control.models or ("gpt-4.1-mini",)
        data = [{"id": name, "object": "model", "owned_by": "tests"} for name in names]
        return JSONResponse({"object": "list", "data": data})

    async def chat(self, request: Request) -> Response:
        body = await request.json()
        prompt = prompts.read(body)
        return await self._handled(request, body, prompt.name, prompt)

    async def image(self, request: Request) -> Response:
        return await self._handled(request, await request.json(), "image", None)

    async def edited_image(self, request: Request) -> Response:
        return await self._handled(request, await edits.read(request), "image", None)

    async def embeddings(self, request: Request) -> Response:
        return await self._handled(request, await request.json(), "embeddings", None)

    async def _handled(
        self, request: Request, body: dict[str, Any], name: str, prompt: prompts.Prompt | None
    ) -> Response:
        body.setdefault("model", request.path_params.get("model"))
        journal, plan = self._journal, self._plan
        entry = journal.arrived(request.url.path, name, body)
        try:
            failure = plan.fate(name, entry["in_flight"])
            entry["kind"] = failure.kind
            response = self._error(request, body, failure, prompt)
            if response is None:
                hangs = failure.kind == "hang"
                await bodies.unless_gone(request, HOUR if hangs else plan.latency(name))
                response = self._answered(body, failure, prompt)
            entry["status"] = response.status_code
            return response
        finally:
            journal.left(entry)

    def _error(
        self,
        request: Request,
        body: dict[str, Any],
        failure: Failure,
        prompt: prompts.Prompt | None,
    ) -> Response | None:
        control, model = self._control, str(body.get("model"))
        authorization = request.headers.get("authorization", "").removeprefix("Bearer ")
        key = request.headers.get("api-key", authorization)
        kind: str = failure.kind
        if control.api_key is not None and key != control.api_key:
            kind = "key_refused"
        elif control.models and model not in control.models:
            kind = "model_not_found"
        elif prompt is None:
            told = pictures.is_told_what_it_always_does(body)
            kind = "no_picture_format" if told else kind
        else:
            wanted = (body.get("response_format") or {}).get("type")
            if not control.strict and wanted == "json_schema":
                kind = "not_strict"
            elif not control.json_mode and wanted == "json_object":
                kind = "no_json_mode"
        if kind not in faults.ERRORS or (kind == "refusal" and prompt is not None):
            return None
        status, problem = faults.error(kind, key=key, model=model)
        return JSONResponse(problem, status, headers=faults.retry_headers(failure))

    def _answered(
        self, body: dict[str, Any], failure: Failure, prompt: prompts.Prompt | None
    ) -> Response:
        if failure.kind == "web_page":
            return HTMLResponse(faults.PAGE)
        if failure.kind in faults.ODD_BODIES:
            return JSONResponse(faults.ODD_BODIES[failure.kind])
        if "input" in body:
            answer = json.dumps(vectors.answer(body)).encode()
        elif prompt is None:
            answer = pictures.answer(body, failure.kind, photographs=self._control.photographs)
        else:
            answer = json.dumps(self._completion(body, failure, prompt)).encode()
        if failure.kind in ("slow", "disconnect"):
            return bodies.dribbled(answer, failure)
        return Response(answer, media_type="application/json")

    def _completion(
        self, body: dict[str, Any], failure: Failure, prompt: prompts.Prompt
    ) -> dict[str, Any]:
        right = answers.prose(prompt) if prompt.schema is None else answers.answer(prompt)
        if self._control.obeys:
            sent_back = any(one.get("role") == "assistant" for one in body["messages"])
            right = obeyed(right, prompt, self._control.obeys, sent_back=sent_back)
        message: dict[str, Any] = {"role": "assistant", "content": None, "refusal": None}
        finish = {"truncated": "length", "filtered": "content_filter"}.get(failure.kind, "stop")
        if failure.kind == "refusal":
            message["refusal"] = "I'm sorry, I cannot help with that request."
        elif failure.kind != "filtered":
            message["content"] = faults.content(failure.kind, right, prompt)
        asked, said = tokens(prompt.text), tokens(message["content"] or message["refusal"] or "")
        choice = {"index": 0, "message": message, "finish_reason": finish, "logprobs": None}
        boastful = failure.kind == "boastful"
        return {
            "id": f"chatcmpl-{zlib.crc32(prompt.text.encode()):08x}",
            "object": "chat.completion",
            "created": int(time.time()),
            "model": faults.BOAST if boastful else body.get("model"),
            "choices": [] if failure.kind == "empty" else [choice],
            "usage": {
                "prompt_tokens": -(10**30) if boastful else asked,
                "completion_tokens": 10**30 if boastful else said,
                "total_tokens": asked + said,
                "prompt_tokens_details": {"cached_tokens": self._cache.cached_tokens(prompt.text)},
            },
        }
