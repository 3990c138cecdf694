"""What every persona's text must be, whoever it is about."""

import re
from itertools import pairwise

import pytest

from generator.domain.writer import profile
from suara.markets import Snapshot

PROSE = (
    "backstory",
    "digital_habits",
    "price_sensitivity",
    "psychographic_notes",
    "language_style",
)
LENGTHS = {
    "backstory": (4, 8),
    "digital_habits": (3, 6),
    "price_sensitivity": (3, 5),
    "psychographic_notes": (3, 5),
    "language_style": (1, 3),
}
CURRENCIES = {
    "PH": r"₱",
    "ID": r"Rp |\d ribu\b|\d juta\b",
    "VN": r"\dđ|triệu đồng",
}
CHILD = re.compile(r"\b(?:child|children|son|daughter|parent of)\b", re.I)


def sentences(text):
    return re.split(r"(?<=[.!?”])\s+(?=[A-Z“À-ỸĐ₱\d])", text)


def test_nothing_is_left_unfilled_or_badly_spaced(everyone):
    for written in everyone:
        for field in PROSE:
            text = getattr(written.profile, field)
            assert not re.search(r"[{}<>\[\]]|  |\s[,.;:!?]|,\.|\.\.|,,|None", text), text
            assert text == text.strip()


def test_sentences_begin_upper_case_and_end_with_a_stop(everyone):
    for written in everyone:
        for field in PROSE:
            text = getattr(written.profile, field).replace("Lucky Me!", "Lucky Me")
            assert re.search(r"[.?!]$", text), text
            begins = re.findall(r"(?:^|(?<=[.?!] ))(\S)", text)
            assert all(not letter.islower() for letter in begins), text


def test_articles_fit_the_word_that_follows(everyone):
    wrong = re.compile(r"\b[Aa] (?=[aeio]\w)(?!one|euro)|\ban (?=[bcdfgjklpqtvwyz][a-z])")
    for written in everyone:
        assert not wrong.search(written.text), wrong.search(written.text)


def test_texts_have_the_promised_length(everyone):
    for written in everyone:
        for field, (least, most) in LENGTHS.items():
            text = getattr(written.profile, field)
            assert least <= len(sentences(text)) <= most, (field, text)


def test_pronouns_agree_with_the_gender(everyone):
    for written in everyone:
        wrong = (
            r"\b(?:he|his|him|himself)\b"
            if written.cast.gender == "Female"
            else (r"\b(?:she|hers|herself)\b")
        )
        own = written.text.replace(written.cast.household, "")
        own = own.replace("when he visits", "").replace("until he let", "")
        own = re.sub(r"her husband|his (?:family|wife)|her family", "", own)
        assert not re.search(wrong, own, re.I), re.search(wrong, own, re.I)


def test_trust_and_distrust_never_overlap(everyone):
    for written in everyone:
        known = {brand.name for brand in written.market.brands}
        trusted, distrusted = written.profile.trusted_brands, written.profile.distrusted_brands
        assert set(trusted) | set(distrusted) <= known
        assert not set(trusted) & set(distrusted)
        assert len(set(trusted)) == len(trusted)


def test_there_are_three_to_six_trusted_and_one_to_three_distrusted_brands(everyone):
    for written in everyone:
        if written.market.grounding == "sourced" and written.cast.age >= 15:
            assert 3 <= len(written.profile.trusted_brands) <= 6, written.cast
            assert 1 <= len(written.profile.distrusted_brands) <= 3, written.cast


def test_every_cited_signal_exists_and_every_brand_is_cited(everyone):
    for written in everyone:
        evidence = written.profile.evidence
        assert evidence
        for item in evidence:
            assert item.signal_ids
            assert all(written.snapshot.signal(i) for i in item.signal_ids), item
        for field in ("trusted_brands", "distrusted_brands"):
            claims = [item.claim.split(": ")[0] for item in evidence if item.field == field]
            assert claims == list(getattr(written.profile, field))


def test_a_phrase_about_a_brand_is_a_phrase_about_that_brand(everyone):
    for written in everyone:
        for item in written.profile.evidence:
            signal = written.snapshot.signal(item.signal_ids[0])
            if signal.kind in ("brand", "platform"):
                subject, _, phrase = item.claim.partition(": ")
                assert subject == signal.subject
                assert phrase in signal.text


def test_platforms_in_use_fit_age_and_income(everyone):
    for written in everyone:
        for item in written.profile.evidence:
            signal = written.snapshot.signal(item.signal_ids[0])
            if signal.kind == "platform":
                skews = next(
                    p.skews for p in written.market.digital.platforms if p.name == signal.subject
                )
                assert skews.age[0] <= written.cast.age <= skews.age[1]
                assert written.cast.income_level in skews.income


def test_prices_are_in_the_money_of_the_market(everyone):
    for written in everyone:
        own = CURRENCIES.get(written.cast.market)
        for market, pattern in CURRENCIES.items():
            if market != written.cast.market:
                assert not re.search(pattern, written.text), written.text
        if own:
            assert re.search(own, written.profile.price_sensitivity)


def test_children_and_spouses_are_those_of_the_cast(everyone):
    for written in everyone:
        cast = written.cast
        told = written.text.replace(cast.household, "")
        her = "her" if cast.gender == "Female" else "his"
        if not cast.children:
            assert not re.search(rf"\b(?:{her}|the) child(?:ren)?\b|parents' group", told), told
        if cast.marital_status == "Single":
            assert not re.search(rf"\b{her} (?:husband|wife|spouse)\b", told), told


def test_students_have_no_salary_and_farmers_no_office(everyone):
    for written in everyone:
        if written.cast.occupation == "Student":
            assert "salar" not in written.text.lower()
        if "farmer" in written.cast.occupation:
            assert not re.search(r"\boffice hours|at the office|colleague", written.text)


def test_a_short_name_opens_every_field(everyone):
    for written in everyone:
        for field in ("backstory", "digital_habits", "price_sensitivity", "psychographic_notes"):
            assert written.cast.short_name in getattr(written.profile, field)


def test_dull_text_has_no_marketing_in_it(everyone):
    cliches = re.compile(r"tech-savvy|passionate|seamless|vibrant|game.changer|on a journey", re.I)
    for written in everyone:
        assert not cliches.search(written.text)


def test_the_sentences_of_one_person_differ(everyone):
    for written in everyone:
        said = [s for field in PROSE for s in sentences(getattr(written.profile, field))]
        assert all(a != b for a, b in pairwise(sorted(said)))


def test_nine_in_ten_price_texts_cite_a_price_and_every_named_brand_is_cited(everyone):
    sourced = [w for w in everyone if w.market.grounding == "sourced"]
    cited = 0
    for written in sourced:
        for field in ("digital_habits", "price_sensitivity", "psychographic_notes"):
            items = [item for item in written.profile.evidence if item.field == field]
            claims = " ".join(item.claim for item in items)
            for name in _named(written, getattr(written.profile, field)):
                assert name in claims, (name, field)
            kinds = {written.snapshot.signal(item.signal_ids[0]).kind for item in items}
            cited += field == "price_sensitivity" and "price" in kinds
    assert cited >= 0.9 * len(sourced)


def _named(written, text):
    """Brands and platforms that the text names; names that are also plain words do not count."""
    names = {b.name for b in written.market.brands}
    names |= {p.name for p in written.market.digital.platforms}
    found = {n for n in names if len(n) > 4 and re.search(rf"(?<!\w){re.escape(n)}(?!\w)", text)}
    return {n for n in found if not any(n != other and n in other for other in found)}


def test_a_snapshot_without_signals_still_gives_a_whole_profile(everyone):
    for written in everyone[::9]:
        silent = written.snapshot.model_copy(update={"signals": ()})
        silent = type(silent).model_validate(silent.model_dump())
        told = profile(written.cast, written.draft, written.market, silent)
        assert all(getattr(told, field) for field in PROSE)
        assert told.trusted_brands == told.distrusted_brands == ()
        assert told.evidence == ()


def test_signals_that_do_not_fit_a_sentence_are_left_alone(everyone):
    for written in everyone[::9]:
        hostile = tuple(
            signal.model_copy(update={"text": f"{{she}} <b>{signal.text}</b>\nhttps://x.example"})
            for signal in written.snapshot.signals
        )
        data = written.snapshot.model_dump() | {"signals": [s.model_dump() for s in hostile]}
        told = profile(written.cast, written.draft, written.market, Snapshot.model_validate(data))
        assert not any("<b>" in getattr(told, field) for field in PROSE)


@pytest.mark.parametrize("age", [0, 5, 11, 14, 99, 120])
def test_the_youngest_and_the_oldest_can_be_told(cast_group, age):
    for written in cast_group("PH", age, age_min=age, age_max=age):
        assert str(age) in written.profile.backstory
        assert len(written.draft.personality_traits) >= 3


@pytest.mark.parametrize("code", ["PH", "ID", "VN", "DE"])
def test_children_are_told_as_children(cast_group, code):
    grown_up = re.compile(
        r"salar|pension|mortgage|insurance|pay-later|lay-off|instalment|the rent\b"
    )
    for written in cast_group(code, 3, age_min=13, age_max=17):
        told = written.text + written.draft.motivation + written.draft.worry
        assert not grown_up.search(told), grown_up.search(told)
        named = {b.category for b in written.market.brands if b.name in _brands(written)}
        assert not named & {"bank", "alcohol"}


def test_nobody_eats_or_celebrates_against_their_faith(cast_group):
    for seed in range(12):
        for written in cast_group("PH", seed, location="Zamboanga City"):
            religion = written.cast.religion or ""
            if religion == "Islam":
                forbidden = r"baboy|longganisa|siopao|liempo|pork|Christmas"
            elif re.search("Iglesia ni Cristo|Jehovah", religion):
                forbidden = r"Christmas"
            else:
                forbidden = r"fasting|hajj|umrah"
            assert not re.search(forbidden, written.text), written.text


def _brands(written):
    return {*written.profile.trusted_brands, *written.profile.distrusted_brands}
