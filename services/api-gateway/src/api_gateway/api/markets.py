"""/api/v1/markets"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import AfterValidator

from api_gateway.api.dependencies import Services, Trace
from api_gateway.api.documentation import responses
from api_gateway.api.market_views import MarketView, SnapshotView
from api_gateway.domain.markets import SnapshotSummary, market_code
from suara.markets import SOURCED_MARKETS, SignalKind, market

_MOST, _USUAL = 100, 20


def _code(
    code: Annotated[
        str, Path(description="ISO 3166-1 code of a country, such as PH.", max_length=100)
    ],
) -> str:
    return market_code(code)


def _in_utc(moment: datetime) -> datetime:
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        raise ValueError("must be a time within the years 1 to 9999") from None


MarketCode = Annotated[str, Depends(_code)]
Kind = Annotated[SignalKind | None, Query(description="Only signals of this kind.")]
Version = Annotated[str, Path(description="Version of a snapshot.", max_length=200)]
Limit = Annotated[int, Query(ge=1, le=_MOST, description="How many at most.")]
Before = Annotated[
    Annotated[datetime, AfterValidator(_in_utc)] | None,
    Query(description="Only those refreshed before: the refreshed_at of a page's last one."),
]

router = APIRouter(prefix="/markets", tags=["Markets"])


@router.get("")
async def list_markets(services: Services) -> list[MarketView]:
    """List the markets with sourced data, and all others for which a snapshot is stored."""
    others = sorted({*await services.stores.snapshots.markets()} - {*SOURCED_MARKETS})
    return await _views((*SOURCED_MARKETS, *others), services)


@router.get("/{code}", responses=responses(404, 422))
async def get_market(code: MarketCode, services: Services) -> MarketView:
    """Get a market: any country, with sourced data or not."""
    [view] = await _views([code], services)
    return view


@router.get("/{code}/snapshot", responses=responses(404, 422))
async def get_snapshot(code: MarketCode, services: Services, kind: Kind = None) -> SnapshotView:
    """Get what people in a market say: the latest complete snapshot, which generations use.

    While nothing was collected, this is what the data that come with Suara support.
    """
    return SnapshotView.of(await services.stores.snapshots.latest(code), kind)


@router.get("/{code}/snapshots", responses=responses(404, 422))
async def list_snapshots(
    code: MarketCode, services: Services, limit: Limit = _USUAL, before: Before = None
) -> list[SnapshotSummary]:
    """List the versions of a market's snapshot that are kept, newest first."""
    return list(await services.stores.snapshots.versions(code, limit, before))


@router.get("/{code}/snapshots/{version}", responses=responses(404, 422))
async def get_snapshot_version(
    code: MarketCode, version: Version, services: Services, kind: Kind = None
) -> SnapshotView:
    """Get one version: a persona's `provenance.snapshot` names the one that it rests on."""
    return SnapshotView.of(await services.stores.snapshots.get(code, version), kind)


@router.post("/{code}/refresh", status_code=202, responses=responses(404, 422))
async def refresh_market(code: MarketCode, services: Services, trace: Trace) -> MarketView:
    """Have a market's sources read now, fresh or not, in the background.

    Answers with the market as it is before: `snapshot.refreshed_at` changes when it is done, or
    `refresh_failed_at` where no source answered. Asking while one is queued does no harm.
    """
    [view] = await _views([code], services)
    await services.handlers.markets.refresh(code, trace)
    return view


async def _views(codes: Sequence[str], services: Services) -> list[MarketView]:
    failures = await services.stores.snapshots.failures()
    views = []
    for code in codes:
        # In a thread: a market without its own data is put together in up to a second.
        data = await asyncio.to_thread(market, code)
        [latest] = await services.stores.snapshots.versions(code, limit=1)
        views.append(MarketView.of(data, latest, failures.get(code)))
    return views
