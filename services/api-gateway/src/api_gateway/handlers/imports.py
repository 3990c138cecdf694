"""Prompt personas made of the generated personas of a group."""

import asyncio
from collections.abc import Mapping, Sequence
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from api_gateway.adapters.groups import Groups
from api_gateway.adapters.images import Images
from api_gateway.adapters.personas import Personas
from api_gateway.adapters.portraits import Portraits
from api_gateway.adapters.projects import Projects
from api_gateway.adapters.prompt_personas import PromptPersonas
from api_gateway.adapters.transactions import Transactions
from api_gateway.changes import Change
from api_gateway.domain.avatars import PortrayedPersona
from api_gateway.domain.errors import BadRequestError, Fault, InvalidFieldsError
from api_gateway.domain.groups import now
from api_gateway.domain.images import Image
from api_gateway.domain.imports import imported_id, prompt_persona, settled
from api_gateway.domain.prompt_personas import PromptPersona
from api_gateway.domain.scope import InGroup, InProject


class PersonaImports:
    """An imported persona's id comes from its source's, so that none is imported twice."""

    def __init__(
        self,
        transactions: Transactions,
        projects: Projects,
        groups: Groups,
        personas: Personas,
        portraits: Portraits,
        prompt_personas: PromptPersonas,
        images: Images,
    ) -> None:
        self._transactions = transactions
        self._projects = projects
        self._groups = groups
        self._personas = personas
        self._portraits = portraits
        self._prompt_personas = prompt_personas
        self._images = images

    async def run(
        self, where: InProject, group_id: UUID, persona_ids: Sequence[UUID] | None
    ) -> tuple[list[PromptPersona], bool]:
        """Those that were made, and True; if all were there already, them, and False.

        persona_ids: None for the whole group.

        Raises:
            NotFoundError: no such project or group. BadRequestError: the group is not finished.
            InvalidFieldsError: an id that is not of the group.
            OutageError: MongoDB or the object store is away.
        """
        await self._projects.get(where)
        inside = InGroup(where.company_id, where.project_id, group_id)
        sources = {
            imported_id(where.project_id, source.id): source
            for source in await self._sources(inside, persona_ids)
        }
        there = await self._prompt_personas.of_ids(where, sources)
        fresh = [source for persona_id, source in sources.items() if persona_id not in there]
        at = now()
        drafts = [await asyncio.to_thread(prompt_persona, where, source, at) for source in fresh]
        copied = await self._portraits.copied(inside, fresh)
        images = {imported_id(where.project_id, source): copied[source] for source in copied}

        async def work(session: Session) -> Change[tuple[list[PromptPersona], bool]]:
            await self._projects.lock(session, where)
            there = await self._prompt_personas.of_ids(where, sources, session)
            missing = [draft for draft in drafts if draft.id not in there]
            if not missing:
                return Change(([there[one] for one in sources if one in there], False))
            return Change((await self._add(session, where, missing, images), True))

        return await self._transactions.commit(work, None)

    async def _sources(
        self, where: InGroup, persona_ids: Sequence[UUID] | None
    ) -> Sequence[PortrayedPersona]:
        group = await self._groups.get(where)
        if group.busy:
            raise BadRequestError("The personas of this group are still being generated.")
        known = {persona.id: persona for persona in await self._personas.in_group(where)}
        if not known:
            raise BadRequestError("The group has no personas yet: generate some first.")
        wanted = known if persona_ids is None else dict.fromkeys(persona_ids)
        for persona_id in wanted:
            if persona_id not in known:
                message = f"{persona_id} is not a persona of this group"
                raise InvalidFieldsError([Fault("personaIds", message)])
        return [known[persona_id] for persona_id in wanted]

    async def _add(
        self,
        session: Session,
        where: InProject,
        drafts: Sequence[PromptPersona],
        images: Mapping[UUID, Image],
    ) -> list[PromptPersona]:
        names = {one.name for one in await self._prompt_personas.in_project(where, session)}
        shown = {persona_id: image.image_id for persona_id, image in images.items()}
        made = settled(drafts, names, shown)
        for persona in made:
            await self._prompt_personas.add(session, persona, None)
            if persona.id in images:
                await self._images.add(session, images[persona.id])
        return made
