"""Personas of an open segment are distributed like the market's people."""

from collections import Counter

import pytest

from generator.domain.casting import cast
from suara.markets import market
from suara.personas import Definition

GROUPS, SIZE = 200, 10


@pytest.fixture(scope="module", params=["PH", "ID", "VN", "DE"])
def sample(request):
    data = market(request.param)
    casts = [c for s in range(GROUPS) for c in cast(Definition(), data, None, range(SIZE), s).casts]
    return data, casts


def distance(drawn, expected):
    """Total variation distance of counts and weights, each scaled to 1."""
    n, total = sum(drawn.values()), sum(expected.values())
    keys = set(drawn) | set(expected)
    return sum(abs(drawn[k] / n - expected.get(k, 0) / total) for k in keys) / 2


def population(data, key):
    weights = Counter()
    for age, sex, thousands in data.people(18, 75):
        for level in ("Low", "Middle", "High"):
            weights[key((age, sex, level))] += thousands * data.income[level].share
    return weights


def test_age_and_sex(sample):
    data, casts = sample
    assert distance(Counter(c.gender for c in casts), population(data, lambda cell: cell[1])) < 0.02
    drawn = Counter(c.age // 5 for c in casts)
    assert distance(drawn, population(data, lambda cell: cell[0] // 5)) < 0.03


def test_age_sex_and_income_together(sample):
    data, casts = sample
    drawn = Counter((c.age // 10, c.gender, c.income_level) for c in casts)
    expected = population(data, lambda cell: (cell[0] // 10, *cell[1:]))
    assert distance(drawn, expected) < 0.06


def test_one_long_segment_follows_the_market_to_the_single_year():
    data = market("DE")
    casts = [
        c
        for start in range(0, 2000, SIZE)
        for c in cast(Definition(), data, None, range(start, start + SIZE), 1).casts
    ]
    ages = population(data, lambda cell: cell[0])
    assert distance(Counter(c.age for c in casts), ages) < 0.02
    drawn = Counter((c.age // 5, c.gender, c.income_level) for c in casts)
    expected = population(data, lambda cell: (cell[0] // 5, *cell[1:]))
    assert distance(drawn, expected) < 0.03


def test_cities_and_religions(sample):
    data, casts = sample
    cities = Counter({c.label: c.population for c in data.cities})
    assert distance(Counter(c.city for c in casts), cities) < 0.07
    largest = max(data.religion, key=lambda r: r.share)
    assert Counter(c.religion for c in casts).most_common(1)[0][1] / len(casts) == pytest.approx(
        largest.share, abs=0.03
    )


def test_work_fits_age_and_income(sample):
    data, casts = sample
    usual = {o.title: o for o in data.occupations}
    for one in casts:
        if one.occupation in usual:
            assert usual[one.occupation].suits(one.age, one.gender, one.income_level)


def test_groups_have_different_jobs(sample):
    _, casts = sample
    groups = [casts[i : i + SIZE] for i in range(0, len(casts), SIZE)]
    distinct = [len({c.occupation for c in group}) for group in groups]
    assert sum(distinct) / len(distinct) > 8
