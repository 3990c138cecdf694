"""Where a free text says somebody is."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suara.markets import find_place, locate


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Manila, Philippines", "Manila, Philippines"),
        ("manila", "Manila, Philippines"),
        ("Metro Manila", "Manila, Philippines"),
        ("jakarta", "Jakarta, Indonesia"),
        ("Jkt", "Jakarta, Indonesia"),
        ("QC", "Quezon City, Philippines"),
        ("Saigon", "Ho Chi Minh City, Vietnam"),
        ("Sài Gòn", "Ho Chi Minh City, Vietnam"),
        ("TP.HCM", "Ho Chi Minh City, Vietnam"),
        ("HCMC", "Ho Chi Minh City, Vietnam"),
        ("Hà Nội", "Hanoi, Vietnam"),
        ("HÀ NỘI, việt nam", "Hanoi, Vietnam"),
        ("Cebu", "Cebu City, Philippines"),
        ("Jogja", "Yogyakarta, Indonesia"),
        ("Vietnam", "Vietnam"),
        ("Viet Nam", "Vietnam"),
        ("the Philippines", "Philippines"),
        ("PH", "Philippines"),
        ("Berlin, Germany", "Berlin, Germany"),
        ("Berlin Germany", "Berlin, Germany"),
        ("Bombay", "Mumbai, India"),
        ("London", "London, United Kingdom"),
        ("SG", "Singapore"),
        ("Hong Kong", "Hong Kong"),
        ("uk", "United Kingdom"),
        ("Smallville, Philippines", "Philippines"),
        ("San Antonio", "San Antonio, United States"),
        ("San Antonio, Makati", "Makati, Philippines"),
        ("Kemang, Jakarta", "Jakarta, Indonesia"),
        ("somewhere around Hanoi", "Hanoi, Vietnam"),
    ],
)
def test_locate(text: str, label: str) -> None:
    place = locate(text)
    assert place is not None
    assert place.label == label


@pytest.mark.parametrize("text", ["", "  , ,", "nowhere in particular", "x" * 5000, "🙂", "42"])
def test_what_is_no_place_is_none(text: str) -> None:
    assert locate(text) is None


def test_grounding_and_district_are_told() -> None:
    saigon, berlin = locate("Quận 1, Saigon"), locate("Berlin")
    assert saigon is not None
    assert berlin is not None
    assert (saigon.market, saigon.district, saigon.grounding) == ("VN", "Quận 1", "sourced")
    assert (berlin.market, berlin.grounding) == ("DE", "plain")


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("Urban women in Manila who use GCash", "Manila, Philippines"),
        ("women in manila", "Manila, Philippines"),
        ("WOMEN IN MANILA", "Manila, Philippines"),
        ("Makati yuppies", "Makati, Philippines"),
        ("ibu-ibu di Surabaya", "Surabaya, Indonesia"),
        ("phụ nữ ở Hà Nội", "Hanoi, Vietnam"),
        ("mga babae sa Cebu", "Cebu City, Philippines"),
        ("Gen Z in Indonesia, mostly Jakarta", "Jakarta, Indonesia"),
        ("women in Los Angeles", "Los Angeles, United States"),
        ("moms in Nice", "Nice, France"),
        ("Vietnamese women in Berlin", "Berlin, Germany"),
        ("Filipino men who like Korean dramas", "Philippines"),
        ("Pinoys aged 20", "Philippines"),
        ("Thai students", "Thailand"),
        ("students in US colleges", "United States"),
    ],
)
def test_a_place_is_found_inside_a_sentence(sentence: str, label: str) -> None:
    place = find_place(sentence)
    assert place is not None
    assert place.label == label


@pytest.mark.parametrize(
    "sentence",
    [
        "nice women reading mobile news in march",
        "people who love Korean food",
        "IT workers with id cards",
        "help us understand",
        "solo travellers",
        "real estate agents",
        "turkey lovers",
        "Jordan fans",
        "male shoppers",
        "carbon workers",
    ],
)
def test_everyday_words_are_not_places(sentence: str) -> None:
    assert find_place(sentence) is None


@settings(max_examples=100)
@given(st.text(max_size=300))
def test_any_text_is_read_without_error(text: str) -> None:
    locate(text)
    find_place(text)


@pytest.mark.parametrize("junk", ["a " * 2000, "Manila " * 600, "New York " * 450, "é," * 2000])
def test_hostile_length_is_read_quickly(junk: str) -> None:
    find_place("warm up in Berlin")
    started = time.process_time()
    find_place(junk)
    assert time.process_time() - started < 0.1
