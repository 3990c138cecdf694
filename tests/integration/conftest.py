"""A language model's provider for the integration tests: a real server, failing as scripted."""

from collections.abc import Iterator

import pytest

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
