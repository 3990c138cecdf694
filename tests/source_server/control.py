"""How the server behaves: the body of PUT /control."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal[
    "fixture",  # the named file, with its status and headers of the manifest
    "body",  # the given body, status and headers
    "hang",  # no byte for an hour
    "drip",  # a byte now and then, for ever
    "gzip_bomb",  # 50 MB of blanks in 50 KB
    "huge",  # 50 MB, in pieces, without saying how long it is
    "broken_gzip",
    "disconnect",  # the connection closes in the middle of the body
    "redirect",  # 302 to `location`
]


class Fault(BaseModel):
    """Instead of the right answer. path: only requests whose path contains it.

    times: how often, None for always. after: how many such requests are answered well before.
    """

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    path: str = ""
    times: int | None = 1
    after: int = 0
    file: str = ""
    body: str = ""
    status: int = 200
    headers: dict[str, str] = {}
    location: str = "https://elsewhere.example/"


class Control(BaseModel):
    """Everything has a default, so that PUT /control {} means: well behaved."""

    model_config = ConfigDict(extra="forbid")

    faults: list[Fault] = []
    reddit_rate_headers: bool = Field(default=True, description="those of the manifest")
    shopee_refresh_token: str = Field(
        default="4a4b5c-invented-refresh", description="the valid one"
    )
    shopee_access_token: str = Field(default="", description="the valid one")
    loop: bool = Field(default=False, description="every listing has a next page: its first one")


class Plan:
    """Finds the fault of a request, in the order of the list."""

    def __init__(self, faults: list[Fault]) -> None:
        self._faults = [fault.model_copy() for fault in faults]

    def fault(self, path: str) -> Fault | None:
        for fault in self._faults:
            if fault.path not in path or fault.times == 0:
                continue
            if fault.after > 0:
                fault.after -= 1
                continue
            if fault.times is not None:
                fault.times -= 1
            return fault
        return None
