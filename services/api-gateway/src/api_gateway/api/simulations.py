"""/api/v1/projects/{project_id}/simulation-responses"""

from fastapi import APIRouter

from api_gateway.api.dependencies import Services, Trace, WhereProject
from api_gateway.api.documentation import responses
from api_gateway.api.library_bodies import AnyResponses, SimulationResponse
from api_gateway.api.library_views import Accepted

router = APIRouter(prefix="/projects/{project_id}", tags=["Library"])


@router.post("/simulation-responses", status_code=202, responses=responses(404, 413, 422))
async def record_responses(
    where: WhereProject, body: AnyResponses, services: Services, trace: Trace
) -> Accepted:
    """Tell what personas answered in a simulation: one answer, or up to 100 as `responses`.

    Consistent answers in three simulations or more promote a persona into the library;
    contradictions retire it. An answer counts once per simulation, persona and question. Those of
    unknown personas are accepted here and set aside as dead letters.
    """
    given = [body] if isinstance(body, SimulationResponse) else body.responses
    events = [response.event(where) for response in given]
    await services.handlers.library.record(where, events, trace)
    return Accepted(accepted=len(events))
