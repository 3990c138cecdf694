"""How a worker is: what it waits for, and what must end it."""

import asyncio


class Condition:
    """Shared by the parts of one worker. Reasons are worded for whoever reads the readiness."""

    def __init__(self) -> None:
        self._waiting: dict[object, str] = {}
        self._ended: BaseException | None = None
        self.ending = asyncio.Event()

    @property
    def trouble(self) -> str | None:
        """What is being waited out: a server that is away, or refuses. None if all is well."""
        return next(iter(self._waiting.values()), None)

    @property
    def waiting(self) -> int:
        """How many operations wait for a server."""
        return len(self._waiting)

    def waits(self, who: object, reason: str) -> None:
        """Somebody waits for a server. That is no stall, however long it takes."""
        self._waiting[who] = reason

    def goes_on(self, who: object) -> None:
        self._waiting.pop(who, None)

    def end(self, error: BaseException) -> None:
        """The worker must end, by the first error that says so."""
        self._ended = self._ended or error
        self.ending.set()

    def check(self) -> None:
        """Raise what must end the worker, if anything."""
        if self._ended:
            raise self._ended
