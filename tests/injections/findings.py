"""What is wrong with a prompt or a persona, found without the product's own rules."""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence

from suara.markets import Snapshot
from suara.personas import Cast, Persona

LONGEST_PROMPT, LONGEST_SAID = 6_000, 130
LONGEST_PROSE, LONGEST_TRAIT, LONGEST_CLAIM = 900, 40, 400
FACTS = (
    "full_name", "age", "gender", "occupation", "location", "income_level", "household",
    "education", "market",
)  # fmt: skip
_MARKUP = re.compile(r"[<>{}\[\]`*|\\]|&(?:lt|gt|amp|#\d+|#x[0-9a-f]+);|\bim_start", re.I)
_ADDRESS = re.compile(
    r"\w{2,}:/|www\.|script:|data:\w*[/;]|\w@\w|\w\.[a-z]{2,}[/?]\w|evil\.example/", re.I
)
_LINE = r"[\w-]+(?: \| [^|\n]+){2,3}"
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)


def wrong_text(text: str, most: int) -> Iterator[str]:
    """Too long, or with markup, addresses or characters that nobody sees."""
    if len(text) > most:
        yield f"{len(text)} characters"
    if found := _MARKUP.search(text) or _ADDRESS.search(text):
        yield f"holds {found.group()!r}"
    yield from unseen(text)


def unseen(text: str) -> Iterator[str]:
    """Characters that nobody sees."""
    for character in set(text):
        kind = unicodedata.category(character)
        if kind in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp") or _UNSEEN.match(character):
            yield f"holds U+{ord(character):04X}"


def wrong_letters(text: str) -> Iterator[str]:
    """Of other scripts than Latin."""
    for letter in filter(str.isalpha, set(text)):
        if not unicodedata.name(letter).startswith("LATIN"):
            yield f"holds {unicodedata.name(letter)}"


def wrong_persona(persona: Persona, cast: Cast, snapshot: Snapshot) -> Sequence[str]:
    """Facts other than the cast's, ids of no signal, and texts that are not plain prose."""
    wrong = [name for name in FACTS if getattr(persona, name) != getattr(cast, name)]
    bounds = {"personality_traits": LONGEST_TRAIT, "values": LONGEST_TRAIT}
    bounds |= {"trusted_brands": LONGEST_TRAIT, "distrusted_brands": LONGEST_TRAIT}
    for name, value in persona.model_dump(exclude={"provenance", "id", "evidence"}).items():
        texts = [value] if isinstance(value, str) else value if isinstance(value, tuple) else ()
        most = bounds.get(name, LONGEST_PROSE)
        wrong += [f"{name}: {w}" for text in texts for w in wrong_text(text, most)]
        wrong += [f"{name}: {w}" for text in texts for w in wrong_letters(text)]
    for claim in persona.evidence:
        wrong += [f"{claim.field}: {w}" for w in wrong_text(claim.claim, LONGEST_CLAIM)]
        wrong += [id_ for id_ in claim.signal_ids if snapshot.signal(id_) is None]
    return wrong


def wrong_prompt(content: str) -> Sequence[str]:
    """What a profile's message holds beside its setting, signals between delimiters, and facts."""
    setting, _, rest = content.partition("\n")
    said, _, facts = rest.rpartition("\nFacts: ")
    wrong = [] if setting.startswith("Country: ") else ["no setting"]
    wrong += [] if isinstance(json.loads(facts), dict) else ["no facts"]
    wrong += [] if len(content) <= LONGEST_PROMPT else [f"{len(content)} characters"]
    blocks = re.fullmatch(
        r"(?:<signals>\n(?:[\w-]+(?: \| [^|\n]+){2,3}\n)*</signals>\n?){1,2}", said
    )
    wrong += [] if blocks else ["more than signals between the delimiters"]
    wrong += [] if content.count("<") == 2 * content.count("<signals>") else ["another tag"]
    for text in told(content):
        wrong += [f"{text!r} {w}" for w in wrong_text(text.removeprefix("+ "), LONGEST_SAID)]
    return wrong


def told(content: str) -> Sequence[str]:
    """The texts of the signals in a message."""
    lines = [line.split(" | ") for line in content.split("\n") if " | " in line]
    return [text for _, *texts in lines for text in texts]
