"""Every event of the system: the contract between its services."""

from suara.events.avatars import (
    AvatarFailed,
    AvatarRendered,
    AvatarRequested,
    AvatarSource,
    PromptPortraitFailed,
    PromptPortraitRendered,
    PromptPortraitRequested,
)
from suara.events.base import Envelope, Event, GenerationScoped, PersonaScoped, event_types
from suara.events.generation import GenerationCompleted, GenerationFailed, GenerationRequested
from suara.events.groups import GroupCreated, GroupDeleted, GroupUpdated, ProjectDeleted
from suara.events.library import PersonaPromoted, PersonaRetired
from suara.events.markets import SnapshotRefreshed, SnapshotRequested
from suara.events.personas import (
    PersonaCast,
    PersonaDeleted,
    PersonaDrafted,
    PersonaFailed,
    PersonaGenerated,
    PersonaMatched,
    PersonaUnmatched,
)
from suara.events.simulations import SimulationResponded

__all__ = [
    "AvatarFailed",
    "AvatarRendered",
    "AvatarRequested",
    "AvatarSource",
    "Envelope",
    "Event",
    "GenerationCompleted",
    "GenerationFailed",
    "GenerationRequested",
    "GenerationScoped",
    "GroupCreated",
    "GroupDeleted",
    "GroupUpdated",
    "PersonaCast",
    "PersonaDeleted",
    "PersonaDrafted",
    "PersonaFailed",
    "PersonaGenerated",
    "PersonaMatched",
    "PersonaPromoted",
    "PersonaRetired",
    "PersonaScoped",
    "PersonaUnmatched",
    "ProjectDeleted",
    "PromptPortraitFailed",
    "PromptPortraitRendered",
    "PromptPortraitRequested",
    "SimulationResponded",
    "SnapshotRefreshed",
    "SnapshotRequested",
    "event_types",
]
