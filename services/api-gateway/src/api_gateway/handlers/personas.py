"""Generated personas, removed from their group."""

from dataclasses import asdict
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from api_gateway.adapters.groups import Groups
from api_gateway.adapters.personas import Personas
from api_gateway.adapters.transactions import Transactions
from api_gateway.changes import Change
from api_gateway.domain.errors import ConflictError, NotFoundError
from api_gateway.domain.scope import InGroup
from suara.events import PersonaDeleted


class PersonaHandlers:
    def __init__(self, transactions: Transactions, groups: Groups, personas: Personas) -> None:
        self._transactions = transactions
        self._groups = groups
        self._personas = personas

    async def delete(self, where: InGroup, persona_id: UUID | None, trace: str | None) -> None:
        """Remove one persona, or all of the group.

        Raises NotFoundError; ConflictError during a generation.
        """

        async def work(session: Session) -> Change[None]:
            group, order = await self._groups.lock(session, where)
            if group.busy:
                raise ConflictError(
                    "Personas of this group are being generated. Delete them when "
                    "generation_status is complete or failed, or delete the whole group."
                )
            keys = await self._personas.keys(session, where, persona_id)
            if persona_id and not keys:
                raise NotFoundError("persona")
            await self._personas.remove(session, where, persona_id)
            identity = asdict(where)
            events = [
                PersonaDeleted(
                    **identity, persona_id=key.persona_id, generation_id=key.generation_id
                )
                for key in keys
            ]
            return Change(None, events, order)

        await self._transactions.commit(work, trace)
