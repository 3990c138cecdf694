"""How the server behaves: the body of PUT /control, and the plan of failures drawn from it."""

import random
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from openai_server.obedience import Orders

Kind = Literal[
    "ok",
    # answered with an HTTP error
    "rate_limited",  # 429, with retry_after where given
    "quota",  # 429 insufficient_quota
    "error_500",
    "error_503",
    "bad_request",  # 400
    "key_refused",  # 401; the message repeats part of the key, as OpenAI's does
    "forbidden",  # 403
    "model_not_found",  # 404
    # no answer, or a slow one
    "hang",  # no byte for an hour
    "slow",  # the body dribbles over `seconds`
    "disconnect",  # the connection closes in the middle of the body
    # an answer that does not fit
    "truncated",  # half of the JSON, finish_reason "length"
    "broken_schema",  # JSON without the first property
    "refusal",  # message.refusal; of a picture 400 moderation_blocked
    "filtered",  # finish_reason "content_filter", no content
    "empty",  # no choices; no picture
    "huge",  # 100 KB of text; a picture of more than 20 MB
    "html",  # a web page as content; in base64 where a picture is wanted
    "web_page",  # a web page instead of JSON, as a proxy would answer
    "error_in_200",  # {"error": ...} with status 200, as some gateways answer
    "odd_json",  # fields of the wrong types
    "half_character",  # a lone surrogate within the content
    "fenced",  # the right answer between Markdown fences
    "wrong_facts",  # fits the schema, tells of somebody else
    "other_script",  # fits the schema, written in another script
    "boastful",  # the right answer of a model with an endless name and impossible token counts
    # pictures only; truncated: half of the file
    "address",  # no picture but a URL
    "not_base64",
    "animated",  # a GIF of two frames
    "bomb",  # a PNG of a few hundred bytes that claims 30,000 by 30,000 pixels
    "jpeg",  # with EXIF data
    "wide",  # a PNG of twice the width
]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Failure(Strict):
    """name: only requests whose schema name contains it; others leave it for later."""

    kind: Kind
    name: str | None = None
    retry_after: float | None = Field(default=None, description="seconds, for 429 and 503")
    milliseconds: bool = Field(default=False, description="say it as retry-after-ms as well")
    seconds: float = Field(default=2.0, description="how long a slow body takes")


class Control(Strict):
    """Everything has a default, so that PUT /control {} means: well behaved, no latency."""

    seed: int = 0
    strict: bool = Field(default=True, description="false: refuses json_schema with a 400")
    json_mode: bool = Field(default=True, description="false: refuses json_object, too")
    models: tuple[str, ...] = Field(default=(), description="others are 404; empty: any will do")
    api_key: str | None = Field(default=None, description="another key is 401; None: any will do")
    latency: dict[str, float] = Field(
        default={},
        description="seconds by what the schema's name contains; also `image` and `default`",
    )
    jitter: float = Field(default=0.0, ge=0, le=1, description="share of the latency, either way")
    photographs: bool = Field(
        default=False, description="pictures of 2 MB, as image models make, not of one colour"
    )
    capacity: int | None = Field(default=None, description="more at once are 429")
    capacity_retry_after: float | None = None
    script: tuple[Failure | Kind, ...] = Field(default=(), description="consumed one by one")
    obeys: Orders | None = Field(default=None, description="a model that does as it is told")
    probabilities: dict[Kind, float] = Field(default={}, description="once the script is used up")


class Plan:
    """Decides the fate of each request, in order of arrival; the same seed decides alike."""

    def __init__(self, control: Control) -> None:
        self.control = control
        self._random = random.Random(control.seed)
        self._script = [
            step if isinstance(step, Failure) else Failure(kind=step) for step in control.script
        ]

    def fate(self, name: str, in_flight: int) -> Failure:
        """What to do with a request for the schema `name`, the in_flight-th at this moment."""
        control = self.control
        if control.capacity is not None and in_flight > control.capacity:
            return Failure(kind="rate_limited", retry_after=control.capacity_retry_after)
        for position, step in enumerate(self._script):
            if step.name is None or step.name in name:
                return self._script.pop(position)
        draw = self._random.random()
        for kind, probability in control.probabilities.items():
            draw -= probability
            if draw < 0:
                return Failure(kind=kind)
        return Failure(kind="ok")

    def latency(self, name: str) -> float:
        """Seconds before the first byte."""
        latency = self.control.latency
        matching = [key for key in latency if key in name.lower()]
        seconds = latency[max(matching, key=len)] if matching else latency.get("default", 0.0)
        return seconds * (1 + self.control.jitter * self._random.uniform(-1, 1))
