"""/api/v1/library/personas, and the promotion of a group's persona into it"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import AfterValidator, StringConstraints

from api_gateway.api.dependencies import (
    CompanyId,
    PersonaId,
    Services,
    Trace,
    WhereGroup,
)
from api_gateway.api.documentation import responses
from api_gateway.api.library_bodies import WhyPromote, WhyRetire
from api_gateway.api.library_views import LibraryPage, LibraryPersonaView, UseView
from api_gateway.domain.fields import MAX_TEXT, check_definition
from api_gateway.domain.library import Cursor, Wanted
from api_gateway.domain.text import one_line
from suara.library import Status
from suara.personas import Age, IncomeLevel, TargetGender

_MOST, _USUAL = 100, 20
_MAX_CURSOR = 200

router = APIRouter(tags=["Library"])

Part = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT),
    AfterValidator(one_line),
]


def _wanted(
    location: Annotated[
        Part | None, Query(description="Any part of it.", examples=["manila"])
    ] = None,
    gender: TargetGender | None = None,
    income_level: IncomeLevel | None = None,
    age_min: Age | None = None,
    age_max: Age | None = None,
    occupation: Annotated[
        Part | None, Query(description="A keyword in it.", examples=["nurse"])
    ] = None,
    status: Status = "active",
) -> Wanted:
    check_definition(age_min, age_max, None)
    return Wanted(location, gender, income_level, age_min, age_max, occupation, status)


def _cursor(
    cursor: Annotated[
        str | None,
        Query(max_length=_MAX_CURSOR, description="The next_cursor of the page before."),
    ] = None,
) -> Cursor | None:
    return None if cursor is None else Cursor.read(cursor)


@router.get("/library/personas", responses=responses(422))
async def list_library(
    company: CompanyId,
    services: Services,
    wanted: Annotated[Wanted, Depends(_wanted)],
    after: Annotated[Cursor | None, Depends(_cursor)],
    limit: Annotated[int, Query(ge=1, le=_MOST)] = _USUAL,
) -> LibraryPage:
    """List your company's library personas that fit all filters, latest promoted first."""
    entries, following = await services.stores.library.page(company, wanted, limit, after)
    return LibraryPage.of(entries, following, services.stores.objects.url)


@router.get("/library/personas/{persona_id}", responses=responses(404, 422))
async def get_library_persona(
    company: CompanyId, persona_id: PersonaId, services: Services
) -> LibraryPersonaView:
    """Get a library persona, active or retired."""
    entry = await services.stores.library.entry(company, persona_id)
    return LibraryPersonaView.of_entry(entry, services.stores.objects.url)


@router.get("/library/personas/{persona_id}/projects", responses=responses(404, 422))
async def list_uses(company: CompanyId, persona_id: PersonaId, services: Services) -> list[UseView]:
    """List the groups that have this individual: where it was made, then the latest 1,000."""
    return [UseView.of(use) for use in await services.stores.library.uses(company, persona_id)]


@router.post("/library/personas/{persona_id}/retire", responses=responses(404, 413, 422))
async def retire(
    company: CompanyId,
    persona_id: PersonaId,
    services: Services,
    trace: Trace,
    body: WhyRetire | None = None,
) -> LibraryPersonaView:
    """Keep a library persona for history: no generation reuses it any more.

    Groups that have it keep it. Retiring it again changes nothing, neither time nor reason.
    """
    reason = body.reason if body else None
    await services.handlers.library.retire(company, persona_id, reason, trace)
    entry = await services.stores.library.entry(company, persona_id)
    return LibraryPersonaView.of_entry(entry, services.stores.objects.url)


@router.post(
    "/projects/{project_id}/persona-groups/{group_id}/personas/{persona_id}/promote",
    status_code=201,
    responses={
        200: {
            "model": LibraryPersonaView,
            "description": "It was in the library before; one that was retired is active again.",
        },
        **responses(404, 409, 413, 422),
    },
)
async def promote(
    where: WhereGroup,
    persona_id: PersonaId,
    body: WhyPromote,
    services: Services,
    trace: Trace,
    response: Response,
) -> LibraryPersonaView:
    """Put a persona into the library, so that new generations may reuse it.

    A persona that came from the library is the individual that is there already. Promoted by
    hand, it is retired by later contradictions only, not by a low score.
    """
    individual, is_new = await services.handlers.library.promote(
        where, persona_id, body.reason, trace
    )
    if not is_new:
        response.status_code = 200
    entry = await services.stores.library.entry(where.company_id, individual)
    return LibraryPersonaView.of_entry(entry, services.stores.objects.url)
