"""Which dead letters chaos waits for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaos.poison import poison
from suara import topics
from suara.errors import PermanentError
from suara.kafka.codec import decode

WRONG_KEY = 3


@settings(max_examples=25)
@given(st.integers(0, 50), st.integers(0, 2**32))
def test_poison_cannot_be_handled_by_those_who_must_set_it_aside(number: int, seed: int) -> None:
    found = poison(number, seed)
    assert found.groups
    assert found.topic in topics.all_names()
    if number % 6 == WRONG_KEY:
        assert decode(found.value, found.headers).data.key.encode() != found.key
    else:
        with pytest.raises(PermanentError):
            decode(found.value, found.headers)


def test_poison_of_an_unknown_type_is_set_aside_by_every_reader_of_its_topic() -> None:
    readers = {found.topic: found.groups for found in (poison(1, seed) for seed in range(100))}
    assert readers["suara.personas"] == {"generator", "library", "avatar"}
    assert readers["suara.groups"] == {"ethnography", "generator", "library", "avatar"}
    assert readers["suara.generation"] == {"generator"}


def test_poison_of_a_known_type_is_set_aside_by_those_who_handle_it() -> None:
    found = [poison(0, seed) for seed in range(100)]
    assert frozenset({"generator", "avatar"}) in {each.groups for each in found}
    assert frozenset({"library"}) in {each.groups for each in found}
