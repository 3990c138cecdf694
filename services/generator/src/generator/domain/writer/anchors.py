"""Reference prices as people speak of them: a kilo of rice, a jeepney ride, a month of fibre."""

from typing import NamedTuple

from generator.domain.writer.local import quoted_in
from generator.domain.writer.money import rounded, written
from generator.domain.writer.person import Person
from suara.markets import Market, Signal, Snapshot


class Anchor(NamedTuple):
    """A thing, its price as written, and the signal that says so."""

    thing: str
    at: str
    signal: Signal


# market -> (words of the item in the data, how it is spoken of, flags of who would quote it)
_SPOKEN: dict[str, tuple[tuple[str, str, str], ...]] = {
    "PH": (
        ("typical public market", "a kilo of regular milled rice", "!high !teen"),
        ("pork liempo", "a kilo of liempo", "!teen !islam"),
        ("galunggong", "a kilo of galunggong", "!high !young"),
        ("1 egg", "one egg", "!high !teen"),
        ("Pandesal, 10 pieces", "a pack of ten pandesal", "!high"),
        ("3-in-1 coffee", "a sachet of 3-in-1 coffee", "low"),
        ("Shampoo sachet", "a sachet of shampoo", "low"),
        ("Traditional jeepney", "the minimum jeepney fare", "!high"),
        ("diesel", "a litre of diesel", "road"),
        ("premium gasoline", "a litre of premium gasoline", "!low !teen"),
        ("Meralco", "one kilowatt-hour", "!teen !young"),
        ("11 kg LPG", "a tank of LPG", "!teen !young"),
        ("7 days, main", "a seven-day data promo", "!senior !high !offline"),
        ("Home fibre plan", "a month of home fibre", "!low !teen !offline"),
        ("Entry-level smartphone", "the cheapest new smartphone", "low young"),
        ("fried chicken with rice", "one piece of chicken with rice", "!senior"),
        ("Iced coffee", "an iced coffee from a kiosk", "!senior !low"),
        ("Latte at Starbucks", "a latte at Starbucks", "!low !senior"),
        ("Cinema ticket", "a cinema ticket", "!low young"),
        ("Bedspace", "a month's bedspace", "young !high !teen"),
    ),
    "ID": (
        ("medium rice", "a kilo of medium rice", "!high !teen"),
        ("premium rice", "a kilo of premium rice", "!low !teen"),
        ("chicken eggs", "a kilo of eggs", "!teen"),
        ("chicken meat", "a kilo of chicken", "!teen"),
        ("beef, first", "a kilo of good beef", "high !teen !hindu"),
        ("branded cooking oil", "a litre of branded cooking oil", "!teen"),
        ("bulk cooking oil", "a litre of loose cooking oil", "low !teen"),
        ("curly red chilli", "a kilo of curly red chilli", "!teen !young"),
        ("shallots", "a kilo of shallots", "!teen !young"),
        ("Indomie, neighbourhood", "one Indomie at the warung", "young !high"),
        ("coffee stall", "a plate of noodles with egg at the warkop", "!senior !high"),
        ("Pertalite", "a litre of Pertalite", "!teen !high"),
        ("Pertamax, Jakarta", "a litre of Pertamax", "!low !teen"),
        ("3 kg LPG", "a green gas cylinder", "low !teen"),
        ("TransJakarta ride", "a TransJakarta ride", "!high"),
        ("about 5 km", "a short ojek ride by app", "!low !senior"),
        ("Refill water gallon", "a gallon of refill water", "low"),
        ("Aqua gallon", "an Aqua gallon", "!low !teen"),
        ("Warteg meal", "a warteg meal with one side of meat", "works !high"),
        ("Iced milk coffee", "an es kopi susu", "!senior !low"),
        ("10 GB", "a month's data", "!senior !high !offline"),
        ("50 Mbps", "a month of home internet", "!low !teen !offline"),
        ("kos", "a month in a kos", "young !high !teen"),
    ),
    "VN": (
        ("ordinary white rice", "a kilo of ordinary rice", "!high !teen"),
        ("ST25 rice", "a kilo of ST25 rice", "high !teen"),
        ("pork belly", "a kilo of pork belly", "!teen !islam"),
        ("10 chicken eggs", "ten eggs", "!high !teen"),
        ("fresh milk", "a litre of fresh milk", "parenting"),
        ("Hảo Hảo", "a pack of Hảo Hảo noodles", "young !high"),
        ("phở, city", "a bowl of phở", ""),
        ("bánh mì", "a bánh mì with meat", "!senior"),
        ("rice lunch", "a cơm bình dân lunch", "works !high"),
        ("street coffee", "a takeaway coffee from the pavement", "!teen"),
        ("chain café", "a drink at a chain café", "young !low"),
        ("milk tea", "a milk tea", "young"),
        ("can of beer", "a can of beer", "male !teen !high !islam"),
        ("RON 95", "a litre of petrol", "!teen"),
        ("cooking gas", "a gas cylinder", "!teen !young"),
        ("4G data", "a month of 4G", "!senior !high !offline"),
        ("Home fibre", "a month of home fibre", "!low !teen !offline"),
        ("3 km, app", "a short bike ride by app", "!low young"),
        ("Room of 20", "a month's rent for a room", "young !high !teen"),
        ("grade-10 exam", "one tutoring session for the grade-10 exam", "schoolkids"),
        ("haircut", "a haircut", "male"),
    ),
}  # fmt: skip


def anchor(person: Person, market: Market, snapshot: Snapshot) -> Anchor | None:
    """A price the person would quote; None where the market has no sourced prices."""
    quoted = []
    for words, thing, needs in _SPOKEN.get(market.market, ()):
        price = next((p for p in market.prices if words in p.item), None)
        signals = snapshot.about("price", price.item) if price else ()
        if not (price and signals and person.is_(needs)):
            continue
        if quoted_in(price.item, person.where):
            quoted.append((thing, price.price, signals[0]))
    if not quoted:
        return None
    names = tuple(thing for thing, _, _ in quoted)
    thing, amount, signal = quoted[names.index(person.choice("anchor", names))]
    spoken = person.cast.slot % 2 == 0
    money = market.currency
    return Anchor(thing, written(amount, money.code, money.symbol, spoken), signal)


def income(person: Person, market: Market) -> str | None:
    """ "about ₱38,000": the household's month; None where no figure is known."""
    amount = person.cast.monthly_income
    if not amount:
        return None
    money = market.currency
    return f"about {written(rounded(amount, 2), money.code, money.symbol)}"
