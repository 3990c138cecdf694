"""How occupation titles of market data become the title of one person."""

import re
from typing import Literal

from suara.personas import Gender

SingleTitle = tuple[str, Gender | Literal["All"]]

# Titles that describe a group of people, or whose shared ending is longer than a word.
_IN_PERSON = {
    "Idle youth, not in school or work": ("Neither studying nor working",),
    "Elderly or unable to work": ("Elderly, no longer working",),
    "Overseas worker on vacation or returned": ("Returned overseas worker",),
    "Barangay tanod or health worker": ("Barangay tanod", "Barangay health worker"),
    "Garment or textile factory worker": ("Garment factory worker", "Textile factory worker"),
    "Food or seafood processing worker": ("Food processing worker", "Seafood processing worker"),
    "Electronics or vehicle plant operator": (
        "Electronics plant operator",
        "Vehicle plant operator",
    ),
}
_ALTERNATIVE = re.compile(r",\s*(?:or\s+)?|\s+or\s+")
# A word that names a person who does a job, and can stand alone: "Draftsman or CAD operator".
_DOER = re.compile(
    r"(?:er|or|ist|ista|ian|ant|agent|man|ess|wife|ee|clerk|cook|nurse|mason|guard|host|head"
    r"|official)$"
)
_NOT_DOERS = {"rubber", "timber", "computer", "power", "paper", "leather", "motor", "pepper"}
_SEX_OF: dict[str, Gender] = {
    "barber": "Male",
    "draftsman": "Male",
    "seamstress": "Female",
    "waitress": "Female",
}


def single_titles(title: str) -> list[SingleTitle]:
    """The titles one person can have, each with the sex it is for.

    "Accountant or auditor" -> Accountant, Auditor; "Marketing or HR officer" -> Marketing
    officer, HR officer; "Electrician" -> itself. Qualifiers in brackets are dropped.
    """
    if title in _IN_PERSON:
        return [(single, "All") for single in _IN_PERSON[title]]
    plain = re.sub(r"\s*\([^)]*\)", "", title)
    parts = _ALTERNATIVE.split(plain)
    noun = parts[-1].split()[-1]
    complete = [*(p if _stands_alone(p) else f"{p} {noun}" for p in parts[:-1]), parts[-1]]
    return [(p[0].upper() + p[1:], _SEX_OF.get(p.lower(), "All")) for p in complete]


def _stands_alone(part: str) -> bool:
    last = part.split()[-1].lower()
    return bool(_DOER.search(last)) and last not in _NOT_DOERS
