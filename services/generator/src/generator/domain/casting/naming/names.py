"""A full name and a short name for each person, never the same twice in a group."""

from collections.abc import Callable, Collection

from generator.domain.casting.drawing import stream
from generator.domain.casting.faiths import faith_of
from generator.domain.casting.naming.bearer import Bearer, Name
from generator.domain.casting.naming.indonesia import indonesian_name
from generator.domain.casting.naming.philippines import filipino_name
from generator.domain.casting.naming.vietnam import vietnamese_name
from generator.domain.casting.people import Person
from suara.markets import Market
from suara.markets.folding import fold_letters

_ATTEMPTS = 60


def plain_name(bearer: Bearer) -> Name:
    """One given name and one surname, in the order of the market."""
    given, surname = bearer.given(), bearer.surname()
    family_first = bearer.market.names.order == "family-first"
    return Name(f"{surname} {given}" if family_first else f"{given} {surname}", given)


_CUSTOMS: dict[str, Callable[[Bearer], Name]] = {
    "ID": indonesian_name,
    "PH": filipino_name,
    "VN": vietnamese_name,
}


class Namer:
    """Names people of one market; remembers what is taken, without case and accents.

    The first choice depends on seed and slot alone. Only a person whose name is taken gets
    the next one of the same stream.
    """

    def __init__(
        self, market: Market, taken_names: Collection[str], taken_short_names: Collection[str]
    ) -> None:
        self._market = market
        self._custom = _CUSTOMS.get(market.market, plain_name)
        self._full = {fold_letters(name) for name in taken_names}
        self._short = {fold_letters(name) for name in taken_short_names}

    def name(self, person: Person, religion: str | None, seed: int, slot: int) -> Name:
        """A name that nobody has yet."""
        bearer = Bearer(
            market=self._market,
            sex=person.gender,
            birth_year=self._market.as_of - person.age,
            faith=faith_of(religion) if religion is not None else None,
            random=stream(seed, slot, "name"),
        )
        name = self._free(bearer)
        self._full.add(fold_letters(name.full))
        self._short.add(fold_letters(name.short))
        return name

    def _free(self, bearer: Bearer) -> Name:
        for _ in range(_ATTEMPTS):
            name = self._custom(bearer)
            if self._is_free(name):
                return name
        return self._distinguished(bearer)

    def _distinguished(self, bearer: Bearer) -> Name:
        """Where a market's names run out: more given names, as many as it takes.

        Ends because every round adds a name to both forms.
        """
        name = self._custom(bearer)
        while not self._is_free(name):
            another = bearer.given()
            name = Name(f"{name.full} {another}", f"{name.short} {another}")
        return name

    def _is_free(self, name: Name) -> bool:
        return (
            fold_letters(name.full) not in self._full
            and fold_letters(name.short) not in self._short
        )
