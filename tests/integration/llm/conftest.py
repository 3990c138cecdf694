"""A language model whose provider is a real server with scripted failures."""

from collections.abc import AsyncIterator, Callable, MutableMapping
from contextlib import AsyncExitStack
from typing import Any

import pytest
import structlog
from structlog.testing import LogCapture

from openai_server.running import RunningServer
from suara.llm import LanguageModel, LlmSettings, calls, model

KEY = "sk-test-0123456789abcdefghijklmnop"

Connect = Callable[..., LanguageModel]


@pytest.fixture
async def connect(server: RunningServer) -> AsyncIterator[Connect]:
    """A LanguageModel with these settings, by their Python names."""
    async with AsyncExitStack() as models:

        def connected(**settings: Any) -> LanguageModel:
            chosen = {"llm": "openai", "api_key": KEY, "base_url": server.base_url} | settings
            opened = LanguageModel(LlmSettings(**chosen))
            models.push_async_callback(opened.close)
            return opened

        yield connected


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> list[MutableMapping[str, Any]]:
    """What the client logs, as fields."""
    capture = LogCapture()
    for module in (calls, model):
        logger = structlog.wrap_logger(None, processors=[capture])
        monkeypatch.setattr(module, "log", logger)
    return capture.entries
