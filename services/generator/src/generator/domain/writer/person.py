"""What the writer knows of one person: the words sentences use and the flags they ask for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from generator.domain.writer.colour import STILL_AT_SCHOOL, Colour, colour, eaten, feast, schooling
from generator.domain.writer.grammar import Words, number, pronouns
from generator.domain.writer.household import Home, home_of
from generator.domain.writer.occupation import WorkingLife, working_life
from generator.domain.writer.phrasebook import Phrasebook, Skeleton, pick
from suara.personas import Cast

# A disposition counts from here on as something others would remark on.
_REMARKABLY_LOW, _REMARKABLY_HIGH = 0.35, 0.65
_LEANINGS = {
    "openness": ("closed", "open"),
    "conscientiousness": ("careless", "careful"),
    "extraversion": ("quiet", "outgoing"),
    "agreeableness": ("blunt", "warm"),
    "neuroticism": ("calm", "nervous"),
    "price_sensitivity": ("easy", "thrifty"),
    "institutional_trust": ("wary", "trusting"),
    "brand_loyalty": ("fickle", "loyal"),
    "novelty_seeking": ("settled", "novel"),
    "privacy_concern": ("casual", "private"),
    "family_orientation": ("solo", "family"),
    "digital_fluency": ("clumsy", "fluent"),
    "optimism": ("gloomy", "hopeful"),
}
_FAITHS = {"islam": "islam", "muslim": "islam", "catholic": "catholic christian",
           "christ": "christian", "protest": "christian", "iglesia": "christian",
           "evangel": "christian", "hindu": "hindu", "buddh": "buddhist"}  # fmt: skip


_ELDERLY, _VERY_OLD, _LEAST_FLUENT = 55, 76, 0.2
# Where somebody lives whose dwelling the cast has already described.
STREETS = ("a narrow side street", "a lane behind the market", "a street that wakes early",
           "a dead-end street", "a block of old buildings", "a row above the shops",
           "a street with one good tree", "a corner building", "a quiet back lane",
           "a neighbourhood of repair shops")  # fmt: skip


def is_offline(cast: Cast) -> bool:
    """Whether the person keeps to telephone calls."""
    fluent = cast.dispositions.digital_fluency >= _LEAST_FLUENT
    return cast.age >= _VERY_OLD or (cast.age >= _ELDERLY and not fluent)


@dataclass(frozen=True)
class Person:
    """A cast with everything that can be said of it without any market data.

    where: city and region as one text, once a market is known that has regional limits.
    """

    cast: Cast
    work: WorkingLife
    home: Home
    flags: frozenset[str]
    words: Words
    where: str | None = None

    def is_(self, needs: str) -> bool:
        """Whether all flags hold: "female !senior"."""
        return Skeleton("", frozenset(needs.split())).holds(self.flags, lambda _: False)

    @property
    def youth(self) -> str:
        """What the names of tables end in that say another thing of the under-18s."""
        return "_young" if "teen" in self.flags else ""

    def draw(self, purpose: str) -> Random:
        """A random stream of this person's own; the same for the same cast and purpose."""
        return Random(f"{self.cast.seed}/{self.cast.slot}/{purpose}")  # noqa: S311

    def choice(self, purpose: str, options: tuple[str, ...]) -> str:
        """An option that others of the group get only once all the options are used."""
        return pick(self.cast.seed, self.cast.slot, purpose, options)


def person_of(cast: Cast) -> Person:
    work = working_life(cast.occupation, cast.gender, cast.age)
    home = home_of(cast)
    flags = frozenset(_flags(cast, work, home))
    local = colour(cast.market)
    person = Person(cast, work, home, flags, Words(_facts(cast, work, home, local)))
    person.words.update(_choices(person, local))
    book = Phrasebook(cast.seed, cast.slot, flags, lambda _: False)
    person.words["entry"] = book.filler(f"entry/{work.kind}").format_map(person.words)
    return person


def _flags(cast: Cast, work: WorkingLife, home: Home) -> Iterator[str]:
    age = cast.age
    yield from (cast.market, cast.gender.lower(), cast.income_level.lower())
    yield from work.flags | home.flags
    for name, since, until in (("teen", 0, 17), ("young", 0, 29), ("midlife", 40, 59),
                               ("senior", 60, 120)):  # fmt: skip
        if since <= age <= until:
            yield name
    if is_offline(cast):
        yield "offline"
    if cast.city:
        yield "city"
    if "employed" in work.flags:
        yield "commutes"
    school = schooling(cast)
    if school == STILL_AT_SCHOOL:
        yield "ongoing"
    if "degree" in school:
        yield "uni"
    if re.search(r"left school|stopped|elementary|primary", school):
        yield "leftearly"
    religion = (cast.religion or "").lower()
    for word, faith in _FAITHS.items():
        if word in religion:
            yield from ("religious", *faith.split())
    for name, (low, high) in _LEANINGS.items():
        score = getattr(cast.dispositions, name)
        if score <= _REMARKABLY_LOW:
            yield low
        if score >= _REMARKABLY_HIGH:
            yield high


def _facts(cast: Cast, work: WorkingLife, home: Home, local: Colour) -> Iterator[tuple[str, str]]:
    she = pronouns(cast.gender)
    place = cast.city or cast.location.rpartition(", ")[2]
    if cast.district and cast.district != cast.city:
        place = f"{cast.district}, {place}"
    yield from she.items()
    yield from (("name", cast.short_name), ("age", str(cast.age)))
    yield from (("place", place), ("in_place", f"in {place}"))
    yield from (("works", work.works), ("at_work", work.at_work), ("after", work.after))
    yield from (("pay", work.pay), ("payday", work.payday))
    yield "season", "catch" if work.kind == "fish" else "harvest"
    yield from (("lives", home.lives), ("spouse", home.spouse))
    children = home.children or cast.children
    yield "the_kids", "child" if children == 1 else "children"
    yield "kids", f"{number(children)} {'child' if children == 1 else 'children'}"
    yield from (("corner_shop", local.corner_shop), ("market_place", local.market_place))
    yield from (("paydays", local.paydays), ("lump_sum", local.lump_sum), ("feast", feast(cast)))
    yield "schooled", schooling(cast).format_map(she)


def _choices(person: Person, local: Colour) -> Iterator[tuple[str, str]]:
    income = person.cast.income_level
    yield from (
        (name, person.choice(name, options).format_map(person.words))
        for name, options in (
            ("ride", local.ride[income]),
            ("home_type", STREETS if "housed" in person.flags else local.home[income]),
            ("breakfast", eaten(local.breakfast, person.flags)),
            ("dish", eaten(local.dish, person.flags)),
            ("treat", eaten(local.treat, person.flags)),
        )
    )
