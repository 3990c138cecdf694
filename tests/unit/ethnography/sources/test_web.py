"""Rules of the bounded client that need no server."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnography.adapters.web import Again, Answer, Throttled
from ethnography.adapters.web.addresses import is_public
from ethnography.adapters.web.answer import LONGEST, retry_after
from ethnography.adapters.web.verdicts import final
from ethnography.ports import SourceError

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),  # noqa: S104 - refused
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00::1"),
        *("ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::"),
    ],
)
def test_addresses_of_ones_own_network_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "151.101.1.140", "2a04:4e42::396"])
def test_addresses_of_the_internet_are(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_address_hides_in_no_other_form(address: IPv4Address) -> None:
    assert is_public(IPv6Address(f"::ffff:{address}")) == is_public(address)


@given(st.text(max_size=40))
def test_any_retry_after_is_none_or_a_time_to_wait(header: str) -> None:
    wait = retry_after(header, NOW)
    assert wait is None or 0 <= wait < float("inf")


@given(st.integers(-1_000, 100_000))
def test_a_date_to_retry_after_is_a_time_to_wait(seconds: int) -> None:
    header = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert retry_after(header, NOW) == max(0, seconds)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7),
        ({"retry-after": "7", "x-ratelimit-reset": "9"}, 7),
        ({"x-ratelimit-remaining": "0.0", "x-ratelimit-reset": "137"}, 137),
        ({"x-ratelimit-remaining": "12.0", "x-ratelimit-reset": "137"}, None),
        ({"retry-after": "9999999999"}, LONGEST),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "soon"}, None),
    ],
)
def test_what_an_answer_asks_to_wait(headers: dict[str, str], wait: float | None) -> None:
    assert Answer(429, headers, b"").wait == wait


@given(st.binary(max_size=200))
def test_any_body_is_json_or_a_failure(body: bytes) -> None:
    try:
        Answer(200, {}, body).json()
    except SourceError as error:
        assert "where JSON was due" in str(error)  # noqa: PT017 - either is fine


def test_a_reason_quotes_nothing() -> None:
    with pytest.raises(SourceError) as refused:
        Answer(200, {}, b"<html>Maria 0917 000 0000").json()
    assert str(refused.value) == "answered a web page where JSON was due (HTTP 200)"


def test_only_a_named_wait_gives_a_source_rest() -> None:
    assert isinstance(final(Again("x", "throttled", 90.0)), Throttled)
    assert final(Again("x", "throttled")).state == "throttled"
    assert not isinstance(final(Again("x", "throttled")), Throttled)
    assert final(Again("x", wait=90.0)).state == "failing"
