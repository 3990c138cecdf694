"""Headers of personas and connectors: what may be sent, and which of two wins."""

from http.client import parse_headers
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_gateway.domain.headers import MAX_HEADERS, MAX_NAME, MAX_VALUE, checked, merged

names = st.text(st.sampled_from("XaA-_1!:\r\n \u00e9"), max_size=6) | st.text(max_size=6)
values = st.text(st.sampled_from("aZ ~\u00e9\u00ff\r\n\t\0\x7f"), max_size=8) | st.text(max_size=8)
any_headers = st.dictionaries(names, values, max_size=4)
tokens = st.text(st.sampled_from("XxYy-1"), min_size=1, max_size=3)
fine_headers = st.dictionaries(tokens, st.text(st.sampled_from("ab1"), max_size=3), max_size=6)


@given(any_headers)
def test_what_is_accepted_arrives_as_it_is_and_as_nothing_else(headers: dict[str, str]) -> None:
    try:
        checked(headers)
    except ValueError:
        return
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    read = parse_headers(BytesIO((lines + "\r\n").encode("latin-1")))

    assert dict(read.items()) == headers


@given(fine_headers, fine_headers)
def test_every_name_is_there_once_and_the_persona_wins(
    connector: dict[str, str], persona: dict[str, str]
) -> None:
    connector, persona = ({n.lower(): v for n, v in h.items()} for h in (connector, persona))
    shouted = {name.upper(): value for name, value in persona.items()}

    together = merged(connector, shouted)

    assert {name.lower() for name in together} == connector.keys() | persona.keys()
    assert len({name.lower() for name in together}) == len(together)
    assert together.items() >= shouted.items()
    assert {n: v for n, v in together.items() if n.lower() not in persona} == {
        name: value for name, value in connector.items() if name not in persona
    }


@pytest.mark.parametrize(
    "name",
    [
        *("Host", "content-length", "Transfer-Encoding", "CONNECTION", "Upgrade", "TE", "Trailer"),
        *("Keep-Alive", "Proxy-Authorization", "proxy-anything", "Expect"),
        *("", "X A", "X:A", "X\r\nHost", "X\n", "Ä", "x" * (MAX_NAME + 1)),
    ],
)
def test_names_that_could_redirect_or_break_a_message_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="must not have"):
        checked({name: "x"})


@pytest.mark.parametrize(
    "value", ["a\r\nHost: b", "a\n", "a\0", "a\tb", " a", "a ", "\u0153", "x" * (MAX_VALUE + 1)]
)
def test_values_that_could_break_a_message_are_refused_and_never_repeated(value: str) -> None:
    with pytest.raises(ValueError, match="this value of 'X-A'") as refused:
        checked({"X-A": "secret" + value if value.strip() == value else value})

    assert "secret" not in str(refused.value)


def test_names_that_differ_in_case_only_are_the_same() -> None:
    with pytest.raises(ValueError, match="'x-a' twice"):
        checked({"X-A": "1", "x-a": "2"})


def test_there_are_fifty_at_most() -> None:
    headers = {f"X-{number}": "" for number in range(MAX_HEADERS + 1)}
    with pytest.raises(ValueError, match="at most 50"):
        checked(headers)
    headers.popitem()
    assert checked(headers) == headers
