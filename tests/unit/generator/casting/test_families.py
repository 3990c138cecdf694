"""Children are born when parents can have them, and households say what they are."""

import pytest

from generator.domain.casting.drawing import stream
from generator.domain.casting.families import YOUNGEST_PARENT, family
from generator.domain.casting.households import household
from generator.domain.casting.jobs import Job
from generator.domain.casting.people import Person
from suara.markets import market

CLERK = Job("Office clerk", "Clerical", 0.1, (18, 65))


@pytest.mark.parametrize("code", ["PH", "ID", "VN", "DE"])
@pytest.mark.parametrize("gender", ["Female", "Male"])
def test_children_fit_the_age_of_the_parent(code, gender):
    data = market(code)
    for age in range(18, 100, 3):
        person = Person(age, gender, "Middle", CLERK)
        for seed in range(60):
            random = stream(seed, 0, "test")
            kin = family(person, data, random.random(), random)
            oldest_parent = 43 if gender == "Female" else 52
            for child in kin.children:
                assert child >= 0
                assert YOUNGEST_PARENT <= age - child <= oldest_parent
            gaps = [b - a for a, b in zip(kin.children, kin.children[1:], strict=False)]
            assert all(gap >= 1 for gap in gaps)
            phrase = household(person, kin, data, random)
            if "mother-in-law" in phrase:
                assert kin.marital_status == "Married"
            if "grandchild" in phrase:
                assert max(kin.children) >= 24


def test_no_twenty_year_old_has_a_schoolchild():
    for seed in range(500):
        random = stream(seed, 0, "test")
        person = Person(20, "Female", "Low", CLERK)
        assert all(c <= 1 for c in family(person, market("PH"), 0.0, random).children)


def test_marriage_follows_the_market():
    data = market("ID")
    person = Person(32, "Male", "Middle", CLERK)
    drawn = [
        family(person, data, (i + 0.5) / 1000, stream(i, 0, "test")).marital_status
        for i in range(1000)
    ]
    assert abs(drawn.count("Married") / 1000 - data.married_share(32)) < 0.01


def test_students_are_rarely_married():
    student = Person(22, "Female", "Middle", Job("Student", "Not employed", 0.1, (15, 26)))
    drawn = [
        family(student, market("VN"), (i + 0.5) / 1000, stream(i, 0, "test")).marital_status
        for i in range(1000)
    ]
    assert drawn.count("Married") < 60
