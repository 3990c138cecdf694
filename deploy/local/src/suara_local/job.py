"""The main job as an outside client does it: one sentence in, personas out, over HTTP."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from suara_local.api import Api, Document
from suara_local.errors import JobFailedError

POLL_SECONDS = 0.1
DEADLINE_SECONDS = 180.0
DEFINITION = ("name", "age_min", "age_max", "gender", "location", "income_level", "occupation")


@dataclass(frozen=True)
class Result:
    """`seconds` is from POST /generate until the personas were there."""

    project: Document
    group: Document
    personas: list[Document]
    seconds: float


class Job:
    """A session with the API. Its methods raise JobFailedError with the API's own words."""

    def __init__(self, base_url: str, token: str) -> None:
        self._api = Api(base_url, token)

    def create_project(self, name: str) -> Document:
        return self._api.document("POST", "/projects", {"name": name})

    def parse(self, project: Document, audience: str) -> Document:
        """What the API understood; what the sentence does not say is absent."""
        path = f"/projects/{project['id']}/persona-groups/parse-prompt"
        return self._api.document("POST", path, {"prompt": audience})

    def create_group(self, project: Document, understood: Document, count: int) -> Document:
        said = {key: understood[key] for key in DEFINITION if understood.get(key) is not None}
        definition = {"name": "My audience", **said, "persona_count": count}
        return self._api.document("POST", f"/projects/{project['id']}/persona-groups", definition)

    def generate(
        self,
        project: Document,
        group: Document,
        on_change: Callable[[Document], None],
        check: Callable[[], None] = lambda: None,
    ) -> Result:
        """Generate and wait. `check` is called at every poll, and may raise to give up."""
        path = f"/projects/{project['id']}/persona-groups/{group['id']}"
        began = time.monotonic()
        self._api.call("POST", f"{path}/generate")
        while True:
            group = self._api.document("GET", path)
            on_change(group)
            if group["generation_status"] == "complete":
                break
            check()
            self._must_go_on(group, time.monotonic() - began)
            time.sleep(POLL_SECONDS)
        personas = self._api.call("GET", f"{path}/personas")
        return Result(project, group, personas, time.monotonic() - began)

    def download(self, url: str) -> httpx.Response:
        """A portrait, without a token, as a browser gets it."""
        return httpx.get(url, trust_env=False, timeout=30).raise_for_status()

    def close(self) -> None:
        self._api.close()

    def _must_go_on(self, group: Document, seconds: float) -> None:
        progress = group.get("generation_progress") or "no progress was reported"
        if group["generation_status"] == "failed":
            raise JobFailedError(f"The generation failed: {progress}")
        if seconds > DEADLINE_SECONDS:
            raise JobFailedError(f"Not done after {DEADLINE_SECONDS:.0f} s: {progress}")
