"""What the endpoints work with: handlers to change things, stores to read them."""

import asyncio
from dataclasses import dataclass
from typing import Self

from api_gateway.adapters.groups import Groups
from api_gateway.adapters.images import Images
from api_gateway.adapters.library import Library
from api_gateway.adapters.outbox import Outbox
from api_gateway.adapters.personas import Personas
from api_gateway.adapters.portrait_requests import PortraitRequests
from api_gateway.adapters.portraits import Portraits
from api_gateway.adapters.project_settings import SettingsOfProjects
from api_gateway.adapters.projects import Projects
from api_gateway.adapters.prompt_personas import PromptPersonas
from api_gateway.adapters.prompt_reader import PromptReader
from api_gateway.adapters.relay import Relay
from api_gateway.adapters.replies import Replies
from api_gateway.adapters.snapshots import Snapshots
from api_gateway.adapters.transactions import Transactions
from api_gateway.handlers.avatars import AvatarHandlers
from api_gateway.handlers.groups import GroupHandlers
from api_gateway.handlers.images import ImageHandlers
from api_gateway.handlers.imports import PersonaImports
from api_gateway.handlers.library import LibraryHandlers
from api_gateway.handlers.markets import MarketHandlers
from api_gateway.handlers.personas import PersonaHandlers
from api_gateway.handlers.portraits import PortraitHandlers
from api_gateway.handlers.project_settings import ProjectSettingsHandlers
from api_gateway.handlers.projects import ProjectHandlers
from api_gateway.handlers.prompt_personas import PromptPersonaHandlers
from api_gateway.handlers.sweeper import Sweeper
from api_gateway.settings import Settings
from suara.encryption import Encryption
from suara.mongo import Database
from suara.storage import ObjectStore


@dataclass(frozen=True)
class Stores:
    """Where things are. Only handlers change them, a new project aside."""

    projects: Projects
    groups: Groups
    personas: Personas
    library: Library
    snapshots: Snapshots
    prompt_personas: PromptPersonas
    project_settings: SettingsOfProjects
    images: Images
    objects: ObjectStore

    @classmethod
    def made(cls, settings: Settings, database: Database) -> Self:
        encryption = Encryption(settings.encryption)
        return cls(
            projects=Projects(database),
            groups=Groups(database),
            personas=Personas(database),
            library=Library(database),
            snapshots=Snapshots(database),
            prompt_personas=PromptPersonas(database, encryption),
            project_settings=SettingsOfProjects(database, encryption),
            images=Images(database),
            objects=ObjectStore(settings.s3),
        )


@dataclass(frozen=True)
class Handlers:
    """One for each kind of resource."""

    projects: ProjectHandlers
    groups: GroupHandlers
    personas: PersonaHandlers
    avatars: AvatarHandlers
    library: LibraryHandlers
    prompt_personas: PromptPersonaHandlers
    imports: PersonaImports
    project_settings: ProjectSettingsHandlers
    images: ImageHandlers
    portraits: PortraitHandlers
    markets: MarketHandlers
    sweeper: Sweeper

    @classmethod
    def made(
        cls, settings: Settings, database: Database, relay: Relay, replies: Replies, stores: Stores
    ) -> Self:
        outbox = Outbox(database, settings.kafka.topic_prefix)
        transactions = Transactions(database, outbox, relay.wake)
        projects, groups, personas = stores.projects, stores.groups, stores.personas
        prompted, images = stores.prompt_personas, stores.images
        of_projects, objects = stores.project_settings, stores.objects
        portraits = Portraits(objects)
        requests, seconds = PortraitRequests(database), settings.portrait.seconds
        return cls(
            projects=ProjectHandlers(transactions, projects, groups, personas),
            groups=GroupHandlers(transactions, projects, groups, personas),
            personas=PersonaHandlers(transactions, groups, personas),
            avatars=AvatarHandlers(transactions, groups, personas),
            library=LibraryHandlers(
                database, transactions, projects, groups, personas, stores.library
            ),
            prompt_personas=PromptPersonaHandlers(
                transactions, projects, prompted, images, objects
            ),
            imports=PersonaImports(
                transactions, projects, groups, personas, portraits, prompted, images
            ),
            project_settings=ProjectSettingsHandlers(transactions, projects, of_projects, images),
            images=ImageHandlers(transactions, projects, images, objects),
            portraits=PortraitHandlers(
                transactions, prompted, of_projects, requests, replies, seconds
            ),
            markets=MarketHandlers(transactions),
            sweeper=Sweeper(transactions, groups, personas, outbox, settings.sweep.patience),
        )


@dataclass(frozen=True)
class Gateway:
    """prepared: set once the collections and their indexes are there."""

    handlers: Handlers
    stores: Stores
    prompts: PromptReader
    prepared: asyncio.Event
