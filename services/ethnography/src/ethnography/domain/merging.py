"""The same thing found several times, in different parts of what people say."""

from collections.abc import Iterable, Sequence

from ethnography.domain.findings import Finding
from suara.markets.folding import fold

# Reasons of which half the words are the same are the same reason.
_SIMILAR = 0.5
# Words of at least so many letters say what a reason is about.
_LETTERS = 3


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each kind, subject, stance and reason; the heaviest first.

    Its text is the heaviest one's; its weight the sum, but a verbatim in two of them counts once.
    The order of the input changes nothing but which of two equally heavy texts stays.
    """
    groups: dict[tuple[str, str, str], list[list[Finding]]] = {}
    for finding in sorted(findings, key=lambda one: -one.weight):
        key = (finding.kind, fold(finding.subject), finding.stance)
        reasons = groups.setdefault(key, [])
        for same in reasons:
            if _alike(finding.text, same[0].text):
                same.append(finding)
                break
        else:
            reasons.append([finding])
    together = [_one(same) for reasons in groups.values() for same in reasons]
    return sorted(together, key=lambda one: -one.weight)


def _one(same: Sequence[Finding]) -> Finding:
    heaviest = same[0]
    if len(same) == 1:
        return heaviest
    said = [verbatim for finding in same for verbatim in finding.verbatims]
    distinct = tuple(dict.fromkeys(said))
    share = len(distinct) / len(said) if said else 1.0
    return Finding(
        kind=heaviest.kind,
        subject=heaviest.subject,
        stance=heaviest.stance,
        text=heaviest.text,
        weight=sum(finding.weight for finding in same) * share,
        verbatims=distinct,
        sources=tuple(sorted({source for finding in same for source in finding.sources})),
    )


def _alike(one: str, other: str) -> bool:
    words, others = _words(one), _words(other)
    if not words or not others:
        return fold(one) == fold(other)
    return len(words & others) >= _SIMILAR * len(words | others)


def _words(text: str) -> set[str]:
    return {word for word in fold(text).split() if len(word) >= _LETTERS}
