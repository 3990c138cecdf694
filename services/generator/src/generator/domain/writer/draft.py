"""Stage 1: the core identity that follows from a person's dispositions."""

from generator.domain.writer.person import Person, person_of
from generator.domain.writer.phrasebook import Phrasebook
from generator.domain.writer.temperament import traits, values
from suara.personas import Cast, Draft


def draft(cast: Cast) -> Draft:
    """The same for the same cast. `motivation` is "to …", `worry` a noun phrase."""
    person = person_of(cast)
    return Draft(
        personality_traits=traits(person),
        values=values(person),
        motivation=_say(person, f"motivation{person.youth}"),
        worry=_say(person, f"worry{person.youth}"),
    )


def _say(person: Person, table: str) -> str:
    book = Phrasebook(person.cast.seed, person.cast.slot, person.flags, lambda _: False)
    return book.skeleton(table).text.format_map(person.words)
