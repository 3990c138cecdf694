"""Prompt personas made of the generated personas of a group. No HTTP in here."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import PIL.Image
from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from api_gateway.adapters.groups import Groups
from api_gateway.adapters.images import Images
from api_gateway.adapters.personas import Personas
from api_gateway.adapters.portraits import Portraits
from api_gateway.adapters.projects import Projects
from api_gateway.adapters.prompt_personas import PromptPersonas
from api_gateway.adapters.transactions import Transactions
from api_gateway.changes import Change
from api_gateway.domain.errors import BadRequestError, Fault, InvalidFieldsError
from api_gateway.domain.groups import now
from api_gateway.domain.images import Image
from api_gateway.domain.prompt_personas import (
    PromptPersona,
    free_name,
    imported_id,
    one_line_about,
)
from api_gateway.domain.scope import InGroup, InProject
from api_gateway.domain.system_prompt import system_prompt
from suara import object_keys
from suara.personas import Persona
from suara.storage import Object, ObjectStore


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
        objects: ObjectStore,
    ) -> None:
        self._transactions = transactions
        self._projects = projects
        self._groups = groups
        self._personas = personas
        self._portraits = portraits
        self._prompt_personas = prompt_personas
        self._images = images
        self._objects = objects

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
        sources = await self._sources(inside, persona_ids)
        there = await self._there(where, sources)
        fresh = [source for source in sources if _id(where, source) not in there]
        drafts = [await asyncio.to_thread(_draft, where, source) for source in fresh]
        images = await self._copied(where, await self._portraits.of(inside, fresh))

        async def work(session: Session) -> Change[tuple[list[PromptPersona], bool]]:
            await self._projects.lock(session, where)
            there = await self._there(where, sources, session)
            missing = [draft for draft in drafts if draft.id not in there]
            if not missing:
                return Change(([there[_id(where, source)] for source in sources], False))
            return Change((await self._add(session, where, missing, images), True))

        return await self._transactions.commit(work, None)

    async def _sources(
        self, where: InGroup, persona_ids: Sequence[UUID] | None
    ) -> Sequence[Persona]:
        group = await self._groups.get(where)
        personas = await self._personas.in_group(where)
        if group.busy:
            raise BadRequestError("The personas of this group are still being generated.")
        if not personas:
            raise BadRequestError("The group has no personas yet: generate some first.")
        if persona_ids is None:
            return personas
        known = {persona.id: persona for persona in personas}
        for persona_id in persona_ids:
            if persona_id not in known:
                message = f"{persona_id} is not a persona of this group"
                raise InvalidFieldsError([Fault("personaIds", message)])
        return [known[persona_id] for persona_id in dict.fromkeys(persona_ids)]

    async def _there(
        self, where: InProject, sources: Sequence[Persona], session: Session | None = None
    ) -> dict[UUID, PromptPersona]:
        ids = [_id(where, source) for source in sources]
        return await self._prompt_personas.of_ids(where, ids, session)

    async def _copied(self, where: InProject, portraits: Mapping[UUID, bytes]) -> dict[UUID, Image]:
        """Content first, then the documents: what a crash leaves behind is found by `gc`."""
        images = {source: _image(where, content) for source, content in portraits.items()}
        objects = [
            Object(object_keys.image(where.project_id, image.image_id), portraits[source],
                   image.content_type)
            for source, image in images.items()
        ]  # fmt: skip
        await self._objects.put(*objects)
        return images

    async def _add(
        self,
        session: Session,
        where: InProject,
        drafts: Sequence[PromptPersona],
        images: Mapping[UUID, Image],
    ) -> list[PromptPersona]:
        taken = {one.name for one in await self._prompt_personas.in_project(where, session)}
        made = []
        for number, draft in enumerate(drafts):
            image = images.get(draft.source_persona_id) if draft.source_persona_id else None
            # A millisecond apart, so that lists keep the order of the group.
            at = draft.created_at + timedelta(milliseconds=number)
            persona = draft.model_copy(
                update={
                    "name": free_name(draft.name, taken),
                    "image_id": image.image_id if image else None,
                    "created_at": at,
                    "updated_at": at,
                }
            )
            if image:
                await self._images.add(session, image)
            await self._prompt_personas.add(session, persona, None)
            taken.add(persona.name)
            made.append(persona)
        return made


def _id(where: InProject, source: Persona) -> UUID:
    return imported_id(where.project_id, source.id)


def _draft(where: InProject, source: Persona) -> PromptPersona:
    at = now()
    return PromptPersona(
        _id=_id(where, source),
        company_id=where.company_id,
        project_id=where.project_id,
        name=source.full_name,
        description=one_line_about(source),
        system_prompt=system_prompt(source),
        source_persona_id=source.id,
        created_at=at,
        updated_at=at,
    )


def _image(where: InProject, png: bytes) -> Image:
    with PIL.Image.open(BytesIO(png)) as opened:
        width, height = opened.size
    return Image(
        image_id=object_keys.image_id(where.project_id, png, "png"),
        company_id=where.company_id,
        project_id=where.project_id,
        content_type="image/png",
        width=width,
        height=height,
        bytes=len(png),
        source="imported",
        created_at=now(),
    )
