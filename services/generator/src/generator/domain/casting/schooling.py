"""The highest schooling of a person, plausible for age, job and income."""

from math import exp
from random import Random

from generator.domain.casting.degrees import degree_subject
from generator.domain.casting.drawing import pick
from generator.domain.casting.people import Person
from suara.markets import Market
from suara.markets.folding import fold

# Levels on one scale for all markets.
NONE, PRIMARY, LOWER_SECONDARY, UPPER_SECONDARY, SOME_COLLEGE, DEGREE, POSTGRADUATE = range(7)
# First match counts: more telling words come first.
_RANKS = (
    (("other",), None),
    (("post baccalaureate", "postgraduate", "master"), POSTGRADUATE),
    (("college graduate", "university", "tertiary", "bachelor", "degree"), DEGREE),
    (("college", "vocational", "diploma"), SOME_COLLEGE),
    (("upper secondary", "high school graduate"), UPPER_SECONDARY),
    (("lower secondary", "high school undergraduate"), LOWER_SECONDARY),
    (("no ", "not completed", "elementary undergraduate"), NONE),
    (("primary", "elementary"), PRIMARY),
)
_YOUNGEST = {SOME_COLLEGE: 19, DEGREE: 21, POSTGRADUATE: 25}
# (least, most) schooling by how occupation groups begin. Judgement.
_BY_GROUP = (
    ("profession", (SOME_COLLEGE, POSTGRADUATE)),
    ("manage", (UPPER_SECONDARY, POSTGRADUATE)),
    ("unknown", (UPPER_SECONDARY, DEGREE)),
    ("generic", (UPPER_SECONDARY, DEGREE)),
    ("clerical", (UPPER_SECONDARY, DEGREE)),
    ("technic", (UPPER_SECONDARY, DEGREE)),
    ("element", (NONE, UPPER_SECONDARY)),
    ("agri", (NONE, UPPER_SECONDARY)),
    ("skilled agri", (NONE, UPPER_SECONDARY)),
    ("craft", (PRIMARY, SOME_COLLEGE)),
    ("machine", (PRIMARY, SOME_COLLEGE)),
    ("transport", (PRIMARY, SOME_COLLEGE)),
    ("manufactur", (LOWER_SECONDARY, SOME_COLLEGE)),
    ("production", (PRIMARY, SOME_COLLEGE)),
    ("service", (LOWER_SECONDARY, SOME_COLLEGE)),
    ("sales", (LOWER_SECONDARY, SOME_COLLEGE)),
    ("armed", (UPPER_SECONDARY, DEGREE)),
)
_ANY = (NONE, DEGREE)
# How levels of the data read as one person's schooling.
_SAID = {
    "University or higher (đại học trở lên)": "University degree",
    "Tertiary (diploma and above)": "University degree",
    "No schooling or primary not completed": "Primary school not completed",
    "Elementary or intermediate vocational (sơ cấp, trung cấp)": "Vocational certificate",
    "Vocational or some college": "Vocational training",
    "Primary school or less": "Primary school",
    "College undergraduate": "Some college, not finished",
    "Post-baccalaureate": "Master's degree",
}


def education(person: Person, market: Market, random: Random) -> str:
    """Schooling as a phrase: "Degree in nursing", "In primary school", "High school graduate"."""
    if (ongoing := _ongoing(person)) is not None:
        return ongoing
    subject = degree_subject(person.job.title)
    if subject is not None and person.age >= _YOUNGEST[DEGREE]:
        return subject if subject[0].isupper() else f"Degree in {subject}"
    least, most = _range(person)
    levels = [
        (r.level, r.share, rank) for r in market.education if (rank := _rank(r.level)) is not None
    ]
    near = min((max(least - rank, rank - most, 0) for _, _, rank in levels), default=0)
    weighted = [
        (level, share * _tilt(person, rank))
        for level, share, rank in levels
        if max(least - rank, rank - most, 0) == near
    ]
    return _said(pick(weighted, random.random())) if weighted else "Schooling not stated"


def _ongoing(person: Person) -> str | None:
    """What somebody still in education is doing."""
    title = person.job.title.lower()
    if person.age < 6:
        return "Not yet in school"
    if person.age < 12:
        return "In primary school"
    if person.age < 15:
        return "In lower secondary school"
    if not person.job.is_study:
        return "Studying for a degree" if _too_young_for_degree(person) else None
    if person.age < 18 or "pupil" in title or "high school" in title or "secondary" in title:
        return "In upper secondary school"
    return "Studying for a university degree"


def _too_young_for_degree(person: Person) -> bool:
    return (
        degree_subject(person.job.title) is not None
        and UPPER_SECONDARY_AGE <= person.age < _YOUNGEST[DEGREE]
    )


UPPER_SECONDARY_AGE = 18


def _range(person: Person) -> tuple[int, int]:
    """Least and most schooling for the job, no more than somebody of that age can have."""
    group = fold(person.job.group)
    least, most = next((r for start, r in _BY_GROUP if group.startswith(start)), _ANY)
    if person.age < UPPER_SECONDARY_AGE:
        reachable = LOWER_SECONDARY
    else:
        reachable = max(
            [UPPER_SECONDARY, *(rank for rank, age in _YOUNGEST.items() if person.age >= age)]
        )
    return min(least, reachable), min(most, reachable)


def _tilt(person: Person, rank: int) -> float:
    """Better-off households and younger cohorts have more schooling than the average."""
    slope = {"Low": -0.35, "Middle": 0.25, "High": 0.8}[person.income_level]
    cohort = (45 - min(person.age, 85)) / 60
    return exp((slope + cohort) * (rank - UPPER_SECONDARY))


def _rank(level: str) -> int | None:
    folded = f"{fold(level)} "
    return next((rank for words, rank in _RANKS if any(w in folded for w in words)), PRIMARY)


def _said(level: str) -> str:
    said = _SAID.get(level, level)
    return said.replace("secondary (", "secondary school (").replace(
        "Primary (", "Primary school ("
    )
