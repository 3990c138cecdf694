"""Handlers that wait: how many messages a second one worker gets through its window."""

import asyncio

from bus.processes import WINDOW, consumer
from bus.topic import create, fill
from report import Figures

HANDLER_SECONDS = 0.2
WARM_UP, TOTAL = 10 * WINDOW, 60 * WINDOW


def figures(bootstrap: str, prefix: str) -> Figures:
    """One partition, a key for each message."""
    topic = asyncio.run(create(bootstrap, prefix, 1))
    asyncio.run(fill(bootstrap, topic, TOTAL + 2 * WINDOW))
    arguments = ("waits", bootstrap, prefix, "window", HANDLER_SECONDS, WARM_UP, TOTAL)
    with consumer("service", *arguments) as process:
        process.wait()
        return {
            "handlers_of_200_ms_per_second": process.last()["per_second"],
            "handlers_of_200_ms_possible_per_second": WINDOW / HANDLER_SECONDS,
        }
