"""One stack for all of these tests, with two generators, and the figures that they find."""

import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from chaos.traffic import Traffic, client
from compose.containers import Containers
from compose.stack import ComposeStack
from report import Figures, Target, report, report_columns
from suara_local import tokens

_HERE = Path(__file__).parent
# The first test waits for the stack; MongoDB gives a dead gateway's transaction a minute.
_TIMEOUT_SECONDS = 600


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.timeout(_TIMEOUT_SECONDS))


@pytest.fixture(scope="session")
async def system() -> AsyncIterator[Containers]:
    with tempfile.TemporaryDirectory(prefix="suara-compose-") as folder:
        stack = ComposeStack(Path(folder))
        began = time.monotonic()
        try:
            containers = Containers(stack)
            await containers.up()
            ready = time.monotonic()
            await _first_group(stack)
            figures = {
                "up_to_all_ready_seconds": ready - began,
                "up_to_first_complete_group_seconds": time.monotonic() - began,
            }
            targets = {"up_to_first_complete_group_seconds": Target(most=90)}
            report("compose_start", "From `up`, images present, no data", figures, targets)
            yield containers
        finally:
            stack.stop()


@pytest.fixture(scope="session")
def kills() -> Iterator[dict[str, Figures]]:
    """By container that was killed. They are shown and kept at the end of the run."""
    found: dict[str, Figures] = {}
    yield found
    if found:
        report_columns("kills", "Killing one container while groups are made", found)


async def _first_group(stack: ComposeStack) -> None:
    token = tokens.mint(stack.environment["SUARA_JWT_SECRET"])
    async with client(stack.base_url, token) as http:
        traffic = Traffic(http, lambda _: None)
        await traffic.begin()
        group = await traffic.generate(number=0, seed=0)
        await traffic.until_settled(group)
        assert group.status == "complete", group.progress
