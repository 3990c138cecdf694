"""A real model server of another make. `make test-llm` installs it and runs these tests."""

import json
import subprocess
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from suara.llm import LanguageModel, LlmSettings

PYTHON = Path(".venv/llm/bin/python")
PROGRAM = Path(__file__).with_name("llama_server.py")
KEY = "conformance-key"
START_SECONDS = 60.0


@pytest.fixture(scope="session")
def served() -> Iterator[LlmSettings]:
    """How to reach the server, which runs as long as its input stays open."""
    if not PYTHON.exists():
        pytest.fail("run `make test-llm`, which installs the server")
    process = subprocess.Popen(
        [PYTHON, PROGRAM, KEY],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    too_late = threading.Timer(START_SECONDS, process.kill)
    too_late.start()
    try:
        ready = json.loads(process.stdout.readline())
        too_late.cancel()
        base_url = f"http://127.0.0.1:{ready['port']}/v1"
        yield LlmSettings(llm="openai", base_url=base_url, api_key=KEY, model=ready["model"])
    finally:
        too_late.cancel()
        process.kill()
        process.communicate()


@pytest.fixture
async def model(served: LlmSettings) -> AsyncIterator[LanguageModel]:
    model = LanguageModel(served)
    yield model
    await model.close()
