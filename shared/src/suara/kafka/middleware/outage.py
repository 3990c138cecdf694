"""A server that is away is waited for: nobody's message is to blame."""

import stamina
import structlog

from suara.kafka.message import Message, Process
from suara.outages import OUTAGES

_log = structlog.get_logger()


def wait_out_outages(following: Process) -> Process:
    """Repeats the message for as long as a server is away. Handlers are idempotent."""

    async def process(message: Message) -> None:
        async for attempt in stamina.retry_context(
            on=OUTAGES, attempts=None, timeout=None, wait_initial=0.2, wait_max=10.0
        ):
            with attempt:
                if attempt.num > 1:
                    _log.warning("outage.waiting", attempt=attempt.num)
                await following(message)

    return process
