"""Composition root: settings -> adapters -> handlers -> app."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from api_gateway import routes
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
from api_gateway.adapters.tokens import Tokens
from api_gateway.adapters.transactions import Transactions
from api_gateway.api.dependencies import Gateway
from api_gateway.api.documentation import document
from api_gateway.avatar_handlers import AvatarHandlers
from api_gateway.background import Background
from api_gateway.handlers import Handlers
from api_gateway.image_handlers import ImageHandlers
from api_gateway.library_handlers import LibraryHandlers
from api_gateway.persona_imports import PersonaImports
from api_gateway.portrait_handlers import PortraitHandlers
from api_gateway.project_settings_handlers import ProjectSettingsHandlers
from api_gateway.prompt_persona_handlers import PromptPersonaHandlers
from api_gateway.settings import Settings
from api_gateway.web.authentication import Authentication
from api_gateway.web.body_limit import BodyLimit
from api_gateway.web.error_handlers import add_error_handlers
from suara.encryption import Encryption
from suara.health import Check, health_routes
from suara.kafka.publisher import Publisher
from suara.lease import Lease
from suara.llm import LanguageModel, wanted_model
from suara.llm.budget import MongoBudget
from suara.mongo import Database, connect, ping
from suara.storage import ObjectStore

SERVICE = "api-gateway"
_TITLE = "Suara"
_DESCRIPTION = """Panels of AI consumers, grounded in what people in a market say today.

Create a project, then a persona group in it (or let *parse-prompt* turn a sentence into one),
call *generate*, poll the group until `generation_status` is `complete`, and read its personas.
*Markets* show what people say there: the signals that personas cite as evidence.
"""


@asynccontextmanager
async def bootstrap(settings: Settings) -> AsyncIterator[FastAPI]:
    """The app, working until the context ends: then the outbox is drained and all is closed."""
    async with wanted_model(LanguageModel, settings.llm) as model:
        database = connect(settings.mongo, SERVICE)
        publisher = Publisher(settings.kafka, f"suara-{SERVICE}")
        outbox = Outbox(database, settings.kafka.topic_prefix)
        relay = Relay(outbox, Lease(database, "outbox-relay"), publisher.send)
        background = Background(database, publisher, relay)
        prompts = PromptReader(model, MongoBudget(database, settings.llm.budget_tokens))
        replies = Replies(settings.kafka)
        gateway = _gateway(settings, database, outbox, relay, replies, prompts, background.prepared)
        app = _app(settings, gateway, background, database)
        background.start()
        try:
            yield app
        finally:
            await replies.stop()
            await background.stop(settings.runtime.drain_seconds)
            database.client.close()


def _gateway(
    settings: Settings,
    database: Database,
    outbox: Outbox,
    relay: Relay,
    replies: Replies,
    prompts: PromptReader,
    prepared: asyncio.Event,
) -> Gateway:
    projects, groups, personas = Projects(database), Groups(database), Personas(database)
    transactions = Transactions(database, outbox, relay.wake)
    handlers = Handlers(transactions, projects, groups, personas)
    snapshots, library = Snapshots(database), Library(database)
    objects, encryption = ObjectStore(settings.s3), Encryption(settings.encryption)
    images, prompt_personas = Images(database), PromptPersonas(database, encryption)
    of_projects = SettingsOfProjects(database, encryption)
    portrait_requests = PortraitRequests(database)
    return Gateway(
        handlers=handlers,
        library_handlers=LibraryHandlers(database, transactions, projects, groups, library),
        library=library,
        projects=projects,
        groups=groups,
        personas=personas,
        snapshots=snapshots,
        prompts=prompts,
        prompt_personas=prompt_personas,
        prompt_persona_handlers=PromptPersonaHandlers(
            transactions, projects, prompt_personas, images, of_projects, objects
        ),
        persona_imports=PersonaImports(
            transactions,
            projects,
            groups,
            personas,
            Portraits(database, objects),
            prompt_personas,
            images,
        ),
        project_settings=of_projects,
        project_settings_handlers=ProjectSettingsHandlers(
            transactions, projects, of_projects, images
        ),
        images=images,
        image_handlers=ImageHandlers(transactions, projects, images, objects),
        portrait_handlers=PortraitHandlers(
            transactions,
            prompt_personas,
            of_projects,
            portrait_requests,
            replies,
            settings.portrait.seconds,
        ),
        avatar_handlers=AvatarHandlers(transactions, groups, personas),
        objects=objects,
        encryption=encryption,
        prepared=prepared,
    )


def _app(
    settings: Settings, gateway: Gateway, background: Background, database: Database
) -> FastAPI:
    app = FastAPIOffline(title=_TITLE, version="1", description=_DESCRIPTION)
    app.state.gateway = gateway
    # The last one added is asked first.
    app.add_middleware(BodyLimit)
    app.add_middleware(Authentication, tokens=Tokens(settings.tokens))
    add_error_handlers(app)
    app.include_router(routes.root)
    app.include_router(routes.api)
    app.include_router(routes.prompt_personas_api)
    checks: Mapping[str, Check] = {
        "mongodb": lambda: ping(database),
        "kafka": background.connected,
    }
    app.router.routes.extend(health_routes(lambda: background.alive, checks))
    document(app)
    return app
