"""A language model's provider: a real server with scripted failures."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2]))  # tests/, where openai_server is

from openai_server.running import RunningServer, running


@pytest.fixture(scope="session")
def one_server() -> Iterator[RunningServer]:
    with running() as server:
        yield server


@pytest.fixture
def server(one_server: RunningServer) -> RunningServer:
    """Well behaved until the test says otherwise."""
    one_server.control()
    return one_server
