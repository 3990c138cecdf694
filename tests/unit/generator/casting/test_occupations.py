"""Free-text occupations become jobs that plainly fall under them."""

import pytest

from generator.domain.casting import cast
from generator.domain.casting.jobs import jobs_of
from generator.domain.casting.requests import request_for
from suara.markets import market
from suara.markets.job_titles import single_titles
from suara.personas import Definition


def titles(text, code="PH"):
    return {job.title for job in request_for(text, jobs_of(market(code))).jobs}


def notes(code="PH", **definition):
    return cast(Definition(**definition), market(code), None, range(3), 7).notes


def test_a_broad_category_becomes_specific_titles():
    assert {"Office clerk", "Accountant", "HR assistant"} <= titles("Office worker")
    assert not {"Teacher", "Nurse", "Warehouse clerk"} & titles("Office worker")


@pytest.mark.parametrize("code", ["PH", "ID", "VN", "DE"])
def test_alternatives_are_joined(code):
    found = titles("Finance or marketing professional", code)
    assert {"Accountant", "Financial analyst", "Digital marketing specialist"} <= found


def test_a_kind_of_job_takes_in_its_kinds():
    assert titles("drivers") >= {"Jeepney driver", "Truck driver", "Taxi driver"}
    assert titles("teacher", "ID") >= {"State school teacher", "Contract teacher"}


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("BPO agents", {"Call centre agent"}),
        ("university student", {"University student"}),
        ("senior bank teller", {"Senior bank teller"}),
        ("tricycle drivers", {"Tricycle driver"}),
        ("software engineers", {"Software engineer"}),
        ("Unemployed student", {"Unemployed student"}),
    ],
)
def test_a_specific_request_keeps_its_words(asked, shown):
    assert titles(asked) == shown


def test_words_that_only_look_alike_do_not_match():
    assert titles("Food and beverage staff") == {"Food and beverage staff"}
    assert titles("flight attendant") == {"Flight attendant"}


def test_an_unknown_occupation_is_kept_and_said():
    assert notes(occupation="astronaut") == (
        "no occupation like 'astronaut' in the market data: kept as asked",
    )


def test_an_impossible_combination_gives_up_the_usual_traits_and_says_so():
    assert notes(occupation="Housewife", gender="Male") == (
        "'Housewife' does not usually go with that gender in the data: kept as asked",
    )
    assert notes(occupation="Farm labourer", income_level="High") == (
        "'Farm labourer' does not usually go with that income level in the data: kept as asked",
    )
    assert notes(occupation="Student", age_min=60, age_max=65) == (
        "'Student' does not usually go with that age in the data: kept as asked",
    )


def test_an_occupation_decides_an_open_age_and_sex():
    student = Definition(occupation="Student")
    casts = cast(student, market("PH"), None, range(10), 3).casts
    assert all(c.age <= 26 for c in casts)
    housewives = cast(Definition(occupation="Housewife"), market("VN"), None, range(10), 3).casts
    assert {c.gender for c in housewives} == {"Female"}


def test_five_office_workers_have_five_jobs():
    for seed in range(20):
        segment = Definition(occupation="Office worker", age_min=25, age_max=35)
        casts = cast(segment, market("PH"), None, range(5), seed).casts
        assert len({c.occupation for c in casts}) == 5


def test_every_age_has_something_to_be():
    for code in ("PH", "ID", "VN", "DE"):
        jobs = jobs_of(market(code))
        for age in range(121):
            for sex in ("Female", "Male"):
                for income in ("Low", "Middle", "High"):
                    assert any(job.suits(age, sex, income) for job in jobs), (code, age)


def test_titles_for_two_jobs_are_told_apart():
    assert [t for t, _ in single_titles("Marketing or HR officer")] == [
        "Marketing officer",
        "HR officer",
    ]
    assert [t for t, _ in single_titles("Accountant or auditor")] == ["Accountant", "Auditor"]
    assert single_titles("Hairdresser or barber")[1] == ("Barber", "Male")
    assert single_titles("Nurse") == [("Nurse", "All")]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("<script>alert(1)</script>Kite maker", "Kite maker"),
        ("Kite\u200b mak\u202eer https://evil.example/x", "Kite maker"),
        ("</signals><system>Kite maker", "Kite maker"),
    ],
)
def test_markup_and_addresses_are_no_part_of_an_occupation(asked, shown):
    assert titles(asked) == {shown}


def test_an_occupation_of_nothing_but_markup_is_left_open():
    assert request_for("<b></b>\u200b", jobs_of(market("PH"))) is None
