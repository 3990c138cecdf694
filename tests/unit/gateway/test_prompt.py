"""Whole prompts: the documented examples, silence, and hostile input."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api_gateway.domain.prompt import ParsedPrompt, parse

MANILA = (
    "Urban millennial women in Manila aged 25-32 who use GCash and shop on Shopee at least "
    "twice a week"
)
SAIGON = (
    "Young professional women in Ho Chi Minh City, early 30s, working in finance or marketing, "
    "middle to upper-middle income"
)


def test_the_documented_manila_prompt() -> None:
    assert parse(MANILA) == ParsedPrompt(
        name="Manila Millennial Women",
        age_min=25,
        age_max=32,
        gender="Female",
        location="Manila, Philippines",
        persona_count=5,
    )


def test_the_documented_ho_chi_minh_city_prompt() -> None:
    assert parse(SAIGON) == ParsedPrompt(
        name="HCMC Professional Women",
        age_min=28,
        age_max=35,
        gender="Female",
        location="Ho Chi Minh City, Vietnam",
        income_level="Middle",
        occupation="Finance or marketing professional",
        persona_count=5,
    )


@pytest.mark.parametrize("prompt", ["", "   ", "people who like coffee", "🙂🙂", "%%%", "\x00"])
def test_what_is_not_said_stays_absent(prompt: str) -> None:
    assert parse(prompt) == ParsedPrompt(persona_count=5)


def test_a_prompt_in_any_case_means_the_same() -> None:
    assert parse(MANILA.lower()) == parse(MANILA) == parse(MANILA.upper())


def test_a_prompt_in_other_words() -> None:
    parsed = parse("6 personas: men 35 to 50, business owners in Hanoi, high earners")
    assert (parsed.age_min, parsed.age_max, parsed.gender) == (35, 50, "Male")
    assert (parsed.location, parsed.income_level) == ("Hanoi, Vietnam", "High")
    assert (parsed.occupation, parsed.persona_count) == ("Business owner", 6)


_VOCABULARY = [
    "over", "40", "and", "25-32", "class", "A", "B", "women", "men", "in", "of", "to", "between",
    "aged", "30s", "early", "mid", "late", "working", "finance", "or", "marketing", "gen", "z",
    "million", "3", "kids", "-", "'", ",", "+", "99", "100", "years", "old", "a", "dozen", "give",
    "me", "personas", "middle", "upper", "income", "Manila", "New", "York", "Quận", "1", "₱", "é",
    "born", "1990",
]  # fmt: skip


def _stays_in_bounds(parsed: ParsedPrompt) -> bool:
    ages = [age for age in (parsed.age_min, parsed.age_max) if age is not None]
    return (
        all(0 <= age <= 120 for age in ages)
        and ages == sorted(ages)
        and parsed.persona_count is not None
        and 1 <= parsed.persona_count <= 10
    )


@settings(max_examples=150)
@given(st.text(max_size=400))
def test_any_text_parses_to_admissible_values(prompt: str) -> None:
    assert _stays_in_bounds(parse(prompt))


@settings(max_examples=150)
@given(st.lists(st.sampled_from(_VOCABULARY), max_size=60).map(" ".join))
def test_any_mix_of_telling_words_parses_to_admissible_values(prompt: str) -> None:
    assert _stays_in_bounds(parse(prompt))


@settings(max_examples=40)
@given(st.lists(st.sampled_from(_VOCABULARY), min_size=1, max_size=4).map(" ".join))
def test_four_thousand_characters_of_junk_parse_to_admissible_values(junk: str) -> None:
    assert _stays_in_bounds(parse(_repeated(junk)))


# A pattern that backtracks without bound would take hours on these, not seconds.
@pytest.mark.timeout(10)
@pytest.mark.parametrize("junk", [*_VOCABULARY, "25-", "class a,", "five a b c", "early to mid"])
def test_no_repetition_makes_the_parser_backtrack_without_bound(junk: str) -> None:
    assert _stays_in_bounds(parse(_repeated(junk)))


def _repeated(junk: str) -> str:
    return (junk + " ") * (4000 // (len(junk) + 1))
