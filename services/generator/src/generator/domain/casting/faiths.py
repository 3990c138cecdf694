"""Religion, as one person would state it."""

from typing import Literal

from generator.domain.casting.drawing import pick
from suara.markets import Market

Faith = Literal["Muslim", "Christian", "Hindu", "Buddhist", "Other"]

# Categories of a census that nobody would give as an answer.
_SAID: dict[str, str | None] = {
    "Other (mostly born-again and other Protestant)": "Born-again Christian",
    "No declared religion or folk religion (ancestor worship)": "Ancestor worship at home",
    "Not stated": None,
    "Other": None,
}
_FAITHS: tuple[tuple[Faith, tuple[str, ...]], ...] = (
    ("Muslim", ("islam", "muslim")),
    ("Hindu", ("hindu",)),
    ("Buddhist", ("buddh", "confuc")),
    ("Christian", ("christ", "catholic", "protest", "iglesia", "aglipay", "baptist",
                   "adventist", "jehovah")),
)  # fmt: skip


def religion(market: Market, u: float) -> str | None:
    """The religion at quantile `u` of the market's shares; None where it is not stated."""
    name = pick([(r.name, r.share) for r in market.religion], u)
    return _SAID.get(name, name)


def faith_of(religion: str | None) -> Faith:
    """The broad faith of a stated religion, by which given names are chosen."""
    lower = (religion or "").lower()
    return next((faith for faith, words in _FAITHS if any(w in lower for w in words)), "Other")
