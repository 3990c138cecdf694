"""All active library personas in memory, found without looking at most of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from library.domain.block import LOCATIONS, Wanted
from library.domain.company import BlockKey, Company, Row
from library.domain.occupations import Occupations
from library.domain.query import Query
from library.domain.similarity import Vector
from library.domain.titles import title_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A library persona as `library_vectors` has it. dispositions: 13 bytes."""

    id: UUID
    company_id: UUID
    active: bool
    market: str
    gender: str
    income_level: str
    location: str
    age: int
    occupation: str
    dispositions: bytes


@dataclass(frozen=True, slots=True)
class Match:
    """A strong match: score 1 is a twin."""

    id: UUID
    score: float


class Index:
    """A hint at who matches: whether somebody may still be had, MongoDB says.

    least_similarity: of occupations, for a match; it depends on the embedding.
    """

    def __init__(self, least_similarity: float) -> None:
        self._least_similarity = least_similarity
        self._companies: dict[UUID, Company] = {}
        self._markets: dict[str, Occupations] = {}
        self._locations: dict[str, int] = {}

    def __len__(self) -> int:
        return sum(company.size for company in self._companies.values())

    def put(self, entry: Entry) -> None:
        """Add, change or, if it is not active, take out."""
        self._company(entry.company_id).put(entry.id.bytes, self._row(entry))

    def put_all(self, entries: Iterable[Entry]) -> None:
        """The same for very many: they count once `settled` was called."""
        for entry in entries:
            if entry.active:
                self._company(entry.company_id).stage(entry.id.bytes, self._row(entry))

    def settled(self) -> None:
        """Sort what `put_all` brought. Takes a second for a million."""
        for company in self._companies.values():
            company.settle()

    def missing_texts(self) -> set[str]:
        """Titles whose vectors are still wanted: until then their people are not found."""
        return {title.text for market in self._markets.values() for title in market.missing}

    def learn(self, vectors: dict[str, Vector]) -> None:
        """Vectors by text."""
        for market in self._markets.values():
            if market.missing:
                market.learn(vectors)

    def search(self, query: Query) -> Iterator[Match]:
        """Strong matches, best first; of equals the one with the lower id."""
        company = self._companies.get(query.company_id)
        occupations = self._markets.get(query.market)
        location = self._locations.get(query.location) if query.location is not None else None
        nowhere = query.location is not None and location is None
        if company is None or occupations is None or nowhere:
            return
        near = occupations.near(query.occupation)
        wanted = Wanted(near, query.ages, location, query.dispositions)
        key = (query.market, query.gender, query.income_level)
        for score, id_ in company.search(key, wanted):
            yield Match(UUID(bytes=id_), score)

    def crowded(self) -> Sequence[Company]:
        """Companies whose recent changes should be merged into their blocks."""
        return [company for company in self._companies.values() if company.crowded]

    def _company(self, company_id: UUID) -> Company:
        if company_id not in self._companies:
            self._companies[company_id] = Company()
        return self._companies[company_id]

    def _row(self, entry: Entry) -> Row | None:
        if not entry.active:
            return None
        if entry.market not in self._markets:
            self._markets[entry.market] = Occupations(self._least_similarity)
        title = title_of(entry.occupation, entry.market)
        occupation = self._markets[entry.market].code(title)
        location = self._locations.setdefault(entry.location, len(self._locations))
        if location >= LOCATIONS:
            raise OverflowError("more locations than the index can tell apart")
        key: BlockKey = (entry.market, entry.gender, entry.income_level)
        return Row(key, (occupation, entry.age, location), entry.dispositions)
