"""Generating as a client of the API, several groups at once."""

import time
from uuid import UUID

import httpx

from suara_local import tokens
from suara_local.api import Document
from suara_local.job import Job
from suara_local.stack import Stack

POLL_SECONDS = 0.02
DEADLINE_SECONDS = 300.0
SEGMENT = {
    "age_min": 25,
    "age_max": 32,
    "gender": "Female",
    "location": "Manila, Philippines",
    "income_level": "Middle",
}


class Groups:
    """The groups of one project of a running stack."""

    def __init__(self, stack: Stack) -> None:
        token = tokens.mint(stack.environment["SUARA_JWT_SECRET"])
        self._job = Job(stack.base_url, token)
        self._project = self._job.create_project("Bench")
        self._client = httpx.Client(
            base_url=f"{stack.base_url}/api/v1/projects/{self._project['id']}/persona-groups",
            headers={"Authorization": f"Bearer {token}"},
            timeout=30,
            trust_env=False,
        )

    def create(self, count: int, personas: int) -> list[Document]:
        return [self._job.create_group(self._project, SEGMENT, personas) for _ in range(count)]

    def start(self, groups: list[Document]) -> None:
        for group in groups:
            self._client.post(f"/{group['id']}/generate").raise_for_status()

    def finish(self, groups: list[Document], poll_seconds: float = POLL_SECONDS) -> float:
        """Generate them all at once; seconds until the last one is complete."""
        began = time.monotonic()
        self.start(groups)
        self.wait(groups, poll_seconds)
        return time.monotonic() - began

    def wait(self, groups: list[Document], poll_seconds: float = POLL_SECONDS) -> None:
        """Until all of them are complete."""
        began = time.monotonic()
        for group in groups:
            while not self._is_complete(group):
                if time.monotonic() - began > DEADLINE_SECONDS:
                    raise TimeoutError(f"not complete after {DEADLINE_SECONDS:.0f} s")
                time.sleep(poll_seconds)

    def persona_ids(self, group: Document) -> list[UUID]:
        """Of those who are there."""
        answer = self._client.get(f"/{group['id']}/personas").raise_for_status()
        return [UUID(persona["id"]) for persona in answer.json()]

    def close(self) -> None:
        self._client.close()
        self._job.close()

    def _is_complete(self, group: Document) -> bool:
        found = self._client.get(f"/{group['id']}").raise_for_status().json()
        if found["generation_status"] == "failed":
            raise RuntimeError(found["generation_progress"])
        return bool(found["generation_status"] == "complete")
