"""Whether an audience is women, men or both."""

import re
from itertools import pairwise

from api_gateway.domain.prompt.models import Gender, Reading

_FEMALE = {
    "women", "woman", "womens", "female", "females", "lady", "ladies", "girl", "girls", "gal",
    "gals", "mom", "moms", "mommy", "mommies", "mum", "mums", "mama", "mamas", "mother",
    "mothers", "momshie", "momshies", "wife", "wives", "housewife", "housewives", "sister",
    "sisters", "grandmother", "grandmothers", "grandma", "grandmas", "aunt", "aunts", "auntie",
    "aunties", "tita", "titas", "widow", "widows", "businesswoman", "businesswomen", "saleslady",
    "salesladies", "waitress", "waitresses", "filipina", "filipinas", "pinay", "pinays", "babae",
    "kababaihan", "nanay", "ate", "ibu", "wanita", "perempuan", "cewek", "mahasiswi", "emak",
    "bunda",
}  # fmt: skip
_MALE = {
    "men", "man", "male", "males", "guy", "guys", "boy", "boys", "dad", "dads", "daddy",
    "daddies", "father", "fathers", "husband", "husbands", "gentleman", "gentlemen", "bro",
    "bros", "grandfather", "grandfathers", "grandpa", "uncle", "uncles", "tito", "titos",
    "widower", "widowers", "businessman", "businessmen", "salesman", "salesmen", "lalaki",
    "kalalakihan", "tatay", "pria", "lelaki", "laki", "bapak", "cowok",
}  # fmt: skip
_PHRASES: tuple[tuple[str, Gender], ...] = (
    ("phu nu", "Female"), ("nu gioi", "Female"), ("chi em", "Female"), ("co gai", "Female"),
    ("nam gioi", "Male"), ("dan ong", "Male"), ("con trai", "Male"),
)  # fmt: skip
_EVERYONE = re.compile(
    r"\b(?:any|all|both|either|mixed)\s+(?:genders?|sex(?:es)?)\b|\bregardless of (?:gender|sex)\b"
    r"|\bgender[\s-]neutral\b|\bunisex\b|\bgender\s*[:=]\s*all\b|\bmixed[\s-]gender\b"
)
# A pair is joined, not related: "men and women", but not "mothers and their boys".
_JOINING = {"and", "or", "dan", "atau", "va", "hoac", "at", "both", "as", "well", "mga", "young",
            "working", "single", "middle", "aged", "older", "urban", "maupun"}  # fmt: skip
_JOINTS = {"and", "or", "dan", "atau", "va", "hoac", "at", "maupun"}
# Followed by these, a word is about something else: boy bands, Mother's Day, men's shirts.
_NOT_PEOPLE = {"band", "bands", "group", "groups", "s", "day", "united", "city", "kota"}
_PREVIOUS_NOT_AUDIENCE = {"for", "of", "their", "her", "his", "my", "with", "like", "about"}


def gender(reading: Reading) -> Gender | None:
    """The audience's gender, or None if the prompt does not say.

    Two genders joined by "and" or "or" are All; otherwise the first one mentioned counts,
    mentions as someone else's relative or interest ("for their husbands") last.
    """
    if _EVERYONE.search(reading.folded):
        return "All"
    found = _mentions(reading)
    for (at, one), (then, other) in pairwise(found):
        between = {word.folded for word in reading.words[at + 1 : then]}
        if one != other and then - at <= 5 and between & _JOINTS and between <= _JOINING:
            return "All"
    audience = [g for at, g in found if not _is_relation(reading, at)]
    said = audience or [g for _, g in found]
    return said[0] if said else None


def _mentions(reading: Reading) -> list[tuple[int, Gender]]:
    words = [word.folded for word in reading.words]
    found: list[tuple[int, Gender]] = []
    for i, word in enumerate(words):
        following = words[i + 1] if i + 1 < len(words) else ""
        pair = f"{word} {following}"
        phrase = next((g for p, g in _PHRASES if p == pair), None)
        if phrase is not None:
            found.append((i, phrase))
        elif following in _NOT_PEOPLE:
            continue
        elif word in _FEMALE and pair != "ibu kota":
            found.append((i, "Female"))
        elif word in _MALE:
            found.append((i, "Male"))
    return found


def _is_relation(reading: Reading, at: int) -> bool:
    before = [word.folded for word in reading.words[max(at - 2, 0) : at]]
    return bool(before) and before[-1] in _PREVIOUS_NOT_AUDIENCE
