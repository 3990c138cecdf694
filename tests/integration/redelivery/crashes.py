"""Processes that die in the middle of a handler: after any of their writes, or after paying."""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

import pytest
from motor.motor_asyncio import AsyncIOMotorClientSession, AsyncIOMotorCollection

from suara.storage import ObjectStore

# What only reads leaves everything as it was: dying after it is dying after the write before it.
_WRITES = (
    "insert_one", "update_one", "update_many", "find_one_and_update", "bulk_write",
    "delete_one", "delete_many",
)  # fmt: skip
_fuse: ContextVar["Fuse | None"] = ContextVar("fuse", default=None)


class Crash(BaseException):
    """The process is gone: nothing of it catches this."""


class Fuse:
    """Burns after so many writes and payments. burnt: after what, such as "paid draft"."""

    def __init__(self, at: int | None = None) -> None:
        self.at = at
        self.points = 0
        self.burnt: str | None = None

    def passed(self, what: str) -> None:
        self.points += 1
        if self.points == self.at:
            self.burnt = what
            raise Crash(what)

    async def around(self, work: Callable[[], Awaitable[Any]]) -> Any:
        token = _fuse.set(self)
        try:
            return await work()
        finally:
            _fuse.reset(token)


def passed(what: str) -> None:
    """This much is done."""
    if fuse := _fuse.get():
        fuse.passed(what)


def install(patch: pytest.MonkeyPatch) -> None:
    """Fuses are in every write to MongoDB and S3."""
    writers = (
        (AsyncIOMotorCollection, _WRITES),
        (AsyncIOMotorClientSession, ("with_transaction",)),
        (ObjectStore, ("put", "delete")),
    )
    for owner, names in writers:
        for name in names:
            patch.setattr(owner, name, _burning(getattr(owner, name), name))


def _burning(write: Callable[..., Awaitable[Any]], name: str) -> Callable[..., Awaitable[Any]]:
    async def written(*args: Any, **options: Any) -> Any:
        result = await write(*args, **options)
        passed(f"{name}, not committed" if options.get("session") else name)
        return result

    return written
