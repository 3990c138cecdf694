"""A model's answers without faults -> draft and profile: cleaned, bounded, evidence resolved."""

from collections.abc import Iterable, Iterator, Mapping

from generator.domain.answers.shapes import (
    CITED,
    BrandAnswer,
    DraftAnswer,
    ProfileAnswer,
    cited,
)
from generator.domain.prompts.exhibits import Exhibit
from suara.markets import Signal, Stance
from suara.personas import Draft, Evidence, Profile
from suara.plain_text import plain

_TRAIT, _PHRASE, _CLAIM, _PROSE = 40, 120, 160, 900


def draft_of(answer: DraftAnswer) -> Draft:
    return Draft(
        personality_traits=tuple(plain(trait, _TRAIT) for trait in answer.personality_traits),
        values=tuple(plain(value, _TRAIT) for value in answer.values),
        motivation=plain(answer.motivation, _PHRASE).rstrip("."),
        worry=plain(answer.worry, _PHRASE).rstrip("."),
    )


def profile_of(answer: ProfileAnswer, exhibits: Mapping[str, Exhibit]) -> Profile:
    """Ids that are not of the exhibits are dropped, and a brand in both lists is trusted."""
    trusted = dict(_brands(answer.trusted_brands, exhibits, "praise"))
    distrusted = {
        name: why
        for name, why in _brands(answer.distrusted_brands, exhibits, "criticism")
        if name not in trusted
    }
    texts = {name: plain(cited(answer, name).text, _PROSE) for name in CITED}
    return Profile(
        backstory=plain(answer.backstory, _PROSE),
        **texts,
        trusted_brands=tuple(trusted),
        distrusted_brands=tuple(distrusted),
        evidence=(
            *(_brand_evidence("trusted_brands", trusted)),
            *(_brand_evidence("distrusted_brands", distrusted)),
            *_text_evidence(answer, exhibits),
        ),
    )


Reason = tuple[str, Signal]


def _brands(
    brands: Iterable[BrandAnswer], exhibits: Mapping[str, Exhibit], stance: Stance
) -> Iterator[tuple[str, Reason]]:
    for brand in brands:
        exhibit = exhibits.get(brand.signal_id)
        signal = exhibit.side(stance) if exhibit else None
        if exhibit and signal:
            yield exhibit.subject, (plain(brand.why, _CLAIM), signal)


def _brand_evidence(field: str, brands: Mapping[str, Reason]) -> Iterator[Evidence]:
    for name, (why, signal) in brands.items():
        yield Evidence(field=field, claim=f"{name}: {why}", signal_ids=(signal.id,))


def _text_evidence(answer: ProfileAnswer, exhibits: Mapping[str, Exhibit]) -> Iterator[Evidence]:
    """What a text cites is told in the signals' own words: of brands, both sides."""
    for name in CITED:
        for signal_id in dict.fromkeys(cited(answer, name).signal_ids):
            if exhibit := exhibits.get(signal_id):
                said = "; ".join(plain(signal.text, _CLAIM) for signal in exhibit.signals)
                yield Evidence(
                    field=name,
                    claim=said
                    if said.startswith(exhibit.subject)
                    else f"{exhibit.subject}: {said}",
                    signal_ids=tuple(signal.id for signal in exhibit.signals),
                )
