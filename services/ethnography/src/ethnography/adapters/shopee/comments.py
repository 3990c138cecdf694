"""Comments of buyers, read. Order numbers and buyers' names are not."""

from typing import Any

from pydantic import BaseModel

from ethnography.adapters.listing import Entry, Page, readable
from ethnography.adapters.posts import a_post, moment
from ethnography.adapters.shopee.shops import Shop
from ethnography.ports import SourceError

SITES = {"PH": "shopee.ph", "ID": "shopee.co.id", "VN": "shopee.vn"}


class _Comment(BaseModel):
    """hidden: by the shop or by Shopee; nobody sees it then."""

    comment_id: int
    comment: str | None = ""
    item_id: int
    create_time: float
    rating_star: int
    hidden: bool = False


def page(body: dict[str, Any], market: str, shop: Shop) -> Page:
    """Raises SourceError: it is no list of comments.

    `more` may stay true for ever: an empty or blank cursor ends the list as well.
    """
    response = body.get("response")
    rows = response.get("item_comment_list") if isinstance(response, dict) else None
    if not isinstance(response, dict) or not isinstance(rows, list | None):
        raise SourceError("answers in a shape that is not known")
    cursor = response.get("next_cursor")
    cursor = str(cursor).strip() if response.get("more") and cursor is not None else ""
    return Page(readable(rows or (), lambda row: _entry(row, market, shop)), cursor or None)


def _entry(row: Any, market: str, shop: Shop) -> Entry:
    comment = _Comment.model_validate(row)
    at = moment(comment.create_time)
    if comment.hidden:
        return Entry(at, None)
    site = SITES.get(market)
    post = a_post(
        id=f"shopee:{comment.comment_id}",
        source="shopee",
        market=market,
        text=comment.comment or "",
        observed_at=at,
        url=f"https://{site}/product/{shop.id}/{comment.item_id}" if site else None,
        about=shop.about,
        stars=comment.rating_star,
    )
    return Entry(at, post)
