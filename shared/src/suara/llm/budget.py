"""What projects have spent on models, in MongoDB."""

from uuid import UUID

from suara.errors import PermanentError
from suara.llm.usage import Usage
from suara.mongo import Database


class MongoBudget:
    """Collection `spending`: {_id: project id, tokens}, prompt and completion together.

    It only ever grows: deleting personas gives no tokens back. limit: 0 for none, and
    nothing is counted then: a limit set later counts from there. Calls under way when it is
    reached are still paid for.
    """

    def __init__(self, database: Database, limit: int) -> None:
        self._spending = database.spending
        self._limit = limit

    async def check(self, project_id: UUID) -> None:
        """Raises PermanentError once they are used up. Calls under way may exceed it a little."""
        if not self._limit:
            return
        spent = await self._spending.find_one({"_id": project_id}) or {"tokens": 0}
        if spent["tokens"] >= self._limit:
            raise PermanentError(f"the token budget of this project ({self._limit:,}) is used up")

    async def spend(self, project_id: UUID, usage: Usage) -> None:
        """Count what was just paid for, even if the project's personas are deleted later."""
        if self._limit and usage.tokens:
            change = {"$inc": {"tokens": usage.tokens}}
            await self._spending.update_one({"_id": project_id}, change, upsert=True)
