"""Who may stand in for a cast person."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from library.domain import Candidate, best_match
from library.domain.matching import distance
from suara.personas import Cast, Definition, Dispositions
from suara.testing.samples import a_cast, a_definition, a_persona, an_id, dispositions

AGES = st.integers(18, 40)
LEVELS = st.floats(0, 1)
ANYBODY = st.fixed_dictionaries(dict.fromkeys(Dispositions.model_fields, LEVELS)).map(
    Dispositions.model_validate
)
PEOPLE = st.fixed_dictionaries(
    {
        "age": AGES,
        "gender": st.sampled_from(["Female", "Male"]),
        "income_level": st.sampled_from(["Low", "Middle"]),
        "occupation": st.sampled_from(["Nurse", "Driver"]),
        "location": st.sampled_from(["Manila, Philippines", "Cebu, Philippines"]),
    }
)
FACTS = ("age", "gender", "income_level", "occupation", "location", "market")


def candidate(cast: Cast, name: str = "library persona", **changes: object) -> Candidate:
    """The library persona that a cast person would have become."""
    facts = {fact: getattr(cast, fact) for fact in FACTS}
    leanings = changes.pop("dispositions", cast.dispositions)
    return Candidate(a_persona(id=an_id(name), **(facts | changes)), leanings)


@given(person=PEOPLE, leanings=ANYBODY)
def test_an_identical_twin_always_matches(person: dict, leanings: Dispositions) -> None:
    cast = a_cast(**person, dispositions=leanings)
    twin = candidate(cast)
    assert best_match(cast, a_definition(age_min=None, age_max=None), [twin]) == [twin]


@given(
    person=PEOPLE, others=st.lists(PEOPLE, max_size=6), ages=st.tuples(*[st.integers(18, 40)] * 2)
)
@settings(deadline=None)
def test_a_match_satisfies_the_definition_as_strictly_as_the_cast_person(
    person: dict, others: list[dict], ages: tuple[int, int]
) -> None:
    cast = a_cast(**person)
    definition = Definition(age_min=min(ages), age_max=max(ages), gender=cast.gender)
    candidates = [candidate(a_cast(**other), str(number)) for number, other in enumerate(others)]

    for match in best_match(cast, definition, candidates):
        assert min(ages) <= match.persona.age <= max(ages)
        assert match.persona.gender == cast.gender
        assert match.persona.location == cast.location
        assert match.persona.income_level == cast.income_level
        assert match.persona.occupation == cast.occupation
        assert abs(match.persona.age - cast.age) <= 4


def test_strangers_in_the_same_place_of_life_rarely_match() -> None:
    dice = random.Random(7)

    def anybody() -> Dispositions:
        return Dispositions(**{name: dice.random() for name in Dispositions.model_fields})

    cast = a_cast()
    matches = sum(
        bool(best_match(a_cast(dispositions=anybody()), a_definition(), [stranger]))
        for stranger in (candidate(cast, dispositions=anybody()) for _ in range(1_000))
    )
    assert matches < 100


def test_the_closest_comes_first_whatever_the_order() -> None:
    cast = a_cast(dispositions=dispositions(0.5))
    near, nearer = (
        candidate(cast, name, dispositions=dispositions(level))
        for name, level in [("near", 0.6), ("nearer", 0.45)]
    )
    for candidates in ([near, nearer], [nearer, near]):
        assert best_match(cast, a_definition(), candidates) == [nearer, near]


@given(one=ANYBODY, other=ANYBODY)
def test_distance_is_symmetric_and_between_0_and_1(one: Dispositions, other: Dispositions) -> None:
    assert distance(one, other) == distance(other, one)
    assert 0 <= distance(one, other) <= 1 + 1e-9
    assert distance(one, one) == 0


def test_opposites_are_1_apart() -> None:
    assert distance(dispositions(0), dispositions(1)) == 1
