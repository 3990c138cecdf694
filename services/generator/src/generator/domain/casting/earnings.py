"""Monthly household income, as people would say it."""

from math import log10
from random import Random

from suara.markets.figures import IncomeBracket
from suara.personas import IncomeLevel

# Households crowd at the upper end of the low bracket and thin out towards the top of the
# others: exponents on a log scale, above 1 leaning to the lower bound. Judgement.
_LEANING: dict[IncomeLevel, float] = {"Low": 0.6, "Middle": 1.4, "High": 2.2}
# The open top bracket ends, and the low bracket starts, at this multiple of its known bound.
_TOP_MULTIPLE, _BOTTOM_SHARE = 4.0, 0.4


def monthly_income(bracket: IncomeBracket, level: IncomeLevel, random: Random) -> int | None:
    """An amount in local currency within the bracket; None where it carries no amounts.

    Rounded to two significant digits ("38,000", "7.2 million") where that stays inside.
    """
    if bracket.min is None:
        return None
    highest = bracket.max if bracket.max is not None else bracket.min * _TOP_MULTIPLE
    lowest = bracket.min or highest * _BOTTOM_SHARE
    exact = lowest * (highest / lowest) ** (random.random() ** _LEANING[level])
    step = int(10 ** max(int(log10(exact)) - 1, 0))
    rounded = round(exact / step) * step
    if rounded < lowest:
        rounded += step
    if rounded > highest:
        rounded -= step
    return rounded if lowest <= rounded <= highest else int(exact)
