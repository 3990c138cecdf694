"""A group of two: one whom the library has, one to be written. And what may follow."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from integration.redelivery.world import State, World
from suara.events import (
    AvatarFailed,
    AvatarRequested,
    Envelope,
    Event,
    GenerationRequested,
    GroupCreated,
    GroupDeleted,
    GroupUpdated,
    PersonaDeleted,
    PersonaFailed,
    ProjectDeleted,
    PromptPortraitRequested,
    SimulationResponded,
    SnapshotRequested,
)
from suara.library import Promotion, enter, library_document
from suara.personas import Persona, persona_id
from suara.testing.samples import a_definition, a_library_persona, a_running_group, about, an_event

SLOTS = (0, 1)


@dataclass
class Story:
    """start: the state in which the generation has been requested and nothing else."""

    world: World
    at: datetime
    run: GenerationRequested
    requested: Envelope
    start: State = field(default_factory=dict)

    @classmethod
    async def begin(cls, world: World, at: datetime) -> "Story":
        run = await a_running_group(
            world.database, total=len(SLOTS), definition=a_definition(occupation="Falconer")
        )
        story = cls(world, at, run, Envelope.first(run, "/gateway"))
        before = await world.state()
        [cast, _] = await world.deliver("generator", story.requested)
        await world.restore(before)
        await story._promote_a_twin(cast.data)
        story.start = await world.state()
        world.paid.takes.clear()
        return story

    def person(self, slot: int) -> UUID:
        return persona_id(self.run.generation_id, slot)

    def outside(self, data: Event) -> Envelope:
        """An event that nobody here leads to: the same in each telling."""
        first = Envelope.first(data, "/gateway")
        return replace(first, id=uuid5(self.run.group_id, f"{data.type}/{data.key}"))

    async def tell(self) -> list[Envelope]:
        """The whole generation, undisturbed and in order: all that is published."""
        told, waiting = [], [self.requested]
        while waiting:
            envelope = waiting.pop(0)
            told.append(envelope)
            for service in self.world.readers(envelope):
                waiting += await self.world.deliver(service, envelope)
        return told

    async def sequels(self) -> list[tuple[Envelope, dict[str, Any]]]:
        """What may come after the generation, in this order, and what the gateway sets with it in
        the personas.
        """
        run, written = self.run, {"persona_id": self.person(1)}
        prompt = an_event(
            PromptPortraitRequested,
            persona_id=uuid4(),
            request_id=uuid4(),
            project_id=run.project_id,
            expires_at=datetime.now(UTC) + timedelta(minutes=10),
        )
        await self._ask_for(prompt)
        redraw = {"avatar_variation": 1, "avatar_status": "pending"}
        again = {"avatar_variation": 2, "avatar_status": "pending"}
        answer = an_event(SimulationResponded, project_id=run.project_id, **written)
        data: Sequence[tuple[Event, dict[str, Any]]] = (
            (about(AvatarRequested, run, slot=1, variation=1), redraw),
            (about(AvatarFailed, run, slot=1, variation=2), again),
            (about(PersonaFailed, run, slot=1), {}),
            (prompt, {}),
            (answer, {}),
            (an_event(GroupCreated, group_id=run.group_id), {}),
            (an_event(GroupUpdated, group_id=run.group_id), {}),
            (an_event(SnapshotRequested), {}),
            (about(PersonaDeleted, run, slot=0), {}),
            (an_event(ProjectDeleted, project_id=run.project_id), {}),
            (an_event(GroupDeleted, group_id=run.group_id), {}),
        )
        return [(self.outside(event), changes) for event, changes in data]

    async def _ask_for(self, prompt: PromptPortraitRequested) -> None:
        scope = {"company_id": prompt.company_id, "project_id": prompt.project_id}
        await self.world.database.projects.insert_one(
            {"_id": prompt.project_id, "company_id": prompt.company_id}
        )
        waiting = {"request_id": prompt.request_id, "image_id": None}
        await self.world.database.prompt_personas.insert_one(
            {"_id": prompt.persona_id, "portrait": waiting} | scope
        )

    async def _promote_a_twin(self, cast: Any) -> None:
        """Of the first person that is going to be cast."""
        facts = cast.cast.model_dump(include=set(Persona.model_fields))
        origin = {
            "_id": uuid4(),
            "company_id": self.run.company_id,
            "project_id": self.run.project_id,
            "group_id": uuid4(),
            "cast": cast.cast.model_dump(mode="json"),
            "avatar_keys": {"image": "portraits/ab/abcd.png", "128": "portraits/ab/abcd-128.webp"},
        }
        twin = a_library_persona(**facts | {"id": origin["_id"]})
        origin["persona"] = twin.model_dump(mode="json")
        promotion = Promotion(reason="it is proven", automatic=False, at=self.at)
        database = self.world.database
        async with await database.client.start_session() as session, session.start_transaction():
            await enter(database, session, library_document(origin, promotion))
