"""Names of a country, from Faker, extracted in a short-lived child process.

Importing Faker takes 60 MB for good, for a few kilobytes of names, so a child imports it
and prints them. Run as a module it is that child: `python -m suara.markets.faker_names DE de`.
"""

import json
import subprocess
import sys
from collections import Counter
from typing import Any

# How often a name is drawn gives its weight; fixed, as the seed is, so that it is the same
# on every machine.
_DRAWS = 1500
_MOST = 150
_SEED = 20260101
_TIMEOUT_SECONDS = 60

# Used where Faker has no locale for a country or its languages.
_APPROXIMATION = "en_GB"


def faker_names(country: str, languages: list[str]) -> dict[str, Any]:
    """Names as {"locale", "approximated", "female", "male", "surnames"}.

    `female` and `male` are lists of [name, weight], `surnames` of [name, weight, sex or None].
    `approximated` is true when Faker has no locale for the country itself.

    Raises subprocess.SubprocessError if the child fails.
    """
    command = [sys.executable, "-m", "suara.markets.faker_names", country, *languages]
    child = subprocess.run(  # noqa: S603 - our own module, no shell
        command, capture_output=True, check=True, timeout=_TIMEOUT_SECONDS
    )
    names: dict[str, Any] = json.loads(child.stdout)
    return names


def _extract(country: str, languages: list[str]) -> dict[str, Any]:
    from faker import Faker
    from faker.config import AVAILABLE_LOCALES

    locale = _locale(country, languages, set(AVAILABLE_LOCALES))
    fake = Faker(locale)
    fake.seed_instance(_SEED)
    romanized = "romanized_" if hasattr(fake, "first_romanized_name_female") else ""
    female = _draw(getattr(fake, f"first_{romanized}name_female"))
    male = _draw(getattr(fake, f"first_{romanized}name_male"))
    return {
        "locale": locale,
        "approximated": not locale.endswith(f"_{country}"),
        "female": female,
        "male": male,
        "surnames": _surnames(fake, romanized),
    }


def _locale(country: str, languages: list[str], available: set[str]) -> str:
    """The country's locale (English first: Latin script), else its language's, else English."""
    own = sorted(loc for loc in available if loc.endswith(f"_{country}"))
    # Faker's English names for Thailand do not tell women's from men's.
    usable = [loc for loc in own if loc != "en_TH"]
    by_speakers = [f"{tag.split('_')[0]}_{country}" for tag in languages]
    preferred = [f"en_{country}", *by_speakers]
    for locale in [*preferred, *usable]:
        if locale in usable:
            return locale
    home = {"ar": "ar_AA", "de": "de_DE", "es": "es_ES", "fr": "fr_FR", "pt": "pt_PT"}
    main = home.get(languages[0].split("_")[0] if languages else "", "")
    return main if main in available else _APPROXIMATION


def _surnames(fake: Any, romanized: str) -> list[list[Any]]:
    if romanized:
        return [[*row, None] for row in _draw(fake.last_romanized_name)]
    women, men = _draw(fake.last_name_female), _draw(fake.last_name_male)
    shared = {name for name, _ in women} & {name for name, _ in men}
    if shared:
        return [[*row, None] for row in _draw(fake.last_name)]
    return [[*row, "Female"] for row in women] + [[*row, "Male"] for row in men]


def _draw(name: Any) -> list[list[Any]]:
    counts = Counter(str(name()) for _ in range(_DRAWS))
    commonest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
    return [[n.title() if n.isupper() else n, count] for n, count in commonest]


if __name__ == "__main__":
    json.dump(_extract(sys.argv[1], sys.argv[2:]), sys.stdout)
