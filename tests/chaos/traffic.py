"""A client as it should be: it repeats what was not answered, and counts what was accepted."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

_POLL_SECONDS, _PATIENCE_SECONDS = 0.4, 5.0
_PROJECTS = 5
_NOT_STARTED = "Not started"
_SETTLED = ("complete", "failed")
_SEGMENTS = (
    {"location": "Manila, Philippines", "age_min": 20, "age_max": 45},
    {"location": "Jakarta, Indonesia", "gender": "Female", "income_level": "Middle"},
    {"location": "Hanoi, Vietnam", "age_min": 30, "age_max": 60},
    {"location": "Cebu City, Philippines", "gender": "Male"},
    {"location": "Surabaya, Indonesia"},
)


@dataclass
class Accepted:
    """A group whose generation was accepted. Times are of `time.monotonic()`."""

    id: str
    asked: int
    at: float
    path: str
    settled_at: float | None = None
    status: str = "pending"
    progress: str = ""


@dataclass
class Traffic:
    """Groups of a few projects of the local company."""

    client: httpx.AsyncClient
    on_settled: Callable[[Accepted], None]
    accepted: list[Accepted] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    refusals: list[str] = field(default_factory=list)
    projects: list[str] = field(default_factory=list)

    async def begin(self) -> None:
        """Create the projects."""
        for number in range(_PROJECTS):
            project = await self._must("POST", "/projects", {"name": f"Chaos {number}"})
            self.projects.append(project["id"])

    async def generate(self, number: int, seed: int) -> Accepted:
        """Create a group and have its personas generated, however long that takes to be heard.

        Raises LookupError if the API refuses, or has forgotten what it answered before.
        """
        draw = random.Random(f"{seed}/{number}")
        asked = draw.randint(1, 4)
        body = {"name": f"Group {number}", "persona_count": asked, **draw.choice(_SEGMENTS)}
        groups = f"/projects/{draw.choice(self.projects)}/persona-groups"
        group = await self._must("POST", groups, body)
        path = f"{groups}/{group['id']}"
        await self._start(path)
        accepted = Accepted(group["id"], asked, time.monotonic(), path)
        self.accepted.append(accepted)
        return accepted

    async def until_settled(self, accepted: Accepted) -> None:
        """Poll until the generation is over."""
        while accepted.settled_at is None:
            await asyncio.sleep(_POLL_SECONDS)
            group = await self._must("GET", accepted.path)
            accepted.status = group["generation_status"]
            accepted.progress = group["generation_progress"]
            if accepted.status in _SETTLED:
                accepted.settled_at = time.monotonic()
                self.on_settled(accepted)

    async def personas(self, accepted: Accepted) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self._must("GET", f"{accepted.path}/personas")
        return found

    async def _start(self, path: str) -> None:
        """A request whose answer is lost may have been heard: ask before it is repeated."""
        while True:
            status, _ = await self._ask("POST", f"{path}/generate")
            if status in (202, 409):
                return
            group = await self._must("GET", path)
            if not group["generation_progress"].startswith(_NOT_STARTED):
                self.answers["accepted, answer lost"] += 1
                return

    async def _must(self, method: str, path: str, body: Any = None) -> Any:
        """Repeat until it works. Raises LookupError for what the API has forgotten."""
        while True:
            status, answer = await self._ask(method, path, body)
            if status is not None and status < 400:
                return answer
            if status is not None and status < 500:
                raise LookupError(f"{method} {path}: {status} {answer}")
            await asyncio.sleep(0.3)

    async def _ask(self, method: str, path: str, body: Any = None) -> tuple[int | None, Any]:
        """(status, JSON), None without an answer."""
        try:
            response = await self.client.request(method, path, json=body)
        except httpx.HTTPError as error:
            self.answers[type(error).__name__] += 1
            return None, None
        if method == "POST" or response.is_error:
            self.answers[str(response.status_code)] += 1
        return response.status_code, response.json() if response.content else None


def client(base_url: str, token: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        base_url=f"{base_url}/api/v1",
        headers={"Authorization": f"Bearer {token}"},
        timeout=_PATIENCE_SECONDS,
        trust_env=False,
    )
