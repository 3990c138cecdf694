"""What an image model is told of a persona."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.domain.appearance import Subject
from avatar.domain.image_prompt import LONGEST_WORDS, PREFIX, image_prompt

ANA = Subject(
    project_id=UUID(int=3),
    persona_id=UUID(int=1),
    age=29,
    gender="Female",
    market="PH",
    location="Manila, Philippines",
    occupation="Nurse",
    religion="Catholic",
    slot=0,
    seed_group=UUID(int=2),
)
subjects = st.builds(
    Subject,
    project_id=st.uuids(),
    persona_id=st.uuids(),
    age=st.integers(0, 120),
    gender=st.sampled_from(["Male", "Female"]),
    market=st.sampled_from(["PH", "ID", "VN", "DE", ""]),
    location=st.text(max_size=200),
    occupation=st.text(max_size=200),
    religion=st.sampled_from([None, "Islam", "Catholic", ""]),
    slot=st.integers(0, 40),
    seed_group=st.uuids(),
)


def described(subject: Subject) -> dict[str, str]:
    lines = image_prompt(subject).removeprefix(PREFIX).splitlines()
    return dict(line.split(": ", 1) for line in lines)


def test_a_person_is_described_by_age_gender_place_and_work() -> None:
    person = described(ANA)
    assert person["Person"] == "a woman, 29 years old"
    assert person["Place"] == "Manila, Philippines"
    assert person["Work"] == "Nurse"


@given(subjects)
def test_what_is_told_of_everybody_comes_first_and_the_rest_is_short(subject: Subject) -> None:
    prompt = image_prompt(subject)
    assert prompt.startswith(PREFIX)
    assert len(prompt) < len(PREFIX) + 500


@given(subjects)
def test_no_wording_of_users_adds_a_line_or_markup(subject: Subject) -> None:
    person = described(subject)
    assert list(person) == ["Person", "Place", "Work", "Dress", "Setting", "Style"]
    for words in (person["Place"], person["Work"]):
        assert 0 < len(words) <= LONGEST_WORDS
        assert not set(words) & set('<>{}[]"`:;.\n\r\t\u2028')


@given(subjects)
def test_the_same_subject_is_always_described_alike(subject: Subject) -> None:
    assert image_prompt(subject) == image_prompt(replace(subject))


@given(subjects)
def test_children_are_drawn_and_never_photographed(subject: Subject) -> None:
    assert ("photograph" not in described(subject)["Style"]) or subject.age >= 18


@given(subjects)
def test_pictures_of_the_project_decide_on_the_style_and_on_nothing_else(subject: Subject) -> None:
    own, styled = (image_prompt(subject, styled=styled) for styled in (False, True))
    assert own.rpartition("Style: ")[0] == styled.rpartition("Style: ")[0]
    style = styled.rpartition("Style: ")[2]
    assert "of the pictures given" in style
    assert "Nothing else is taken from them" in style
    assert ("illustration" in style) == (subject.age < 18)


@given(subjects)
def test_religion_shows_in_dress_alone_and_only_where_it_is_known(subject: Subject) -> None:
    person = described(subject)
    hijab = "hijab" in person["Dress"]
    assert not hijab or (subject.religion, subject.gender) == ("Islam", "Female")
    told = image_prompt(replace(subject, occupation="", location=""))
    assert not any(word in told for word in ("Islam", "Catholic"))


@pytest.mark.parametrize("group", [UUID(int=n) for n in range(20)])
def test_a_group_of_ten_shares_a_style_and_no_setting(group: UUID) -> None:
    people = [described(replace(ANA, slot=slot, seed_group=group)) for slot in range(10)]
    assert len({person["Style"] for person in people}) == 1
    assert len({person["Setting"].split(",")[0] for person in people}) == 10


@pytest.mark.parametrize("word", ["real person", "celebrity", "text", "logos", "brands"])
def test_what_must_not_be_in_a_picture_is_told_to_everybody(word: str) -> None:
    assert word in PREFIX
