"""What projects have spent on models, in MongoDB."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from suara.errors import PermanentError
from suara.llm.usage import Usage
from suara.mongo import Database

Stored = TypeVar("Stored")


class MongoBudget:
    """Collection `spending`: {_id: project id, tokens}, prompt and completion together.

    It only ever grows: deleting personas gives no tokens back. limit: 0 for none, and
    nothing is counted then: a limit set later counts from there. Calls under way when it is
    reached are still paid for.
    """

    def __init__(self, database: Database, limit: int) -> None:
        self._client = database.client
        self._spending = database.spending
        self._limit = limit

    async def check(self, project_id: UUID) -> None:
        """Raises PermanentError once they are used up. Calls under way may exceed it a little."""
        if not self._limit:
            return
        spent = await self._spending.find_one({"_id": project_id}) or {"tokens": 0}
        if spent["tokens"] >= self._limit:
            raise PermanentError(f"the token budget of this project ({self._limit:,}) is used up")

    async def spend(self, project_id: UUID, usage: Usage, session: Session | None = None) -> None:
        """Count what was just paid for, even if the project's personas are deleted later."""
        if self._limit and usage.tokens:
            change = {"$inc": {"tokens": usage.tokens}}
            await self._spending.update_one(
                {"_id": project_id}, change, upsert=True, session=session
            )

    async def charge(
        self, project_id: UUID, usage: Usage, store: Callable[[Session | None], Awaitable[Stored]]
    ) -> Stored:
        """Store what was paid for and count what it cost: both or neither.

        store: told the transaction that it is part of, if there is one; may be called again.
        """
        if not (self._limit and usage.tokens):
            return await store(None)

        async def work(session: Session) -> Stored:
            stored = await store(session)
            await self.spend(project_id, usage, session)
            return stored

        async with await self._client.start_session() as session:
            paid: Stored = await session.with_transaction(work)
            return paid
