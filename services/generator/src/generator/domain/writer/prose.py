"""Paragraphs out of skeletons, keeping count of what each sentence leans on."""

from collections.abc import Iterable, Set
from string import Formatter

from generator.domain.writer.grammar import Words, fill
from generator.domain.writer.person import Person
from generator.domain.writer.phrasebook import Phrasebook, Skeleton
from generator.domain.writer.said import Saying, citation
from suara.markets import Snapshot
from suara.personas import Evidence


class Prose:
    """The sentences of one profile. `evidence` grows with every sentence that cites."""

    def __init__(self, person: Person, snapshot: Snapshot, more_flags: Set[str]) -> None:
        self.person = person
        self.snapshot = snapshot
        self.words = Words(person.words)
        self.evidence: list[Evidence] = []
        self._sources: dict[str, Saying] = {}
        self._book = Phrasebook(
            person.cast.seed,
            person.cast.slot,
            person.flags | more_flags,
            lambda cites: citation(snapshot, cites) is not None,
        )

    def know(self, word: str, text: str, source: Saying) -> None:
        """Make a word usable that comes from a signal; `{word_praise}` is the phrase itself."""
        self.words[word] = text
        self.words[f"{word}_praise"] = source.phrase
        self._sources |= {word: source, f"{word}_praise": source}

    def rename(self, word: str, name: str) -> None:
        self.know(name, self.words[word], self._sources[word])

    def paragraph(self, field: str, tables: Iterable[str]) -> str:
        return " ".join(self._sentence(field, self._book.skeleton(table)) for table in tables)

    def _sentence(self, field: str, skeleton: Skeleton) -> str:
        said = fill(skeleton.text, self.words)
        named = {name for _, name, _, _ in Formatter().parse(skeleton.text) if name}
        known = (self._sources.get(name.lower()) for name in sorted(named))
        for source in dict.fromkeys(filter(None, known)):
            self.evidence.append(source.evidence(field))
        if skeleton.cites and (signal := citation(self.snapshot, skeleton.cites)):
            self.evidence.append(Evidence(field=field, claim=said, signal_ids=(signal.id,)))
        return said
