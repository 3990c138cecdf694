"""Prometheus itself, scraping the services of a stack, and asking it."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import yaml

from observability_files import PROMETHEUS, ROOT
from suara_local.ports import HOST, allocate

SCRAPE_SECONDS = 2
_READY_SECONDS = 30.0


class Prometheus:
    """Answers of its HTTP API."""

    def __init__(self, port: int) -> None:
        self._http = httpx.Client(base_url=f"http://{HOST}:{port}", timeout=30, trust_env=False)

    def ready(self) -> bool:
        with suppress(httpx.HTTPError):
            return self._http.get("/-/ready").is_success
        return False

    def instant(self, expression: str) -> list[dict[str, Any]]:
        """Series with one value each. Raises ValueError for what Prometheus refuses."""
        return self._ask("query", {"query": expression})

    def over_time(self, expression: str, start: float, end: float) -> list[dict[str, Any]]:
        """Series with their values between two times, likewise."""
        times = {"start": start, "end": end, "step": SCRAPE_SECONDS}
        return self._ask("query_range", {"query": expression, **times})

    def _ask(self, path: str, form: Mapping[str, Any]) -> list[dict[str, Any]]:
        answer = self._http.post(f"/api/v1/{path}", data=form).json()
        if answer["status"] != "success":
            raise ValueError(answer["error"])
        found: list[dict[str, Any]] = answer["data"]["result"]
        return found


@contextmanager
def prometheus(folder: Path, targets: Mapping[str, list[int]]) -> Iterator[Prometheus]:
    """Running until the block is left. targets: ports of each service's processes.

    Raises RuntimeError if it does not start.
    """
    folder.mkdir(parents=True)
    configuration = folder / "prometheus.yml"
    configuration.write_text(json.dumps(_configuration(targets)))
    port = allocate(["prometheus"])["prometheus"]
    command = [
        _program(),
        f"--config.file={configuration}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address={HOST}:{port}",
    ]
    with (folder / "prometheus.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        found, deadline = Prometheus(port), time.monotonic() + _READY_SECONDS
        while not found.ready():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((folder / "prometheus.log").read_text()[-1000:])
            time.sleep(0.1)
        yield found
    finally:
        process.terminate()
        process.wait()


def _configuration(targets: Mapping[str, list[int]]) -> dict[str, Any]:
    """The rules that are deployed, and jobs of the same names, at these ports."""
    deployed = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text())
    assert {job["job_name"] for job in deployed["scrape_configs"]} == set(targets)
    every = f"{SCRAPE_SECONDS}s"
    return {
        "global": {"scrape_interval": every, "evaluation_interval": every},
        "rule_files": [str(PROMETHEUS / "rules" / "*.yml")],
        "scrape_configs": [
            {"job_name": job, "static_configs": [{"targets": [f"{HOST}:{port}" for port in ports]}]}
            for job, ports in targets.items()
        ],
    }


def _program() -> str:
    found = shutil.which("prometheus", path=f"{ROOT}/.venv/prometheus:{os.environ['PATH']}")
    if found is None:
        raise RuntimeError("no prometheus: `make prometheus` fetches it")
    return found
