"""Reading answers: what is forgiven, what is not, and what is said about it."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from suara.llm.structured import UnfitError, read, repair

RIGHT = '{"name": "Ana", "age": 30}'


class Person(BaseModel):
    name: Annotated[str, Field(max_length=20)]
    age: int


def nothing(_: Person) -> Sequence[str]:
    return ()


@pytest.mark.parametrize(
    "content",
    [
        RIGHT,
        f"```json\n{RIGHT}\n```",
        f"Here it is:\n{RIGHT}\nEnjoy!",
        f"<think>Is {{it}} Ana?</think>\n{RIGHT}",
    ],
)
def test_words_and_fences_around_the_object_are_forgiven(content: str) -> None:
    assert read(content, Person, nothing) == Person(name="Ana", age=30)


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        ('{"name": "Ana"}', "schema", "age: Field required"),
        ('{"name": "' + "a" * 30 + '", "age": 3}', "schema", "at most 20 characters"),
        ('{"name": "Ana", "ag', "schema", "not valid JSON"),
        ("<html></html>", "schema", "not valid JSON"),
        ("", "schema", "not valid JSON"),
        ('{"name": "' + "a" * 70_000 + '"}', "too_long", "longer than 64 KB"),
    ],
)
def test_what_does_not_fit_is_named_without_the_value(content: str, kind: str, said: str) -> None:
    with pytest.raises(UnfitError, match=said) as caught:
        read(content, Person, nothing)
    assert caught.value.kind == kind
    assert "aaa" not in str(caught.value)


def test_facts_contradicted_are_faults_of_the_answer() -> None:
    with pytest.raises(UnfitError, match="age is 30, not 31"):
        read(RIGHT, Person, lambda person: [f"age is {person.age}, not 31"])


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(content: str) -> None:
    with suppress(UnfitError):
        read(content, Person, nothing)


def test_a_repair_shows_the_answer_and_its_fault_but_not_at_any_length() -> None:
    asked = [{"role": "user", "content": "Who?"}]
    messages = repair(asked, "x" * 100_000, UnfitError("schema", "age: Field required"))
    assert messages[0] == asked[0]
    assert len(messages[1]["content"]) <= 4_000
    assert "age: Field required" in messages[2]["content"]
