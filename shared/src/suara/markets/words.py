"""The words of occupations, reduced so that "Call-center agents" meets "Call centre agent"."""

from functools import lru_cache

from suara.markets.folding import fold
from suara.personas import Gender

# Words of a request that say nothing about the job.
_NOISE = {"a", "an", "the", "young", "urban", "rural", "local", "typical", "ordinary", "gen", "z",
          "millennial", "female", "male", "woman", "man"}  # fmt: skip
_SPELLINGS = {"center": "centre", "labor": "labour", "laborer": "labourer", "programme": "program",
              "women": "woman", "men": "man", "people": "person"}  # fmt: skip
_NOT_PLURAL = {"sales", "news", "series", "logistics", "electronics", "economics", "physics"}
_FEMALE = {"female", "woman", "women", "housewife", "housewives", "businesswoman", "saleswoman",
           "saleslady", "waitress", "seamstress", "actress", "policewoman", "mother", "mothers",
           "mom", "moms", "mum", "mums"}  # fmt: skip
_MALE = {"male", "man", "men", "househusband", "businessman", "salesman", "policeman", "father",
         "fathers", "dad", "dads"}  # fmt: skip


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """`fold`, remembered: titles of the market data are compared again in every casting."""
    return fold(text)


@lru_cache(maxsize=4096)
def plain_words(text: str) -> tuple[str, ...]:
    """Folded words in the singular and one spelling, without those that say nothing.

    A text of nothing but such words keeps them.
    """
    words = tuple(_SPELLINGS.get(w, w) for w in map(singular, folded(text).split()))
    telling = tuple(w for w in words if w not in _NOISE)
    return telling or words


def singular(word: str) -> str:
    """ "nurses" -> "nurse"; "business" stays."""
    lower = word.lower()
    if lower in _NOT_PLURAL or len(word) < 4 or lower.endswith(("ss", "us", "is")):
        return word
    if lower.endswith("wives"):
        return word[:-3] + "fe"
    if lower.endswith("ies"):
        return word[:-3] + "y"
    if lower.endswith(("sses", "ches", "shes")):
        return word[:-2]
    return word[:-1] if lower.endswith("s") else word


def singular_title(text: str) -> str:
    """A request as one person's occupation: "tricycle drivers" -> "Tricycle driver"."""
    *first, last = text.split()
    title = " ".join([*first, singular(last)])
    return title[:1].upper() + title[1:]


def implied_sex(text: str) -> Gender | None:
    """The sex a word of the text implies: "housewife", "salesman"."""
    words = set(folded(text).split())
    if words & _FEMALE:
        return None if words & _MALE else "Female"
    return "Male" if words & _MALE else None


def contains_phrase(text: str, phrase: str) -> bool:
    """Whether a folded phrase occurs in a folded text as whole words."""
    return f" {phrase} " in f" {text} "
