"""Until when a question may take."""

import asyncio


class Deadline:
    """Of one question, with all its waits, retries and its repair."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.at = asyncio.get_running_loop().time() + seconds

    @property
    def left(self) -> float:
        return max(0.0, self.at - asyncio.get_running_loop().time())

    @property
    def per_attempt(self) -> float:
        """Half of it all, so that a call which hangs leaves time for another."""
        return self.seconds / 2
