"""The tests' local model server as a process, and what its log says."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

PROGRAM = Path("tests/openai_server")
DRAFT_SECONDS, PROFILE_SECONDS, PORTRAIT_SECONDS = 1.0, 2.0, 2.0
CRITICAL_PATH_SECONDS = DRAFT_SECONDS + PROFILE_SECONDS  # the portrait is drawn meanwhile
FIXED = {"draft": DRAFT_SECONDS, "profile": PROFILE_SECONDS, "image": PORTRAIT_SECONDS}


@dataclass(frozen=True)
class Call:
    """A request the server answered; times in seconds since `behave`."""

    began: float
    ended: float

    def within(self, start: float, end: float) -> float:
        """For how many of those seconds it was under way."""
        return max(0.0, min(self.ended, end) - max(self.began, start))


class ModelServer:
    """Runs from entering to leaving; `base_url` is what clients take for OpenAI's."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, str(PROGRAM), "--port", "0"], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        port = json.loads(self._process.stdout.readline())["port"]
        self.base_url = f"http://127.0.0.1:{port}/v1"
        self._control = httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._control.close()
        self._process.terminate()
        self._process.communicate()

    @property
    def pid(self) -> int:
        return self._process.pid

    def behave(self, latency: dict[str, float], *, photographs: bool = False) -> None:
        """Forget the log; answer after these seconds by stage, at once where none is given.

        photographs: pictures are of 2 MB.
        """
        behaviour = {"latency": latency, "photographs": photographs}
        self._control.put("/control", json=behaviour).raise_for_status()

    def calls(self) -> list[Call]:
        """Texts that were answered, in order of arrival.

        Raises RuntimeError if anything was refused, also a picture.
        """
        return [call for name, call in self._answered() if name != "image"]

    def pictures(self) -> list[Call]:
        """Pictures that were answered, likewise."""
        return [call for name, call in self._answered() if name == "image"]

    def _answered(self) -> list[tuple[str, Call]]:
        requests = self._control.get("/control/log").raise_for_status().json()["requests"]
        answered = [request for request in requests if request["status"] is not None]
        if any(request["status"] != httpx.codes.OK for request in answered):
            raise RuntimeError("the model server refused a call")
        return [(one["name"], Call(one["time"], one["time"] + one["seconds"])) for one in answered]

    def used_by_services(self, concurrency: int) -> None:
        """Stacks started from now on write and draw with it, so many messages at once each."""
        os.environ |= {
            "SUARA_LLM": "openai",
            "SUARA_LLM_MODEL": "bench",
            "SUARA_IMAGES": "openai",
            "SUARA_CONCURRENCY": str(concurrency),
            "OPENAI_BASE_URL": self.base_url,
            "OPENAI_API_KEY": "unused",
        }


def spans(calls: Sequence[Call], per_run: int) -> list[float]:
    """Seconds from the first call's arrival to the last one's answer, run by run."""
    runs = [calls[start : start + per_run] for start in range(0, len(calls), per_run)]
    return [max(call.ended for call in run) - run[0].began for run in runs]
