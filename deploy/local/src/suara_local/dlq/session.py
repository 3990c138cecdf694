"""One command's work on the dead letters of a system."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from suara.errors import SuaraError
from suara_local import interrupts
from suara_local.dlq.selection import Selection
from suara_local.errors import LocalError
from suara_local.home import default_home
from suara_local.terminal import faults_as_exit_codes

if TYPE_CHECKING:  # Kafka's client is slow to load
    from suara_local.dlq.working import Work


def run(do: Callable[["Work"], Awaitable[None]], selection: Selection) -> None:
    """Do it, and end the command with the exit code and the line that the outcome deserves."""
    with faults_as_exit_codes(), interrupts.raised():
        logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # what it says ends in our line
        try:
            asyncio.run(_session(do, selection))
        except SuaraError as error:
            raise LocalError(str(error)) from error


async def _session(do: Callable[["Work"], Awaitable[None]], selection: Selection) -> None:
    from suara_local import kafka_settings
    from suara_local.dlq import working

    async with working.on(kafka_settings.of_system(default_home()), selection) as work:
        await do(work)
