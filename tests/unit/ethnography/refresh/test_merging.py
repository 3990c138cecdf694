"""The same thing found several times is one finding."""

from hypothesis import given
from hypothesis import strategies as st

from ethnography.domain.findings import Finding
from ethnography.domain.merging import merged


def finding(text: str = "slow cash out on payday", **changes: object) -> Finding:
    fields: dict[str, object] = {
        "kind": "brand",
        "subject": "GCash",
        "stance": "criticism",
        "text": text,
        "weight": 1.0,
        "verbatims": ("reddit:1",),
        "sources": ("reddit",),
    }
    return Finding(**(fields | changes))  # type: ignore[arg-type]


FINDINGS = st.lists(
    st.builds(
        finding,
        text=st.sampled_from(
            ["slow cash out on payday", "cash out is slow on payday", "fees", "high fees", "Phí"]
        ),
        kind=st.sampled_from(["brand", "worry"]),
        subject=st.sampled_from(["GCash", "gcash", "Maya"]),
        stance=st.sampled_from(["praise", "criticism"]),
        weight=st.floats(0.1, 50),
        verbatims=st.lists(st.sampled_from("abcdef"), unique=True, min_size=1).map(tuple),
        sources=st.sampled_from([("appstore",), ("reddit",), ("appstore", "reddit")]),
    ),
    max_size=12,
)


def test_a_similar_reason_is_the_same_reason_in_the_heaviest_ones_words() -> None:
    light = finding(verbatims=("reddit:1", "reddit:2"), weight=2.0)
    heavy = finding(
        "cash out is slow on payday",
        subject="gcash",
        verbatims=("appstore:9",),
        sources=("appstore",),
        weight=5.0,
    )
    [one] = merged([light, heavy])
    assert one.text == "cash out is slow on payday"
    assert one.verbatims == ("appstore:9", "reddit:1", "reddit:2")
    assert one.sources == ("appstore", "reddit")
    assert one.weight == 7.0


def test_another_reason_stance_or_kind_is_another_finding() -> None:
    others = [
        finding(),
        finding("fees rise every month"),
        finding(stance="praise"),
        finding(kind="worry"),
        finding(subject="Maya"),
    ]
    assert len(merged(others)) == len(others)


def test_a_verbatim_in_two_findings_counts_once() -> None:
    [one] = merged([finding(), finding()])
    assert (one.weight, one.verbatims) == (1.0, ("reddit:1",))


@given(FINDINGS)
def test_no_verbatim_is_lost_and_no_weight_is_made(findings: list[Finding]) -> None:
    together = merged(findings)
    assert {v for f in together for v in f.verbatims} == {v for f in findings for v in f.verbatims}
    assert sum(f.weight for f in together) <= sum(f.weight for f in findings) + 1e-6
    assert all(len(set(f.verbatims)) == len(f.verbatims) for f in together)
    assert [f.weight for f in together] == sorted((f.weight for f in together), reverse=True)


@given(FINDINGS)
def test_the_groups_are_those_of_kind_subject_and_stance(findings: list[Finding]) -> None:
    def groups(some: list[Finding]) -> set[tuple[str, str, str]]:
        return {(f.kind, f.subject.casefold(), f.stance) for f in some}

    assert groups(merged(findings)) == groups(findings)
