"""Which claims about brands, habits and prices name a signal that supports them?

A claim is each trusted or distrusted brand; each brand or platform that the prose names; each
amount in `price_sensitivity`, except the household's own income, which is a cast fact; and each
other sentence there after the first, which says how the person saves. A claim is supported if
evidence of that field cites a signal about that very brand, platform, price or habit.
"""

import re
from collections.abc import Iterator

from persona_quality.sentences import sentences
from persona_quality.written import Written
from suara.markets import Signal
from suara.personas import Evidence

_NUMBER = r"\d(?:[\d.,]*\d)?"
_AMOUNT = re.compile(
    rf"(?:₱|€|Rp ){_NUMBER}(?: juta| ribu)?|{_NUMBER}(?:đ| ribu| juta| triệu đồng)"
)
_BRAND_FIELDS = ("digital_habits", "price_sensitivity", "psychographic_notes")


def supported_claims(one: Written) -> list[tuple[str, bool]]:
    """(claim, whether a signal supports it) for every claim of a persona."""
    return [*_listed(one), *_named(one), *_price_sentences(one)]


def evidence_share(people: list[Written]) -> dict[str, float]:
    """Per cent of claims with evidence; `claims_count` is how many there are."""
    verdicts = [supported for one in people for _, supported in supported_claims(one)]
    return {
        "claims_count": float(len(verdicts)),
        "claims_with_evidence_percent": 100 * sum(verdicts) / len(verdicts),
    }


def _listed(one: Written) -> Iterator[tuple[str, bool]]:
    for field in ("trusted_brands", "distrusted_brands"):
        for brand in getattr(one.profile, field):
            yield brand, _cites_subject(one, field, brand)


def _named(one: Written) -> Iterator[tuple[str, bool]]:
    """Brands and platforms by name; names that are also everyday words are not looked for."""
    names = {b.name for b in one.market.brands} | {p.name for p in one.market.digital.platforms}
    for field in _BRAND_FIELDS:
        text = one.fields[field]
        found = {n for n in names if len(n) > 3 and _stands_in(n, text)}
        for name in sorted(found):
            if not any(name != other and name in other for other in found):
                yield name, _cites_subject(one, field, name) or _quoted(one, field, name)


def _stands_in(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _quoted(one: Written, field: str, name: str) -> bool:
    """Whether the name stands in what people are quoted as saying of something else."""
    return any(name in s.subject or name in s.text for _, s in _cited(one, field))


def _price_sentences(one: Written) -> Iterator[tuple[str, bool]]:
    field = "price_sensitivity"
    _, *habits = sentences(one.fields[field])
    brands = {s.subject for _, s in _cited(one, field) if s.kind == "brand"}
    for sentence in habits:
        amounts = _AMOUNT.findall(sentence)
        for amount in amounts:
            cited = (e.claim for e, s in _cited(one, field) if s.kind == "price")
            yield amount, any(amount in claim for claim in cited)
        if not amounts:
            about = any(e.claim == sentence for e, _ in _cited(one, field))
            yield sentence, about or any(b.split(" (")[0] in sentence for b in brands)


def _cites_subject(one: Written, field: str, name: str) -> bool:
    return any(signal.subject == name for _, signal in _cited(one, field))


def _cited(one: Written, field: str) -> Iterator[tuple[Evidence, Signal]]:
    for item in one.profile.evidence:
        if item.field == field:
            for signal_id in item.signal_ids:
                if signal := one.snapshot.signal(signal_id):
                    yield item, signal
