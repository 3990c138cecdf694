"""A portrait drawn again: the same person, who looks different."""

from dataclasses import replace
from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st
from python_avatars import HatType

from avatar.domain.appearance import Subject, choose
from avatar.domain.image_prompt import image_prompt

NAMESPACE = UUID("7f0ef2ea-4c1c-4e3f-9b57-2f0a3c1f7a10")
subjects = st.builds(
    Subject,
    project_id=st.uuids(),
    persona_id=st.uuids(),
    age=st.integers(0, 120),
    gender=st.sampled_from(["Male", "Female"]),
    market=st.sampled_from(["PH", "ID", "DE", "NG"]),
    location=st.just("Bandung, Indonesia"),
    occupation=st.sampled_from(["Nurse", "Rice farmer", "Bank manager", "Chef", "Student"]),
    religion=st.sampled_from([None, "Islam", "Roman Catholic"]),
    slot=st.integers(0, 40),
    seed_group=st.uuids(),
)
WHO_ONE_IS = ("age", "gender", "skin", "hair_colour", "beard", "glasses", "nose", "eyes")


def person(slot: int) -> Subject:
    return Subject(
        project_id=NAMESPACE,
        persona_id=uuid5(NAMESPACE, f"persona {slot}"),
        age=30,
        gender="Female",
        market="ID",
        location="Bandung, Indonesia",
        occupation="Teacher",
        religion=None,
        slot=slot,
        seed_group=NAMESPACE,
    )


@given(subjects, st.integers(0, 50))
def test_a_variation_is_the_same_person(subject: Subject, variation: int) -> None:
    first, later = choose(subject), choose(replace(subject, variation=variation))
    assert all(getattr(first, name) == getattr(later, name) for name in WHO_ONE_IS)
    assert (first.top is HatType.HIJAB) == (later.top is HatType.HIJAB)


@given(subjects, st.integers(1, 50))
def test_a_variation_differs_plainly_from_the_one_before(subject: Subject, variation: int) -> None:
    before = choose(replace(subject, variation=variation - 1))
    now = choose(replace(subject, variation=variation))
    assert before.backdrop != now.backdrop
    assert before.pose != now.pose
    assert before.fabric != now.fabric
    assert before.mirrored != now.mirrored
    assert (before.top, before.top_colour) != (now.top, now.top_colour)


def test_the_second_portraits_of_a_whole_group_are_told_apart() -> None:
    looks = [choose(replace(person(slot), variation=1)) for slot in range(10)]
    told_by = {(look.backdrop, look.top, look.fabric, look.pose) for look in looks}
    assert len(told_by) == len(looks)


def test_an_image_model_is_asked_for_something_else_too() -> None:
    prompts = {image_prompt(replace(person(0), variation=variation)) for variation in range(2)}
    assert len(prompts) == 2
