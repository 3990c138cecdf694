"""Low-discrepancy numbers, and dispositions made of them."""

from statistics import fmean

import pytest

from generator.domain.casting import cast
from generator.domain.casting.low_discrepancy import spread, spread_together
from suara.markets import market
from suara.personas import Definition, Dispositions


@pytest.mark.parametrize("count", [5, 10, 20, 40, 80])
def test_slots_fall_in_different_strata(count):
    for seed in range(20):
        numbers = [spread(seed, "age", slot) for slot in range(count)]
        assert sorted(int(n * count) for n in numbers) == list(range(count))


def test_the_first_three_slots_span_the_range():
    for seed in range(200):
        numbers = [spread(seed, "openness", slot) for slot in range(3)]
        assert max(numbers) - min(numbers) > 0.4


def test_one_slot_is_uniform_over_seeds():
    for slot in (0, 3, 7):
        tenths = [0] * 10
        for seed in range(4000):
            tenths[int(spread(seed, "age", slot) * 10)] += 1
        assert all(320 < n < 480 for n in tenths)


def test_slots_are_spread_jointly():
    for seed in range(20):
        points = [spread_together(seed, "a", slot) for slot in range(125)]
        for start in range(0, 125, 5):
            for numbers in zip(*points[start : start + 5], strict=True):
                assert sorted(int(n * 5) for n in numbers) == list(range(5))
        squares = {(int(x * 5), int(y * 5)) for x, _, y in points[:25]}
        assert len(squares) == 25
        cells = {tuple(int(n * 5) for n in point) for point in points}
        assert len(cells) == 125


def test_the_first_three_slots_span_each_joint_dimension():
    for seed in range(200):
        for numbers in zip(*(spread_together(seed, "a", slot) for slot in range(3)), strict=True):
            assert max(numbers) - min(numbers) > 0.4


def test_a_jointly_spread_slot_is_uniform_over_seeds():
    for slot in (0, 4, 7):
        tenths = [[0] * 10 for _ in range(3)]
        for seed in range(4000):
            for counts, number in zip(tenths, spread_together(seed, "a", slot), strict=True):
                counts[int(number * 10)] += 1
        assert all(310 < n < 490 for counts in tenths for n in counts)


def test_dimensions_are_independent():
    pairs = [(spread(s, "a", i), spread(s, "b", i)) for s in range(400) for i in range(5)]
    covariance = fmean((a - 0.5) * (b - 0.5) for a, b in pairs)
    assert abs(covariance * 12) < 0.06


def test_groups_differ_in_every_disposition():
    for seed in range(50):
        casts = cast(Definition(age_min=25, age_max=32), market("PH"), None, range(5), seed).casts
        for name in Dispositions.model_fields:
            values = [getattr(c.dispositions, name) for c in casts]
            assert max(values) - min(values) > 0.35, name


def test_critical_dispositions_are_as_common_as_in_the_population():
    casts = [
        c for s in range(150) for c in cast(Definition(), market("VN"), None, range(10), s).casts
    ]
    for name in Dispositions.model_fields:
        values = [getattr(c.dispositions, name) for c in casts]
        assert 0.17 < sum(v < 0.25 for v in values) / len(values) < 0.33, name
        assert 0.17 < sum(v > 0.75 for v in values) / len(values) < 0.33, name


def test_age_lowers_digital_fluency():
    def mean(**ages):
        found = cast(Definition(**ages), market("PH"), None, range(100), 1).casts
        return fmean(c.dispositions.digital_fluency for c in found)

    assert mean(age_min=18, age_max=25) > mean(age_min=65, age_max=75) + 0.15
