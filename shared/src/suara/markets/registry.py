"""Market data by country code: read once, kept."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from yaml import CSafeLoader

from suara.markets.countries import is_country
from suara.markets.models import Market
from suara.markets.plain import plain_market

#: The countries with a data file of their own.
SOURCED_MARKETS = ("PH", "ID", "VN")


class UnknownCountry(LookupError):  # noqa: N818 - it names what it found
    """The code is not an ISO 3166-1 alpha-2 country code."""


def market(code: str) -> Market:
    """The grounding data of a country, by ISO 3166-1 alpha-2 code in either case.

    The first call for a sourced market takes some 50 ms, for another country about a
    second (its names and cities are extracted from reference packages).

    Raises UnknownCountry.
    """
    code = code.upper()
    if code in SOURCED_MARKETS:
        return _sourced(code)
    if not is_country(code):
        raise UnknownCountry(f"{code!r} is not an ISO 3166-1 alpha-2 country code")
    return _plain(code)


def read_data(name: str) -> Any:
    """The parsed content of one of the package's YAML files."""
    text = files("suara.markets").joinpath("data", f"{name}.yaml").read_bytes()
    return yaml.load(text, Loader=CSafeLoader)


@cache
def _sourced(code: str) -> Market:
    return Market.model_validate(read_data(code.lower()) | {"grounding": "sourced"})


@cache
def _plain(code: str) -> Market:
    return plain_market(code, read_data("plain"))
