"""The verdict sees each kind of broken promise."""

from collections import Counter
from typing import Any

import pytest

from chaos.traffic import Accepted
from chaos.verdict import Verdict, announced, count, doubled

PERSONAS = [{"id": "p0", "full_name": "Ana Cruz"}, {"id": "p1", "full_name": "Rosa Reyes"}]
SLOTS = [{"slot": 0}, {"slot": 1}]
GENERATED, COMPLETED = "suara.persona.generated.v1", "suara.generation.completed.v1"
SEEN = {
    (GENERATED, "p0", None): Counter({"a": 3}),
    (GENERATED, "p1", None): Counter({"b": 1}),
    (COMPLETED, "run", None): Counter({"c": 1}),
}


def a_group() -> Accepted:
    return Accepted(id="g", asked=2, at=100.0, path="", settled_at=110.0)


def a_document(status: str = "complete", **run: Any) -> dict[str, Any]:
    generation = {"id": "run"} | run
    return {"generation": generation, "generation_status": status, "generation_progress": "text"}


def test_a_complete_group_breaks_no_promise() -> None:
    found = Verdict()
    count(found, a_group(), a_document(), PERSONAS, SLOTS)
    announced(found, a_group(), a_document(), PERSONAS, SEEN, [])
    assert not found.broken
    assert found.counts["groups_complete"] == 1


def test_a_failed_group_that_says_which_persona_and_why_breaks_no_promise() -> None:
    found = Verdict()
    document = a_document("failed", failed=["p1"], reason="no answer")
    count(found, a_group(), document, PERSONAS[:1], SLOTS)
    assert not found.broken
    assert found.counts["groups_failed_with_a_reason"] == 1


@pytest.mark.parametrize(
    ("broken", "document", "personas", "documents"),
    [
        ("personas_lost", a_document(), PERSONAS[:1], SLOTS[:1]),
        ("personas_lost", a_document("failed", failed=[], reason="why"), PERSONAS[:1], SLOTS),
        ("groups_failed_without_a_reason", a_document("failed", failed=["p1"]), PERSONAS, SLOTS),
        ("groups_stuck", a_document("generating"), PERSONAS, SLOTS),
        ("personas_doubled", a_document(), PERSONAS, [*SLOTS, {"slot": 2}]),
        ("personas_doubled", a_document(), PERSONAS, [SLOTS[0], SLOTS[0]]),
        ("personas_doubled", a_document(), [PERSONAS[0], PERSONAS[0]], SLOTS),
    ],
)
def test_a_broken_promise_is_counted_and_names_the_group(
    broken: str, document: dict[str, Any], personas: list[Any], documents: list[Any]
) -> None:
    found = Verdict()
    count(found, a_group(), document, personas, documents)
    assert found.counts[broken] == 1
    assert "group g" in found.broken[0]


@pytest.mark.parametrize("missing", SEEN)
def test_an_event_that_no_subscriber_saw_is_a_broken_promise(missing: Any) -> None:
    found = Verdict()
    seen = {identity: ids for identity, ids in SEEN.items() if identity != missing}
    announced(found, a_group(), a_document(), PERSONAS, seen, [])
    assert found.counts["events_never_seen"] == 1


def test_what_lay_in_a_log_that_was_lost_may_be_unseen() -> None:
    found = Verdict()
    announced(found, a_group(), a_document(), PERSONAS, {}, [105.0])
    announced(found, a_group(), a_document(), PERSONAS, SEEN, [50.0, 300.0])
    assert not found.broken
    assert found.counts["groups_beside_a_lost_log"] == 1


def test_an_event_is_doubled_under_two_ids_and_only_repeated_under_one() -> None:
    assert not list(doubled(SEEN))
    assert len(list(doubled({(GENERATED, "p0", None): Counter({"a": 1, "b": 1})}))) == 1
