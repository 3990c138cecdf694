"""Sourced markets load completely, and any other country works the same way."""

import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from suara.markets import SOURCED_MARKETS, Market, UnknownCountry, market
from suara.markets.registry import read_data

FALLBACK = ["DE", "US", "TH", "BR", "NG", "JP"]


@pytest.mark.parametrize("code", SOURCED_MARKETS)
def test_a_sourced_market_loads_and_cites_its_sources(code: str) -> None:
    data = market(code)
    assert data.grounding == "sourced"
    assert data.currency.code in {"PHP", "IDR", "VND"}
    cited = {b.source for b in data.brands} | {p.source for p in data.prices}
    assert cited <= data.sources.keys() | {"estimate"}
    assert len(cited) > 10


def test_market_codes_are_read_in_either_case_and_cached() -> None:
    assert market("ph") is market("PH")


@pytest.mark.parametrize("code", ["XX", "", "PHL", "é!"])
def test_an_unknown_country_is_an_error(code: str) -> None:
    with pytest.raises(UnknownCountry):
        market(code)


@pytest.mark.parametrize("code", SOURCED_MARKETS)
def test_city_labels_read_as_plain_english(code: str) -> None:
    labels = [city.label for city in market(code).cities]
    assert all(label.isascii() for label in labels)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("code", "written", "label"),
    [
        ("VN", "Thành phố Hồ Chí Minh", "Ho Chi Minh City"),
        ("VN", "Hà Nội", "Hanoi"),
        ("VN", "Sài Gòn", "Ho Chi Minh City"),
        ("PH", "Dasmariñas", "Dasmarinas"),
        ("PH", "QC", "Quezon City"),
        ("ID", "Jogja", "Yogyakarta"),
        ("ID", "Bogor", "Bogor"),
    ],
)
def test_a_city_is_found_by_any_of_its_names(code: str, written: str, label: str) -> None:
    city = market(code).city(written)
    assert city is not None
    assert city.label == label


@pytest.mark.parametrize("code", FALLBACK)
def test_a_country_without_data_file_gets_a_plain_market(code: str) -> None:
    data = market(code)
    assert data.grounding == "plain"
    assert len(data.cities) >= 25
    assert len(data.occupations) >= 25
    assert len(data.names.female) >= 10
    assert {o.source for o in data.occupations} == {"estimate"}
    assert data.income.Low.max is None


def test_plain_markets_carry_the_countrys_own_names_and_money() -> None:
    germany, japan = market("DE"), market("JP")
    assert (germany.country, germany.currency.symbol) == ("Germany", "€")
    assert germany.cities[0].label == "Berlin"
    assert japan.names.order == "family-first"
    assert "Sato" in {s.name for s in japan.names.surnames}


def test_a_country_without_name_list_says_that_names_are_approximated() -> None:
    assert "approximated" in market("AQ").names.note


def test_surnames_that_differ_by_sex_are_kept_apart() -> None:
    names = market("RU").names
    assert not {n for n, _ in names.family("Female")} & {n for n, _ in names.family("Male")}


@given(ages=st.tuples(st.integers(0, 120), st.integers(0, 120)).map(sorted))
def test_every_admissible_age_range_has_people_of_both_sexes(ages: list[int]) -> None:
    people = market("VN").people(*ages)
    assert {age for age, _, _ in people} == set(range(ages[0], ages[1] + 1))
    assert {sex for _, sex, _ in people} == {"Female", "Male"}
    assert all(weight > 0 for _, _, weight in people)


def test_single_years_add_up_to_the_age_groups() -> None:
    data = market("PH")
    total = sum(g.male + g.female for g in data.population.by_age_sex)
    assert sum(w for _, _, w in data.people(0, 120)) == pytest.approx(total)


@given(age=st.integers(0, 120))
def test_the_married_share_is_a_share_at_every_age(age: int) -> None:
    for code in SOURCED_MARKETS:
        assert 0 <= market(code).married_share(age) <= 1


def test_a_name_fades_outside_the_years_it_was_popular() -> None:
    name = max(market("PH").names.female, key=lambda n: n.weight)
    assert name.weight_for(name.born[0]) == name.weight
    assert 0 < name.weight_for(name.born[0] - 30) < name.weight


def _broken(change: dict[str, Any]) -> Any:
    return read_data("ph") | {"grounding": "sourced"} | change


@pytest.mark.parametrize(
    "change",
    [
        {"unheard_of": 1},
        {"religion": [{"name": "A", "share": 1.2, "source": "estimate"}]},
        {"religion": [{"name": "A", "share": 0.5, "source": "hearsay"}]},
        {"marital_status": [{"age": [30, 20], "married": 0.5, "source": "estimate"}]},
        {"cities": read_data("ph")["cities"][:24]},
        {"price_habits": ["No source here."]},
        {"market": "ph"},
    ],
)
def test_broken_data_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Market.model_validate(_broken(change))


def test_a_market_takes_little_memory() -> None:
    content = read_data("id") | {"grounding": "sourced"}
    tracemalloc.start()
    kept = Market.model_validate(content)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept.market == "ID"
    assert size < 6_000_000
