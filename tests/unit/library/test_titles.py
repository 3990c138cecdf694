"""What an occupation is called, and when two names are one occupation."""

import pytest

from library.domain.query import asks_for_country
from library.domain.titles import title_of
from suara.markets import SOURCED_MARKETS, market
from suara.personas import Definition


@pytest.mark.parametrize(
    ("market_code", "one", "other"),
    [
        ("PH", "Call-center agents", "Call centre agent"),
        ("PH", "Titser", "Public school teacher"),
        ("ID", "Perawat", "Nurse"),
        ("VN", "điều dưỡng", "dieu duong"),
        ("US", "Attorney", "Lawyer"),
        ("US", "Nurse (night shift)", "nurses"),
        ("US", "Freelance photographer", "Photographer"),
    ],
)
def test_names_of_one_occupation_meet(market_code: str, one: str, other: str) -> None:
    assert title_of(one, market_code).text == title_of(other, market_code).text


@pytest.mark.parametrize("occupation", ["", "???", "(none)", "/", "看护师", "x" * 5_000])
def test_any_text_has_a_title(occupation: str) -> None:
    assert title_of(occupation, "ZZ").stations == frozenset()


def test_a_synonym_of_several_occupations_stands_for_none_of_them() -> None:
    assert not title_of("magsasaka", "PH").known


def test_a_station_of_life_is_told_from_the_occupation() -> None:
    assert title_of("Retired nurse", "PH").stations == {"past"}
    assert title_of("Nursing student", "PH").stations == {"study"}
    assert title_of("Nurse", "PH").stations == frozenset()


@pytest.mark.parametrize("location", [None, "", "Philippines", "philippines", "PH"])
def test_a_country_asks_for_anybody_in_it(location: str | None) -> None:
    assert asks_for_country(Definition(location=location), "PH")


@pytest.mark.parametrize(
    "location", ["Manila", "Manila, Philippines", "Nowhere Town, Philippines", "Vietnam"]
)
def test_a_place_asks_for_those_who_live_there(location: str) -> None:
    assert not asks_for_country(Definition(location=location), "PH")


def test_a_region_is_no_country() -> None:
    for code in SOURCED_MARKETS:
        for city in market(code).cities:
            region = city.region.split(" (")[0].split(";")[0]
            assert not asks_for_country(Definition(location=region), code), region
