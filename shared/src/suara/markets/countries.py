"""Countries of the world: names, currencies and languages, from Unicode CLDR and ISO 3166.

Names are display names in English ("Germany", "Hong Kong"). CLDR comes with Babel, ISO 3166
with pycountry.
"""

from functools import cache

import pycountry
from babel import Locale, UnknownLocaleError
from babel.languages import get_territory_language_info
from babel.numbers import get_currency_symbol, get_territory_currencies

from suara.markets.folding import fold

# What people write besides the CLDR and ISO names. Parts of the United Kingdom stand for it.
_SPOKEN_NAMES = {
    "america": "US", "burma": "MM", "britain": "GB", "czech republic": "CZ", "emirates": "AE",
    "england": "GB", "great britain": "GB", "holland": "NL", "hong kong": "HK", "id": "ID",
    "ivory coast": "CI", "korea": "KR", "macau": "MO", "ph": "PH", "pilipinas": "PH", "pinas": "PH",
    "russia": "RU", "scotland": "GB", "the states": "US", "turkey": "TR", "uae": "AE",
    "uk": "GB", "us": "US", "usa": "US", "vn": "VN", "wales": "GB",
}  # fmt: skip


def is_country(code: str) -> bool:
    """Whether `code` is an ISO 3166-1 alpha-2 code, in upper case."""
    return len(code) == 2 and pycountry.countries.get(alpha_2=code) is not None


def country_name(code: str) -> str:
    """Display name in English, without CLDR's political qualifiers."""
    name = str(_english().territories[code])
    return name.split(" (")[0].removesuffix(" SAR China")


@cache
def country_codes_by_name() -> dict[str, str]:
    """Folded name -> alpha-2 code, for every English or official name of every country."""
    codes: dict[str, str] = {}
    for country in pycountry.countries:
        code = country.alpha_2
        for attribute in ("name", "common_name", "official_name"):
            if name := getattr(country, attribute, None):
                codes[fold(name)] = code
    for country in pycountry.countries:
        codes[fold(country_name(country.alpha_2))] = country.alpha_2
    return codes | _SPOKEN_NAMES


def currency(code: str) -> tuple[str, str]:
    """(ISO 4217 code, symbol) of the legal tender today; US dollars where there is none."""
    current = get_territory_currencies(code) or ["USD"]
    own_locale = f"{_main_language(code)}_{code}"
    try:
        symbol = get_currency_symbol(current[0], locale=Locale.parse(own_locale, sep="_"))
    except (UnknownLocaleError, ValueError):
        symbol = get_currency_symbol(current[0], locale="en")
    return current[0], symbol


def languages(code: str) -> list[tuple[str, float]]:
    """(English name, share of people 0-1) of languages with at least 1 %, largest first."""
    names = _english().languages
    shares: dict[str, float] = {}
    for tag, info in get_territory_language_info(code).items():
        base = tag.split("_")[0]  # "zh_Hant" is written Chinese, spoken Chinese all the same
        if base != "und":
            name = str(names.get(base, base))
            percent = float(info["population_percent"] or 0)
            shares[name] = max(shares.get(name, 0.0), min(percent / 100, 1.0))
    spoken = sorted((s for s in shares.items() if s[1] >= 0.01), key=lambda s: -s[1])
    return spoken[:8] or [("English", 1.0)]


def language_tags(code: str) -> list[str]:
    """CLDR tags of a country's languages, most spoken first."""
    info = get_territory_language_info(code)
    return sorted(info, key=lambda tag: -float(info[tag]["population_percent"] or 0))


def family_name_first(code: str) -> bool:
    """Whether full names start with the family name there."""
    return code in {"CN", "HK", "HU", "JP", "KH", "KP", "KR", "MO", "TW", "VN"}


def _main_language(code: str) -> str:
    return next((t for t in language_tags(code) if "_" not in t), "en")


@cache
def _english() -> Locale:
    return Locale("en")
