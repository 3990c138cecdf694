"""Whatever a segment asks for, every persona is it."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.domain.casting import cast
from generator.domain.casting.people import age_bounds
from suara.markets import locate, market
from suara.personas import Definition

MARKETS = ("PH", "ID", "VN", "DE")
OCCUPATIONS = (
    None, "", "Office worker", "Finance or marketing professional", "Small business owner",
    "Student", "University student", "Housewife", "Unemployed student", "Freelancer", "astronaut",
    "nurses", "Drivers", "CEO", "Retired", "Sales and marketing staff", "IT", "???",
)  # fmt: skip
LOCATIONS = {
    "PH": ("Manila, Philippines", "Cebu", "Philippines", "Tondo, Manila", "Sagada, Philippines"),
    "ID": ("Jakarta, Indonesia", "Surabaya", "Indonesia", "West Java, Indonesia"),
    "VN": ("Ho Chi Minh City, Vietnam", "Hanoi", "Vietnam"),
    "DE": ("Berlin, Germany", "Germany"),
}


@st.composite
def segments(draw):
    code = draw(st.sampled_from(MARKETS))
    bounds = sorted(draw(st.tuples(st.integers(0, 120), st.integers(0, 120))))
    definition = Definition(
        age_min=draw(st.sampled_from((None, bounds[0]))),
        age_max=draw(st.sampled_from((None, bounds[1]))),
        gender=draw(st.sampled_from((None, "All", "Female", "Male"))),
        location=draw(st.sampled_from((None, *LOCATIONS[code]))),
        income_level=draw(st.sampled_from((None, "Low", "Middle", "High"))),
        occupation=draw(st.sampled_from(OCCUPATIONS)),
    )
    return definition, code


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(segments(), st.integers(0, 2**63), st.integers(1, 10))
def test_every_persona_satisfies_its_definition(segment, seed, count):
    definition, code = segment
    data = market(code)
    place = locate(definition.location) if definition.location else None

    casting = cast(definition, data, place, range(count), seed)

    youngest, oldest = age_bounds(definition)
    assert len(casting.casts) == count
    for slot, one in enumerate(casting.casts):
        assert one.slot == slot
        assert youngest <= one.age <= oldest
        if definition.age_min is not None:
            assert one.age >= definition.age_min
        if definition.age_max is not None:
            assert one.age <= definition.age_max
        if definition.gender in ("Female", "Male"):
            assert one.gender == definition.gender
        if definition.income_level is not None:
            assert one.income_level == definition.income_level
        if place is not None and place.city is not None:
            assert one.location == place.label
        assert one.location.endswith(data.country)
        assert one.market == code
        bracket = data.income[one.income_level]
        if bracket.min is None:
            assert one.monthly_income is None
        else:
            assert bracket.min <= one.monthly_income <= (bracket.max or float("inf"))
        assert one.occupation
        assert one.education
        assert one.household


@settings(max_examples=60)
@given(segments(), st.integers(0, 2**63))
def test_no_two_people_of_a_group_share_a_name(segment, seed):
    definition, code = segment
    casting = cast(definition, market(code), None, range(10), seed)
    assert len({c.full_name for c in casting.casts}) == 10
    assert len({c.short_name for c in casting.casts}) == 10


@settings(max_examples=60)
@given(segments(), st.integers(0, 2**63))
def test_family_facts_agree_with_age(segment, seed):
    definition, code = segment
    for one in cast(definition, market(code), None, range(10), seed).casts:
        if one.age < 18:
            assert one.marital_status == "Single"
            assert one.children == 0
            assert "husband" not in one.household
            assert "wife" not in one.household
        if one.age < 21:
            assert "Degree" not in one.education
        if one.marital_status == "Married":
            assert ("husband" if one.gender == "Female" else "wife") in one.household
        elif one.marital_status == "Single":
            assert "her husband" not in one.household
            assert "his wife" not in one.household


def test_one_bound_leaves_the_other_end_open():
    assert age_bounds(Definition()) == (18, 75)
    assert age_bounds(Definition(age_min=30)) == (30, 75)
    assert age_bounds(Definition(age_max=30)) == (18, 30)
    assert age_bounds(Definition(age_max=12)) == (0, 12)
    assert age_bounds(Definition(age_min=80)) == (80, 120)


def test_a_town_without_data_is_kept_and_said():
    definition = Definition(location="Sagada, Philippines")
    casting = cast(definition, market("PH"), locate("Sagada, Philippines"), range(2), 1)
    assert {c.location for c in casting.casts} == {"Sagada, Philippines"}
    assert casting.notes == ("no data on 'Sagada, Philippines': national figures used",)


def test_a_region_is_sampled_from_its_own_cities():
    definition = Definition(location="Central Visayas, Philippines")
    casting = cast(definition, market("PH"), locate(definition.location), range(10), 1)
    cities = {c.name for c in market("PH").cities if c.region == "Central Visayas"}
    assert {c.city for c in casting.casts} <= cities
