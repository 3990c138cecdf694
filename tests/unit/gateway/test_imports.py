"""What generated personas are called once they are prompt personas."""

from datetime import UTC, datetime
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from api_gateway.domain.fields import MAX_TEXT
from api_gateway.domain.imports import free_name, imported_id, prompt_persona, settled
from api_gateway.domain.scope import InProject
from suara.testing.samples import COMPANY, PERSONA, PROJECT, a_persona

AT = datetime(2026, 1, 28, 10, tzinfo=UTC)
names = st.text("ab", min_size=1, max_size=2) | st.just("x" * MAX_TEXT)


@given(st.lists(names), names)
def test_a_free_name_is_free_short_and_begins_as_wanted(taken: list[str], name: str) -> None:
    found = free_name(name, taken)

    assert found not in taken
    assert len(found) <= MAX_TEXT
    assert found == name or (name in taken and found.endswith(")"))
    assert free_name(name, [*taken, found]) != found


@given(st.lists(names, max_size=6), st.lists(names, max_size=6))
def test_no_two_get_the_same_name_or_time(wanted: list[str], taken: list[str]) -> None:
    where = InProject(COMPANY, PROJECT)
    drafts = [prompt_persona(where, a_persona(id=uuid4(), full_name=n), AT) for n in wanted]

    made = settled(drafts, taken, {})

    assert len({one.name for one in made} | set(taken)) == len(made) + len(set(taken))
    times = [one.created_at for one in made]
    assert times == sorted(set(times))


def test_a_persona_is_imported_under_one_id_per_project() -> None:
    assert imported_id(PROJECT, PERSONA) == imported_id(PROJECT, PERSONA)
    assert imported_id(PROJECT, PERSONA) != imported_id(COMPANY, PERSONA)
