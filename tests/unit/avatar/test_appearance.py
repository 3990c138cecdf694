"""How a persona looks follows from age, gender, market, occupation and religion."""

from dataclasses import replace
from typing import Literal
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_avatars import ClothingType, EyeType, FacialHairType, HairType, HatType, MouthType

from avatar.domain import complexion, hair
from avatar.domain.appearance import Appearance, Subject, choose

NAMESPACE = UUID("7f0ef2ea-4c1c-4e3f-9b57-2f0a3c1f7a10")

subjects = st.builds(
    Subject,
    project_id=st.uuids(),
    persona_id=st.uuids(),
    age=st.integers(0, 120),
    gender=st.sampled_from(["Male", "Female"]),
    market=st.sampled_from(["PH", "ID", "VN", "DE", "NG", "IN", "US", "ph", ""]),
    location=st.text(max_size=40),
    occupation=st.one_of(
        st.text(max_size=40),
        st.sampled_from(["Nurse", "Rice farmer", "Finance or marketing professional", "Chef"]),
    ),
    religion=st.sampled_from([None, "Islam", "Roman Catholic", "Buddhism", ""]),
    slot=st.integers(0, 40),
    seed_group=st.uuids(),
)


def person(number: int = 0, **changes: object) -> Subject:
    subject = Subject(
        project_id=NAMESPACE,
        persona_id=uuid5(NAMESPACE, f"persona {number}"),
        age=30,
        gender="Female",
        market="ID",
        location="Bandung, Indonesia",
        occupation="Teacher",
        religion="Islam",
        slot=number % 10,
        seed_group=uuid5(NAMESPACE, f"group {number // 10}"),
    )
    return replace(subject, **changes)  # type: ignore[arg-type]


def crowd(count: int = 300, **changes: object) -> list[Appearance]:
    return [choose(person(number, **changes)) for number in range(count)]


@given(subjects)
def test_every_subject_has_an_appearance_and_always_the_same(subject: Subject) -> None:
    assert choose(subject) == choose(subject)


@given(subjects)
def test_nobody_looks_silly_or_in_distress(subject: Subject) -> None:
    look = choose(subject)
    assert look.eyes in {EyeType.DEFAULT, EyeType.HAPPY}
    assert look.mouth in {
        MouthType.TWINKLE,
        MouthType.SMILE,
        MouthType.BIG_SMILE,
        MouthType.SERIOUS,
    }
    assert look.top is HatType.HIJAB or isinstance(look.top, HairType)


@given(subjects)
def test_a_hijab_is_worn_only_by_muslim_women(subject: Subject) -> None:
    if choose(subject).top is HatType.HIJAB:
        assert subject.religion == "Islam"
        assert subject.gender == "Female"


@pytest.mark.parametrize(("market", "share"), [("ID", 0.75), ("PH", 0.6), ("DE", 0.3)])
def test_some_muslim_women_wear_a_hijab_and_some_do_not(market: str, share: float) -> None:
    crowded = crowd(market=market)
    assert sum(look.top is HatType.HIJAB for look in crowded) / len(crowded) == pytest.approx(
        share, abs=0.08
    )


def test_a_hijab_is_never_drawn_over_an_open_neckline() -> None:
    for look in crowd(occupation="Nurse"):
        assert look.top is not HatType.HIJAB or look.clothing is not ClothingType.SHIRT_V_NECK


@pytest.mark.parametrize("gender", ["Male", "Female"])
def test_everyone_from_sixty_five_on_is_grey(gender: Literal["Male", "Female"]) -> None:
    for age in (65, 70, 85, 120):
        for look in crowd(60, age=age, gender=gender, market="DE", religion=None):
            assert look.hair_colour in hair.GREYS


@pytest.mark.parametrize("gender", ["Male", "Female"])
def test_grey_hair_comes_with_age(gender: Literal["Male", "Female"]) -> None:
    shares = [
        sum(look.hair_colour in hair.GREYS for look in crowd(age=age, gender=gender)) / 300
        for age in (30, 46, 56, 64, 66)
    ]
    assert shares[0] == 0
    assert shares == sorted(shares)


def test_only_grown_men_have_beards_and_only_men_go_bald() -> None:
    bald = {HairType.SIDES, HairType.NONE}
    for look in crowd(age=60, gender="Female") + crowd(age=15, gender="Male"):
        assert look.beard is FacialHairType.NONE
        assert look.top not in bald
    older = crowd(age=60, gender="Male")
    assert 0.3 < sum(look.top in bald for look in older) / len(older) < 0.55
    assert 0.25 < sum(look.beard is not FacialHairType.NONE for look in older) / len(older) < 0.5


@pytest.mark.parametrize("market", ["PH", "ID", "VN", "DE", "NG", "US"])
def test_every_market_has_a_range_of_skin_tones(market: str) -> None:
    seen = {look.skin for look in crowd(market=market)}
    assert len(seen) >= 5
    assert seen <= set(complexion.TONES)


@pytest.mark.parametrize(
    ("occupation", "garments"),
    [
        (
            "Finance or marketing professional",
            {
                ClothingType.BLAZER_SHIRT,
                ClothingType.BLAZER_SWEATER,
                ClothingType.COLLAR_SWEATER,
            },
        ),
        ("Construction worker", {ClothingType.OVERALL, ClothingType.SHIRT_CREW_NECK}),
        ("Food factory worker", {ClothingType.OVERALL, ClothingType.SHIRT_CREW_NECK}),
        ("Cook or food stall worker", {ClothingType.CHEF, ClothingType.SHIRT_CREW_NECK}),
        ("Registered nurse", {ClothingType.SHIRT_V_NECK}),
        ("Security guard", {ClothingType.COLLAR_SWEATER}),
    ],
)
def test_clothes_fit_the_occupation(occupation: str, garments: set[ClothingType]) -> None:
    worn = {look.clothing for look in crowd(60, occupation=occupation, gender="Male")}
    assert worn == garments


def test_a_market_trader_is_not_dressed_for_the_office() -> None:
    worn = {look.clothing for look in crowd(60, occupation="Market trader")}
    assert ClothingType.BLAZER_SHIRT not in worn
