"""How people lean: Big Five and attitudes, as quantiles of the population."""

from statistics import NormalDist

from generator.domain.casting.low_discrepancy import spread
from generator.domain.casting.people import Person
from suara.personas import Dispositions

_NORMAL = NormalDist()
_MEAN_AGE, _AGE_DEVIATION = 42.0, 16.0
_INCOME_SCORE = {"Low": -1.0, "Middle": 0.3, "High": 1.2}
_PRECISION = 3

# What a disposition goes along with, as correlations. Every correlation is mild, so that most
# of the spread is the person's own and a group never agrees on an attitude. The directions
# are those of personality and consumer research; the sizes are judgement.
_GOES_WITH: dict[str, dict[str, float]] = {
    "openness": {"age": -0.10},
    "conscientiousness": {"age": 0.15},
    "extraversion": {},
    "agreeableness": {"age": 0.10},
    "neuroticism": {"age": -0.10},
    "price_sensitivity": {"income": -0.35},
    "institutional_trust": {"agreeableness": 0.25},
    "brand_loyalty": {"age": 0.20, "conscientiousness": 0.15},
    "novelty_seeking": {"openness": 0.35, "age": -0.20},
    "privacy_concern": {"neuroticism": 0.20, "age": 0.10},
    "family_orientation": {"agreeableness": 0.25, "age": 0.10},
    "digital_fluency": {"age": -0.40, "income": 0.20, "openness": 0.10},
    "optimism": {"neuroticism": -0.30, "extraversion": 0.20},
}


def dispositions(person: Person, seed: int, slot: int) -> Dispositions:
    """Dispositions of a slot, spread so that the first three personas span each of them."""
    scores = {
        "age": max(-1.5, min(1.5, (person.age - _MEAN_AGE) / _AGE_DEVIATION)),
        "income": _INCOME_SCORE[person.income_level],
    }
    quantiles = {}
    for name, goes_with in _GOES_WITH.items():
        own = _NORMAL.inv_cdf(min(max(spread(seed, name, slot), 1e-6), 1 - 1e-6))
        explained = sum(r * scores[other] for other, r in goes_with.items())
        unexplained = 1 - sum(r * r for r in goes_with.values())
        scores[name] = explained + unexplained**0.5 * own
        quantiles[name] = round(_NORMAL.cdf(scores[name]), _PRECISION)
    return Dispositions(**quantiles)
