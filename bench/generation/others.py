"""The same two calls per persona as others make them, on the same server."""

import json
import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TypeVar

from openai import OpenAI
from pydantic import BaseModel

from generation.model_server import ModelServer, spans
from generation.shapes import AUDIENCE, Draft, Profile

DATA_DESIGNER = Path(".venv/bench/bin/python")
NOWHERE = "http://127.0.0.1:9"  # the discard port: whatever is sent out is refused at once

Shape = TypeVar("Shape", bound=BaseModel)


def data_designer(
    model: ModelServer, personas: int, parallel: int, runs: int
) -> tuple[list[float], list[float]]:
    """Wall seconds of each run, and seconds from its first model call to its last answer."""
    with tempfile.TemporaryDirectory(prefix="suara-bench-") as folder:
        done = subprocess.run(
            [
                *(DATA_DESIGNER, "-m", "generation.recipe", model.base_url, folder),
                *(str(number) for number in (personas, parallel, runs)),
            ],
            env=_without_network(folder),
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"data-designer failed:\n{done.stderr[-2000:]}")
    seconds = json.loads(done.stdout.splitlines()[-1])["seconds"]
    return seconds, spans(model.calls(), 2 * personas)


def sequential(model: ModelServer, personas: int) -> float:
    """Seconds of a plain loop: one call after another."""
    client = OpenAI(base_url=model.base_url, api_key="unused")
    began = time.monotonic()
    for number in range(personas):
        draft = _ask(client, Draft, f"Describe person {number + 1} of this audience: {AUDIENCE}.")
        _ask(client, Profile, f"Write the consumer profile of {draft.model_dump_json()}.")
    return time.monotonic() - began


def _ask(client: OpenAI, shape: type[Shape], prompt: str) -> Shape:
    answer = client.chat.completions.parse(
        model="bench", messages=[{"role": "user", "content": prompt}], response_format=shape
    )
    parsed = answer.choices[0].message.parsed
    assert parsed is not None
    return parsed


def _without_network(folder: str) -> dict[str, str]:
    """Its telemetry off; the encoding that its profiling would download is refused at once."""
    return os.environ | {
        "HOME": folder,
        "PYTHONPATH": "bench",
        "NEMO_TELEMETRY_ENABLED": "false",
        "HF_HUB_OFFLINE": "1",
        "HTTP_PROXY": NOWHERE,
        "HTTPS_PROXY": NOWHERE,
        "NO_PROXY": "127.0.0.1",
    }
