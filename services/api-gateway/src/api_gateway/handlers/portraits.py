"""Portraits of prompt personas: asked for over the bus, and waited for."""

import asyncio
import time
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from api_gateway.adapters.portrait_requests import PortraitRequests
from api_gateway.adapters.project_settings import SettingsOfProjects
from api_gateway.adapters.prompt_personas import PromptPersonas
from api_gateway.adapters.replies import Replies, Reply
from api_gateway.adapters.transactions import Transactions
from api_gateway.changes import Change
from api_gateway.domain.errors import BadRequestError, DeadlineError, ProviderFailedError
from api_gateway.domain.groups import now
from api_gateway.domain.project_settings import image_model
from api_gateway.domain.prompt_personas import PromptPersona
from api_gateway.domain.scope import InProject
from suara.events import PromptPortraitFailed, PromptPortraitRequested


class PortraitHandlers:
    """seconds: how long a request waits for its reply."""

    def __init__(
        self,
        transactions: Transactions,
        personas: PromptPersonas,
        settings: SettingsOfProjects,
        requests: PortraitRequests,
        replies: Replies,
        seconds: float,
    ) -> None:
        self._transactions = transactions
        self._personas = personas
        self._settings = settings
        self._requests = requests
        self._replies = replies
        self._seconds = seconds

    async def generate(
        self, where: InProject, persona_id: UUID, trace: str | None
    ) -> PromptPersona:
        """The persona with a new portrait, drawn with the project's own provider.

        Raises:
            NotFoundError: no such persona. BadRequestError: something is not set up.
            ConflictError: one is under way. ProviderFailedError: there is none, and why.
            DeadlineError: it took too long.
        """
        request_id, expires_at = uuid4(), now() + timedelta(seconds=self._seconds)
        # What is wrong is said at once, also while the broker is away.
        await self._wanted(where, persona_id, request_id, expires_at)
        try:
            reply = await self._replied(where, persona_id, request_id, expires_at, trace)
        except TimeoutError:
            # A reply can be lost, where a gateway's connection to the broker was.
            if await self._requests.is_done(where, persona_id, request_id):
                return await self._personas.get(where, persona_id)
            raise DeadlineError(
                f"The portrait was not ready within {self._seconds:g} seconds. Ask again; if it "
                "arrives in the meantime, it is the persona's."
            ) from None
        if isinstance(reply, PromptPortraitFailed):
            await self._requests.forget(where, persona_id, request_id)
            raise ProviderFailedError(f"No portrait could be made: {reply.reason}.")
        return await self._personas.get(where, persona_id)

    async def _replied(
        self,
        where: InProject,
        persona_id: UUID,
        request_id: UUID,
        expires_at: datetime,
        trace: str | None,
    ) -> Reply:
        """Raises TimeoutError."""

        async def work(session: Session) -> Change[None]:
            wanted = await self._wanted(where, persona_id, request_id, expires_at, session)
            await self._requests.begin(session, where, persona_id, request_id, expires_at)
            return Change(None, [wanted], time.time_ns())

        left = (expires_at - now()).total_seconds()
        async with asyncio.timeout(left), self._replies.expected(request_id) as reply:
            await self._transactions.commit(work, trace)
            return await reply

    async def _wanted(
        self,
        where: InProject,
        persona_id: UUID,
        request_id: UUID,
        expires_at: datetime,
        session: Session | None = None,
    ) -> PromptPortraitRequested:
        """Raises NotFoundError or BadRequestError."""
        persona = await self._personas.get(where, persona_id, session)
        if not (persona.system_prompt or "").strip():
            raise BadRequestError("Persona has no system prompt")
        settings = await self._settings.get(where, session)
        provider = settings.llm_provider
        if provider is None:
            raise BadRequestError("No LLM provider configured")
        if provider.kind != "openai":
            raise BadRequestError("LLM provider is not OpenAI")
        if not provider.has_api_key:
            raise BadRequestError("No LLM provider configured")
        return PromptPortraitRequested(
            company_id=where.company_id,
            project_id=where.project_id,
            persona_id=persona_id,
            request_id=request_id,
            system_prompt=persona.system_prompt or "",
            model=image_model(provider),
            style_images=settings.style_reference_images,
            expires_at=expires_at,
        )
