"""Cities, and the name by which an English sentence knows them."""

from functools import cached_property

from pydantic import Field

from suara.markets.figures import Record
from suara.markets.folding import fold


class City(Record):
    """A city: `name` as it is written there, `aliases` what people type for it."""

    name: str
    region: str
    population: int = Field(ge=0)
    aliases: tuple[str, ...]
    districts: tuple[str, ...]
    source: str

    @cached_property
    def label(self) -> str:
        """The plain-English name: "Hà Nội" -> "Hanoi".

        It is the first ASCII alias that spells the same name (give or take accents, spaces
        and a leading "Thành phố"), else the name itself.
        """
        if self.name.isascii():
            return self.name
        spelt = _squashed(self.name).removeprefix("thanhpho")
        for alias in self.aliases:
            if alias.isascii() and _squashed(alias).startswith(spelt):
                return alias
        return self.name


def _squashed(name: str) -> str:
    return fold(name).replace(" ", "")
