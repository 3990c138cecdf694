"""What an audience does: a field ("working in finance"), an occupation, or professionals."""

from collections.abc import Iterator

from api_gateway.domain.prompt.jobs import FIELDS, longest_phrase, phrases
from api_gateway.domain.prompt.models import Reading

_WORK = {"work", "works", "working", "worker", "workers", "employed", "job", "jobs", "career",
         "careers", "professionals", "professional", "roles", "positions"}  # fmt: skip
_IN = {"in", "for", "within"}
_PEOPLE = {"women", "men", "people", "adults", "millennials", "moms", "mothers", "dads", "fathers",
           "graduates", "folks", "consumers"}  # fmt: skip
_LIKINGS = {"interested", "invest", "investing", "believe", "shop", "shopping", "buy", "spend"}
_PASSED_OVER = {"the", "a", "an", "either"}
_JOINTS = {"or": " or ", "and": " and "}
_FIELD_NOUNS = {"professional", "worker", "employee", "executive", "manager", "staff", "specialist",
                "officer", "graduate", "student", "intern", "analyst"}  # fmt: skip
_WORKPLACES = {"office": "Office worker", "offices": "Office worker", "factory": "Factory worker",
               "factories": "Factory worker", "call centre": "Call centre agent",
               "call centres": "Call centre agent", "call center": "Call centre agent",
               "call centers": "Call centre agent", "bank": "Bank employee",
               "hospital": "Healthcare worker"}  # fmt: skip
# After these, an occupation is what the audience deals with: "who follow vloggers".
_DEALT_WITH = {"follow", "follows", "following", "watch", "watches", "watching", "trust", "visit",
               "see", "hire", "hires", "hiring", "against", "from", "with", "through", "by", "via",
               "their", "her", "his", "like", "become", "manage", "managing"}  # fmt: skip
_RELATIVES = {"parents", "moms", "mums", "mothers", "dads", "fathers", "wives", "husbands",
              "children", "spouses", "families", "daughters", "sons"}  # fmt: skip
_SINGULARS = {"housewives": "housewife", "midwives": "midwife", "businessmen": "businessman",
              "businesswomen": "businesswoman", "fishermen": "fisherman", "wives": "wife",
              "nannies": "nanny", "undergraduates": "undergraduate", "salespeople": "salesperson",
              "mums": "mum", "fathers": "father"}  # fmt: skip


# "who ride for Gojek", "driving Grab"; those who "ride Grab" are passengers.
_RIDING = {"ride", "rides", "riding"}
_DRIVING = {"drive", "drives", "driving"}
_PLATFORMS = {"gojek", "grab", "angkas", "joyride", "maxim", "indrive", "be", "xanh"}


def occupation(reading: Reading) -> str | None:
    """The occupation as a group shows it, singular, first letter capital; None if not said.

    Fields joined by "or" or "and" become "Finance or marketing professional".
    """
    words = [word.folded for word in reading.words]
    return _fields(words) or _phrase(words) or _ride_hailing(words) or _professional(words)


def singular(word: str) -> str:
    """Singular of an English plural; other words as they are."""
    if word in _SINGULARS:
        return _SINGULARS[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def _fields(words: list[str]) -> str | None:
    for i, word in enumerate(words):
        if i + 1 < len(words) and words[i + 1] in _IN and _at_work(words, i):
            named = _field_list(words, i + 2)
            if named:
                return f"{_capital(named)} professional"
            if place := _workplace(words, i + 2):
                return place
        if singular(word) in _FIELD_NOUNS:
            field, length = _field_ending(words, i)
            if field and not _is_dealt_with(words, i - length):
                return _capital(f"{field} {singular(word)}")
    return None


def _at_work(words: list[str], at: int) -> bool:
    """Whether an "in" after this word tells where somebody works: "women in tech"."""
    if words[at] in _WORK or words[at] in _PEOPLE:
        return True
    return "professional" in map(singular, words[:at]) and words[at] not in _LIKINGS


def _field_list(words: list[str], start: int) -> str:
    """Fields from `start` on, joined as they were said: "finance, law or marketing"."""
    named, joint, i = "", "", start
    while i < len(words):
        field, length = _field_starting(words, i)
        if field:
            named += (joint or (", " if named else "")) + field
            joint, i = "", i + length
        elif words[i] in _JOINTS and named and not joint:
            joint, i = _JOINTS[words[i]], i + 1
        elif words[i] in _PASSED_OVER and not named:
            i += 1
        else:
            break
    return named


def _field_starting(words: list[str], start: int) -> tuple[str, int]:
    for length in (2, 1):
        field = FIELDS.get(" ".join(words[start : start + length]))
        if field and start + length <= len(words):
            return field, length
    return "", 0


def _field_ending(words: list[str], end: int) -> tuple[str, int]:
    for length in (2, 1):
        if end >= length and (field := FIELDS.get(" ".join(words[end - length : end]))):
            return field, length
    return "", 0


def _workplace(words: list[str], start: int) -> str | None:
    rest = [word for word in words[start : start + 4] if word not in _PASSED_OVER]
    return _WORKPLACES.get(" ".join(rest[:2])) or _WORKPLACES.get(" ".join(rest[:1]))


def _phrase(words: list[str]) -> str | None:
    found = [match for match in _phrases(words) if not _is_dealt_with(words, match[0])]
    return found[0][1] if found else None


def _phrases(words: list[str]) -> Iterator[tuple[int, str]]:
    """(position, occupation) of every occupation, the longest phrase at each place."""
    i = 0
    while i < len(words):
        most = longest_phrase().get(words[i]) or longest_phrase().get(singular(words[i]), 0)
        for length in range(min(most, len(words) - i), 0, -1):
            said = words[i : i + length]
            title = phrases().get(" ".join([*said[:-1], singular(said[-1])])) or phrases().get(
                " ".join(said)
            )
            if title:
                yield i, title
                i += length - 1
                break
        i += 1


def _is_dealt_with(words: list[str], at: int) -> bool:
    before = words[max(at - 2, 0) : at]
    if not before:
        return False
    of_relatives = len(before) == 2 and before[1] == "of" and before[0] in _RELATIVES
    return of_relatives or before[-1] in _DEALT_WITH


def _ride_hailing(words: list[str]) -> str | None:
    for i, word in enumerate(words[:-1]):
        served = words[i + 2 : i + 3] if words[i + 1] == "for" else words[i + 1 : i + 2]
        works = word in _DRIVING or (word in _RIDING and words[i + 1] == "for")
        if works and served and served[0] in _PLATFORMS:
            return "Ride-hailing driver"
    return None


def _professional(words: list[str]) -> str | None:
    for i, word in enumerate(words):
        if word in ("professional", "professionals") and not _is_dealt_with(words, i):
            young = i > 0 and words[i - 1] == "young"
            return "Young professional" if young else "Professional"
    return None


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
