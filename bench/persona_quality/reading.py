"""What a reader from the market would stumble over."""

import re
from collections.abc import Iterator
from functools import cache

from persona_quality.segments import MARKETS
from persona_quality.written import Written, snapshot_of
from suara.markets import market

_MONEY = {
    "PH": r"₱|\bPHP\b|\bpesos?\b",
    "ID": r"\bRp\b|\bIDR\b|\d (?:ribu|juta)\b|\brupiah\b",
    "VN": r"\dđ\b|₫|\bVND\b|\btriệu\b",
    "DE": r"€|\bEUR\b|\beuros?\b",
    "elsewhere": r"\$|£|฿|¥|\bdollars?\b",
}
# Words of daily life that belong to one market.
_LOCAL = {
    "PH": r"sari-sari|palengke|13th-month|pandesal|ukay|paluwagan|jeepney|Pag-IBIG|Noche Buena",
    "ID": r"\bwarung\b|\bpasar\b|\bTHR\b|Lebaran|arisan|\bojek\b|\bangkot\b|warteg",
    "VN": r"tạp hóa|\bchợ\b|\bTết\b|\bhụi\b|bánh mì|\bphở\b",
    "DE": r"\bEdeka\b|\bPfand\b",
}
_FORM = {
    "braces or markup": r"[{}<>\[\]]|\bNone\b",
    "spacing": r"  |\s[,.;:!?]|,\.|\.\.|,,",
    "a sentence in lower case": r"(?<!Me)[.?!] [a-z]",
}
_PAIRS = (("“", "”"), ("(", ")"))
# Names that are also everyday words, or parts of people's names.
_ORDINARY = {"Cake", "Diana", "Tri", "Sting", "Orion", "Guardian", "Golden", "Central", "Sampoerna",
             "Marina", "Trust", "Argentina", "Champion", "Surf", "Circle", "Globe"}  # fmt: skip
_GROWN_UP = (
    r"\b(?:salar(?:y|ies)|pension|mortgage|insurance|pay-later|tenants?|promoted|lay-off"
    r"|instalments?|subscriptions?|the rent\b|rent and|can of beer|retire|unpaid bills"
    r"|meetings|colleagues?|years of trying|moved out|bring up|nappies|her bills|his bills"
    r"|(?:her|his) (?:children|child|husband|wife|students|customers)|vote[sd]?)\b"
)
_YOUNG = r"\b(?:classmates|homework|after class|allowance|(?:her|his) exams|mother's phone)\b"
_NOT_MUSLIM = (
    r"\b(?:pork|liempo|lechon|beer|baboy|longganisa|siopao|Christmas|Noche Buena"
    r"|thịt (?:kho|luộc)|bún chả)\b"
)
_MUSLIM_ONLY = r"\b(?:hajj|umrah|mosque|alhamdulillah|fasting)\b"
_CHILD, _OLD = 17, 75


def faults(one: Written) -> list[str]:
    """Kind of fault and the words, for every fault of a persona."""
    return [*_form(one), *_foreign(one), *_out_of_life(one)]


def reading_faults(people: list[Written]) -> dict[str, float]:
    """Personas with a fault of each kind."""
    names = ("form", "currency", "brand", "place", "local word", "age", "faith")
    found = [{fault.split(":")[0] for fault in faults(one)} for one in people]
    return {
        f"reading_{name.replace(' ', '_')}_faults_personas": float(sum(name in f for f in found))
        for name in names
    }


def _form(one: Written) -> Iterator[str]:
    for prose in (*one.fields.values(), one.draft.motivation, one.draft.worry):
        text = prose.replace(one.cast.district or "\n", "*")  # "Gen. T. de Leon"
        for what, pattern in _FORM.items():
            if found := re.search(pattern, text):
                yield f"form: {what}: {_around(found)}"
        for opening, closing in _PAIRS:
            if text.count(opening) != text.count(closing):
                yield f"form: unbalanced {opening}{closing}: {text[:60]}"


def _foreign(one: Written) -> Iterator[str]:
    home = one.cast.market
    for code, pattern in _MONEY.items():
        if code != home and (found := re.search(pattern, one.text)):
            yield f"currency: {_around(found)}"
    for code, pattern in _LOCAL.items():
        if code != home and (found := re.search(pattern, one.text)):
            yield f"local word: {_around(found)}"
    told = one.text.replace(one.cast.short_name, "*").replace(one.cast.location, "*")
    for kind, names in (("brand", _brands_elsewhere(home)), ("place", _places_elsewhere(home))):
        if found := names.search(told):
            yield f"{kind}: {_around(found)}"


def _out_of_life(one: Written) -> Iterator[str]:
    told = one.text.replace(one.cast.household, "")
    if one.cast.age <= _CHILD and (found := re.search(_GROWN_UP, told)):
        yield f"age: {one.cast.age}: {_around(found)}"
    if one.cast.age >= _OLD and (found := re.search(_YOUNG, told)):
        yield f"age: {one.cast.age}: {_around(found)}"
    muslim = re.search("islam|muslim", one.cast.religion or "", re.IGNORECASE)
    pattern = _NOT_MUSLIM if muslim else _MUSLIM_ONLY
    if found := re.search(pattern, told):
        yield f"faith: {one.cast.religion}: {_around(found)}"


@cache
def _brands_elsewhere(code: str) -> re.Pattern[str]:
    said = (signal.text for signal in snapshot_of(code).signals)
    own = " ".join((*_brands(code), *said)).lower()
    others = {name for other in MARKETS if other != code for name in _brands(other)}
    return _any_of({n for n in others if n.lower() not in own} - _ORDINARY)


@cache
def _places_elsewhere(code: str) -> re.Pattern[str]:
    own = {word for name in _places(code) for word in (name, *name.split())}
    others = {name for other in MARKETS if other != code for name in _places(other)}
    countries = {market(other).country for other in MARKETS if other != code}
    people = {n.name for n in (*market(code).names.female, *market(code).names.male)}
    surnames = {n.name for n in market(code).names.surnames}
    return _any_of((others | countries) - own - people - surnames)


def _brands(code: str) -> set[str]:
    data = market(code)
    named = {b.name for b in data.brands} | {p.name for p in data.digital.platforms}
    return {re.split(r" \(", name)[0] for name in named}


def _places(code: str) -> set[str]:
    return {name for city in market(code).cities for name in (city.name, city.label)}


def _any_of(names: set[str]) -> re.Pattern[str]:
    long = sorted((re.escape(n) for n in names if len(n) > 3), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(long)})(?!\w)")


def _around(found: re.Match[str]) -> str:
    text, (start, end) = found.string, found.span()
    return text[max(start - 40, 0) : end + 30].replace("\n", " ")
