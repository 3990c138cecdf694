"""Requests for other portraits of generated personas."""

from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from api_gateway.adapters.groups import Groups
from api_gateway.adapters.personas import Personas
from api_gateway.adapters.transactions import Transactions
from api_gateway.changes import Change
from api_gateway.domain.avatars import PortrayedPersona, another
from api_gateway.domain.groups import now
from api_gateway.domain.scope import InGroup
from suara.events import AvatarRequested


class AvatarHandlers:
    def __init__(self, transactions: Transactions, groups: Groups, personas: Personas) -> None:
        self._transactions = transactions
        self._groups = groups
        self._personas = personas

    async def redraw(self, where: InGroup, persona_id: UUID, trace: str | None) -> PortrayedPersona:
        """Have the persona portrayed anew; meanwhile it keeps the portrait it has.

        Raises NotFoundError, also for a persona that is not finished; ConflictError while one is
        being drawn, or for a reused library persona.
        """

        async def work(session: Session) -> Change[PortrayedPersona]:
            _, order = await self._groups.lock(session, where)
            persona = await self._personas.get(where, persona_id, session)
            avatar = another(persona, now())
            generation_id, cast = await self._personas.cast(where, persona_id, session)
            await self._personas.set_avatar(session, where, persona_id, avatar)
            requested = AvatarRequested(
                company_id=where.company_id,
                project_id=where.project_id,
                group_id=where.group_id,
                generation_id=generation_id,
                persona_id=persona_id,
                cast=cast,
                variation=avatar.variation,
            )
            return Change(persona.model_copy(update={"avatar": avatar}), [requested], order)

        return await self._transactions.commit(work, trace)
