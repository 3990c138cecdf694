"""No two people of a group are told in the same sentence."""

import re
from string import Formatter

import pytest

from generator.domain.writer.grammar import with_article
from generator.domain.writer.money import written as money
from generator.domain.writer.occupation import KINDS
from generator.domain.writer.phrasebook import Phrasebook, parse, tables
from suara.personas import MAX_PERSONAS

SENTENCE_TABLES = sorted(name for name in tables() if not name.startswith("entry/"))
OPENINGS = ("origin", "screen", "budget", "drive", "voice")


@pytest.mark.parametrize("table", SENTENCE_TABLES)
def test_every_table_has_a_skeleton_of_its_own_for_each_of_ten(table):
    plain = [s for s in tables()[table] if not s.conditional]
    assert len(plain) >= MAX_PERSONAS
    assert len({s.text for s in tables()[table]}) == len(tables()[table])


@pytest.mark.parametrize("table", [t for t in SENTENCE_TABLES if t.startswith(OPENINGS)])
def test_every_opening_sentence_names_the_person(table):
    assert all("{name}" in skeleton.text for skeleton in tables()[table])


@pytest.mark.parametrize("table", SENTENCE_TABLES)
@pytest.mark.parametrize("known", [True, False])
def test_no_two_slots_get_the_same_skeleton_whatever_holds_for_each(table, known):
    everything = frozenset(n.lstrip("!") for s in tables()[table] for n in s.needs)
    for seed in range(20):
        chosen = [
            Phrasebook(seed, slot, everything if slot % 2 else frozenset(), lambda _: known)
            .skeleton(table)
            .text
            for slot in range(MAX_PERSONAS)
        ]
        assert len(set(chosen)) == MAX_PERSONAS


def masked(written, sentence):
    """The sentence without names, places, brands, money, numbers and facts of the cast."""
    cast = written.cast
    content: list[str | None] = [
        cast.household,
        cast.short_name,
        cast.city or "",
        cast.district or "",
        *written.draft.values,
    ]
    content += [b.name for b in written.market.brands]
    content += [p.name for p in written.market.digital.platforms]
    content += [claim.claim.partition(": ")[2] for claim in written.profile.evidence]
    for phrase in sorted(filter(None, content), key=len, reverse=True):
        sentence = sentence.replace(phrase, "*")
    sentence = re.sub(r"“[^”]*”|[₱\d][\d.,]*(?:đ| ribu| juta| triệu đồng)?", "*", sentence)
    return re.sub(r"\b(?:he|she|his|her|him|himself|herself)\b", "~", sentence, flags=re.I)


def test_no_sentence_skeleton_is_repeated_in_a_group(groups):
    for members in groups:
        for field in ("backstory", "digital_habits", "price_sensitivity", "psychographic_notes"):
            seen: dict[str, int] = {}
            for written in members:
                text = getattr(written.profile, field)
                for sentence in re.split(r"(?<=\.) ", text):
                    skeleton = masked(written, sentence)
                    assert seen.setdefault(skeleton, written.cast.slot) == written.cast.slot, (
                        sentence
                    )


def test_the_same_cast_is_told_the_same_way_again(cast_group):
    first, again = cast_group("PH", 7), cast_group("PH", 7)
    assert [w.profile for w in first] == [w.profile for w in again]
    assert [w.draft for w in first] == [w.draft for w in again]


def test_another_seed_tells_it_differently(cast_group):
    one, other = cast_group("VN", 1)[0], cast_group("VN", 2)[0]
    assert one.profile.backstory != other.profile.backstory


def test_order_and_number_of_sentences_vary_in_a_group(groups):
    for members in groups[:4]:
        counts = {w.profile.backstory.count(". ") for w in members}
        assert len(counts) > 1


def test_a_phrase_line_reads_needs_citation_and_text():
    (skeleton,) = parse(["## t", "[low !senior] <price_habit: sachet> {She} buys little."])["t"]
    assert skeleton.needs == {"low", "!senior"}
    assert skeleton.cites == "price_habit: sachet"
    assert [n for _, n, _, _ in Formatter().parse(skeleton.text) if n] == ["She"]


def test_a_phrase_outside_a_table_is_an_error():
    with pytest.raises(ValueError, match="outside a table"):
        parse(["{She} sleeps."])


@pytest.mark.parametrize(
    ("noun", "said"),
    [
        ("accountant", "an accountant"),
        ("nurse", "a nurse"),
        ("HR officer", "an HR officer"),
        ("IT support technician", "an IT support technician"),
        ("university lecturer", "a university lecturer"),
        ("CAD operator", "a CAD operator"),
        ("X-ray technician", "an X-ray technician"),
        ("uniformed guard", "a uniformed guard"),
        ("umbrella seller", "an umbrella seller"),
    ],
)
def test_articles(noun, said):
    assert with_article(noun) == said


@pytest.mark.parametrize(
    ("amount", "code", "spoken", "said"),
    [
        (1250, "PHP", False, "₱1,250"),
        (8.5, "PHP", False, "₱8.50"),
        (51.14, "PHP", False, "₱51"),
        (15000, "IDR", False, "Rp 15.000"),
        (15000, "IDR", True, "15 ribu"),
        (1_200_000, "IDR", False, "Rp 1,2 juta"),
        (35000, "VND", False, "35.000đ"),
        (3_400_000, "VND", False, "3,4 triệu đồng"),
        (22_000_000, "VND", False, "22 triệu đồng"),
    ],
)
def test_money_is_written_as_people_write_it(amount, code, spoken, said):
    assert money(amount, code, "₱", spoken) == said


def test_every_kind_of_working_life_has_a_way_into_it():
    for kind in KINDS:
        ways = tables()[f"entry/{kind}"]
        assert sum(not way.conditional for way in ways) >= 4, kind
