"""Composition root: settings -> adapters -> handlers -> app."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from fastapi_offline import FastAPIOffline

from api_gateway import routes
from api_gateway.adapters.backlog import BacklogWatch
from api_gateway.adapters.gauges import Gauges
from api_gateway.adapters.leased import Leased
from api_gateway.adapters.outbox import Outbox
from api_gateway.adapters.prompt_reader import PromptReader
from api_gateway.adapters.relay import Relay
from api_gateway.adapters.replies import Replies
from api_gateway.adapters.tokens import Tokens
from api_gateway.api.documentation import document
from api_gateway.background import Background
from api_gateway.gateway import Gateway, Handlers, Stores
from api_gateway.settings import Settings
from api_gateway.web.authentication import Authentication
from api_gateway.web.body_limit import BodyLimit
from api_gateway.web.error_handlers import add_error_handlers
from api_gateway.web.request_context import RequestContext, is_probe
from suara.health import Check, Fact, health_routes
from suara.kafka.admin import TopicsCheck
from suara.kafka.publisher import Publisher
from suara.lease import Lease
from suara.llm import LanguageModel, wanted_model
from suara.llm.budget import MongoBudget
from suara.mongo import Database, connect, ping
from suara.telemetry.exposition import metrics_route
from suara.telemetry.http import HttpMeters

SERVICE = "api-gateway"
_TITLE = "Suara"
_DESCRIPTION = """Panels of AI consumers, grounded in what people in a market say today.

Create a project, then a persona group in it (or let *parse-prompt* turn a sentence into one),
call *generate*, poll the group until `generation_status` is `complete`, and read its personas.
*Markets* show what people say there: the signals that personas cite as evidence.
"""
# FastAPI measures requests and makes their spans; of logs it would tell twice what is told here.
_TELEMETRY = TelemetryConfig(
    meter_provider=HttpMeters(),
    logs=False,
    operation_spans=False,
    auto_configure=False,
    exclude=is_probe,
)


@asynccontextmanager
async def bootstrap(settings: Settings) -> AsyncIterator[FastAPI]:
    """The app, working until the context ends: then the outbox is drained and all is closed."""
    async with wanted_model(LanguageModel, settings.llm) as model:
        database = connect(settings.mongo, SERVICE)
        publisher = Publisher(settings.kafka, f"suara-{SERVICE}")
        outbox = Outbox(database, settings.kafka.topic_prefix)
        relay = Relay(outbox, Lease(database, "outbox-relay"), publisher.send)
        backlog = BacklogWatch(outbox)
        prompts = PromptReader(model, MongoBudget(database, settings.llm.budget_tokens))
        replies = Replies(settings.kafka)
        stores = Stores.made(settings, database)
        handlers = Handlers.made(settings, database, relay, replies, stores)
        sweeping = Leased(
            Lease(database, "sweeper"), settings.sweep.interval_seconds, handlers.sweeper.sweep
        )
        background = Background(database, publisher, relay, [sweeping.run, backlog.run])
        gateway = Gateway(handlers, stores, prompts, background.prepared)
        gauges = Gauges(database, stores.groups)
        app = _app(settings, gateway, background, backlog, gauges, database)
        background.start()
        try:
            yield app
        finally:
            await replies.stop()
            await background.stop(settings.runtime.drain_seconds)
            database.client.close()


def _app(
    settings: Settings,
    gateway: Gateway,
    background: Background,
    backlog: BacklogWatch,
    gauges: Gauges,
    database: Database,
) -> FastAPI:
    app = FastAPIOffline(title=_TITLE, version="1", description=_DESCRIPTION, telemetry=_TELEMETRY)
    app.state.gateway = gateway
    # The last one added is asked first.
    app.add_middleware(BodyLimit)
    app.add_middleware(Authentication, tokens=Tokens(settings.tokens))
    app.add_middleware(RequestContext)
    add_error_handlers(app)
    app.include_router(routes.root)
    app.include_router(routes.api)
    app.include_router(routes.prompt_personas_api)
    checks: Mapping[str, Check] = {
        "mongodb": lambda: ping(database),
        "kafka": background.connected,
        "topics": TopicsCheck(settings.kafka),
    }
    facts: Mapping[str, Fact] = {"outbox": lambda: asdict(backlog.last)}
    app.router.routes.extend(health_routes(lambda: background.alive, checks, facts))
    app.router.routes.append(metrics_route([gauges.refresh]))
    document(app)
    return app
