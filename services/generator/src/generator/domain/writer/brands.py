"""Brands a person trusts or distrusts: by income, age, sex, faith, place and disposition."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.domain.heard import loudness
from generator.domain.writer.apps import fits
from generator.domain.writer.local import available
from generator.domain.writer.person import Person, is_offline
from generator.domain.writer.said import Saying, sayings
from suara.markets import Market, Snapshot, Stance
from suara.markets.consumption import Brand
from suara.personas import IncomeLevel

_TIERS: dict[IncomeLevel, dict[str, float]] = {
    "Low": {"value": 1.0, "mass": 1.0, "mid": 0.2, "premium": 0.0},
    "Middle": {"value": 0.6, "mass": 1.0, "mid": 0.9, "premium": 0.15},
    "High": {"value": 0.15, "mass": 0.5, "mid": 1.0, "premium": 1.0},
}
# Who a category or a single brand is for: flags that must hold ("!x": must not), age range.
_FOR: dict[str, tuple[str, int, int]] = {
    "beauty": ("female", 14, 60),
    "alcohol": ("male !islam", 21, 70),
    "Bia Saigon": ("male", 21, 70),
    "Heineken": ("male", 21, 65),
    "Sting": ("male", 15, 45),
    "Red Bull": ("", 16, 45),
    "Diana": ("female", 13, 50),
    "Gillette": ("male", 18, 80),
    "Coolmate": ("male", 16, 50),
    "Zoya": ("female islam", 16, 60),
    "Rabbani": ("female islam", 14, 60),
    "Buttonscarves": ("female islam", 18, 55),
    "Almaz Fried Chicken": ("islam", 14, 60),
    "Wardah": ("female", 14, 60),
    "BSI": ("islam", 18, 80),
    "Khong Guan": ("islam", 14, 99),
    "Marjan": ("islam", 14, 99),
    "MamyPoko": ("smallkids", 18, 50),
    "Pampers": ("smallkids", 18, 50),
    "Con Cưng": ("smallkids", 18, 50),
    "NutiFood": ("smallkids", 18, 55),
    "Dutch Lady (Cô Gái Hà Lan)": ("smallkids", 18, 55),
    "Infinix": ("!offline", 13, 34),
    "Tecno": ("!offline", 13, 60),
    "Xiaomi": ("!offline", 13, 70),
    "vivo": ("!offline", 13, 70),
    "Vivo": ("!offline", 13, 70),
    "OPPO": ("!offline", 13, 75),
    "Oppo": ("!offline", 13, 75),
    "realme": ("!offline", 13, 60),
    "Realme": ("!offline", 13, 60),
    "GOMO": ("!offline", 13, 60),
    "by.U": ("!offline", 13, 45),
    "CellphoneS": ("!offline", 13, 75),
    "HP": ("!offline", 13, 75),
    "Apple": ("!offline", 13, 75),
    "Tri": ("", 13, 30),
    "Emina": ("female", 13, 24),
    "Bibit": ("", 19, 45),
    "Cake": ("", 18, 40),
    "FE Credit": ("low", 20, 60),
    "Toyota": ("!low", 28, 75),
    "Daihatsu": ("!low", 28, 70),
    "BYD": ("high", 28, 65),
    "Wuling": ("high", 25, 65),
    "VinFast": ("!low", 25, 65),
    "Garuda Indonesia": ("!low", 20, 80),
    "Lion Air": ("!low", 18, 70),
    "Cebu Pacific": ("!low", 18, 70),
    "AirAsia": ("!low", 18, 65),
    "Vietjet Air": ("!low", 18, 65),
    "Home Credit": ("!high", 20, 60),
    "Easycash": ("!high", 20, 50),
    "Mie Gacoan": ("", 14, 40),
    "Mixue": ("", 13, 40),
    "P/S": ("", 13, 99),
    "Lifebuoy": ("", 13, 99),
    "Sunsilk": ("female", 13, 60),
    "Guardian": ("female", 14, 60),
    "Watsons": ("female", 14, 60),
    "Generika": ("", 35, 99),
    "TGP": ("", 35, 99),
    "bank": ("", 19, 99),
    "fintech": ("", 18, 65),
    "apparel": ("", 13, 70),
    "food service": ("", 10, 72),
}
_MOST_HEARD = 2.0
_PERSONAL_WASH = {"P/S", "Lifebuoy"}  # listed under beauty, used by everybody
# Where disappointment turns into distrust rather than into a shrug.
_GRUDGES = {"telco": 2.0, "bank": 1.6, "fintech": 2.0, "utility": 2.0, "delivery": 1.8,
            "logistics": 1.8, "transport": 1.3, "retail": 1.2, "beauty": 1.2,
            "electronics": 1.1, "food service": 0.9, "pharmacy": 0.6}  # fmt: skip
# What only Muslims are heard to say of a brand.
_OF_MUSLIMS = re.compile(r"boycott|fasting|sahur|hajj|umrah|sharia|iftar", re.IGNORECASE)
_INSTITUTIONS = {"telco", "bank", "fintech", "utility"}
_WEAK_GRUDGES = {"price", "sugar", "salty", "sweet", "plain", "crowded", "queues", "expensive",
                 "ordinary", "taste", "runny", "harsh", "salt", "MSG", "design", "heavy",
                 "street", "branches", "few", "bulk", "choice", "far", "touristy", "seats", "dear",
                 "pricier", "pricey", "drying", "scent", "shades", "fabric", "cloth"}  # fmt: skip


#: Categories whose brands are used rather than bought.
SERVICES = frozenset(["bank", "fintech", "telco", "retail", "utility", "transport", "delivery",
                      "logistics"])  # fmt: skip


@dataclass(frozen=True)
class Attachment:
    """A brand and the one thing that is said of it."""

    brand: str
    category: str
    why: Saying


def trusted(person: Person, market: Market, snapshot: Snapshot) -> tuple[Attachment, ...]:
    """3-6 brands of different trades, as far as the market's data goes."""
    draw = person.draw("trusted")
    wanted = 3 + draw.choice((0, 1, 1, 2)) + ("loyal" in person.flags)
    weighted = [(w * _boycott(person, b, 0.05), b) for w, b in _weighted(person, market)]
    return tuple(_choose(person, weighted, snapshot, "praise", wanted))


def distrusted(
    person: Person, market: Market, snapshot: Snapshot, spared: set[str]
) -> tuple[Attachment, ...]:
    """1-3 brands, none of those `spared`: the trusted ones and those in daily use."""
    draw = person.draw("distrusted")
    wanted = min(1 + draw.choice((0, 0, 1, 1, 2)) + ("wary" in person.flags), 3)
    known = [(w, b) for w, b in _weighted(person, market) if b.name not in spared]
    weighted = [(w * _grudge(person, b), b) for w, b in known]
    return tuple(_choose(person, weighted, snapshot, "criticism", wanted))


def _weighted(person: Person, market: Market) -> list[tuple[float, Brand]]:
    """The brands the person plausibly buys, with how plausible each is."""
    platforms = {platform.name: platform for platform in market.digital.platforms}
    out_of_reach = {
        name
        for name, platform in platforms.items()
        if is_offline(person.cast) or not fits(person, platform)
    }
    weighted = [(_fit(person, b), b) for b in market.brands if b.name not in out_of_reach]
    return [(weight, brand) for weight, brand in weighted if weight > 0]


def _choose(
    person: Person,
    weighted: Iterable[tuple[float, Brand]],
    snapshot: Snapshot,
    stance: Stance,
    wanted: int,
) -> Iterable[Attachment]:
    draw, trades = person.draw(stance), dict[str, int]()
    # The highest of n draws to the power of 1/weight is a weighted sample without replacement.
    loud = [(w * _loudness(snapshot, b, stance), b) for w, b in weighted]
    ranked = sorted(((draw.random() ** (1 / w), b) for w, b in loud if w > 0),
                    key=lambda pair: -pair[0])  # fmt: skip
    for _, brand in ranked:
        said = [s for s in sayings(snapshot, brand.name, stance) if _sayable(person, s)]
        if not said or trades.get(brand.category, 0) >= (2 if brand.category == "groceries" else 1):
            continue
        trades[brand.category] = trades.get(brand.category, 0) + 1
        yield Attachment(brand.name, brand.category, draw.choice(said[:2]))
        if sum(trades.values()) == wanted:
            return


def _loudness(snapshot: Snapshot, brand: Brand, stance: Stance) -> float:
    """How much likelier a brand comes to mind that people speak of: 1 where nobody was heard."""
    return 1 + _MOST_HEARD * loudness(snapshot, brand.name, stance)


def _sayable(person: Person, said: Saying) -> bool:
    return "islam" in person.flags or not _OF_MUSLIMS.search(said.phrase)


def _fit(person: Person, brand: Brand) -> float:
    """How plausible it is that the person buys the brand, 0 for not at all."""
    keys = [brand.name] if brand.name in _PERSONAL_WASH else [brand.category, brand.name]
    for needs, youngest, oldest in (_FOR[key] for key in keys if key in _FOR):
        if not youngest <= person.cast.age <= oldest or not person.is_(needs):
            return 0.0
    if not available(brand.name, person.where):
        return 0.0
    return _TIERS[person.cast.income_level].get(brand.price_tier, 0.5)


def _grudge(person: Person, brand: Brand) -> float:
    """How readily the person would hold something against the brand."""
    said = [set(c.replace(",", "").split()) for c in brand.criticised_for]
    strong = [words for words in said if not words & _WEAK_GRUDGES]
    weight = _GRUDGES.get(brand.category, 0.6) * (1.0 if strong else 0.15)
    if brand.category in _INSTITUTIONS and "wary" in person.flags:
        weight *= 1.6
    return weight * (3 if _boycott(person, brand, 0) == 0 else 1)


def _boycott(person: Person, brand: Brand, share: float) -> float:
    """The share of believers who still buy what their community boycotts."""
    boycotted = any("boycott" in c.lower() for c in brand.criticised_for)
    return share if boycotted and "islam" in person.flags else 1.0
