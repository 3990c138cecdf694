"""Whom a name is for, and the names that fit."""

from dataclasses import dataclass
from random import Random

from generator.domain.casting.drawing import pick
from generator.domain.casting.faiths import Faith
from generator.domain.casting.naming.traditions import faiths_of, tradition_share
from suara.markets import Market
from suara.personas import Gender

# A name is out of fashion at this fraction of its usual weight, unless few would be left.
_IN_FASHION, _ENOUGH = 0.4, 12

Weighted = list[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Name:
    """full: as written in the market. short: what friends say."""

    full: str
    short: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """A person to be named. faith is None where the religion is not known."""

    market: Market
    sex: Gender
    birth_year: int
    faith: Faith | None
    random: Random

    def given(self, without: tuple[str, ...] = ()) -> str:
        """A given name of the cohort that fits the faith."""
        names = self.market.names
        entries = names.female if self.sex == "Female" else names.male
        weighted = [(e.name, e.weight, e.weight_for(self.birth_year)) for e in entries]
        usual = [(n, now) for n, ever, now in weighted if now >= ever * _IN_FASHION]
        pool = usual if len(usual) >= _ENOUGH else [(n, now) for n, _, now in weighted]
        return self._pick([entry for entry in pool if entry[0] not in without])

    def surname(self, without: tuple[str, ...] = ()) -> str:
        """A surname that fits the faith."""
        pool = list(self.market.names.family(self.sex))
        return self._pick([entry for entry in pool if entry[0] not in without])

    def one_of(self, choices: tuple[str, ...]) -> str:
        """Any of the choices, all as likely."""
        return self.random.choice(choices)

    def chance(self, probability: float) -> bool:
        """True with that probability."""
        return self.random.random() < probability

    def _pick(self, pool: Weighted) -> str:
        """A name of the pool; names of another faith only where there are no others."""
        fitting = [entry for entry in pool if self._fits(entry[0])]
        if self.faith is not None and self.chance(tradition_share(self.market.market, self.faith)):
            fitting = [entry for entry in fitting if faiths_of(entry[0])] or fitting
        return pick(fitting or pool, self.random.random())

    def _fits(self, name: str) -> bool:
        faiths = faiths_of(name)
        return self.faith is None or not faiths or self.faith in faiths
