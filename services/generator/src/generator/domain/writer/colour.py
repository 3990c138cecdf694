"""Everyday colour per country, for sentences that the market data has no figure for.

Each country gives the same handful of things: how people of each income get about, what
they eat, where they buy, when salaries land, what the year builds up to. Countries
without an entry get words that are true anywhere.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from suara.personas import Cast, IncomeLevel

Choice = tuple[str, ...]


@dataclass(frozen=True)
class Colour:
    """ride, home: by income. breakfast, dish, treat: ten or more, for a group of ten.

    feast: religion (a word of its name) -> the year's big spending season; "" is the default.
    schools: level of education -> how an English sentence says it was finished.
    """

    ride: Mapping[IncomeLevel, Choice]
    home: Mapping[IncomeLevel, Choice]
    breakfast: Choice
    dish: Choice
    treat: Choice
    corner_shop: str
    market_place: str
    paydays: str
    lump_sum: str
    feast: Mapping[str, str]
    schools: Mapping[str, str]
    region_words: Mapping[str, Choice]
    young_words: Choice
    older_words: Choice
    language: str


# faith -> what its believers do not eat: pork, and among Hindus beef.
_FORBIDDEN: Mapping[str, Choice] = {
    "islam": (
        "longganisa and garlic rice",
        "nilagang baboy",
        "isaw from the corner",
        "siopao",
        "thịt kho",
        "bún chả",
        "thịt luộc",
        "cơm tấm",
        "bánh bao",
    ),
    "hindu": ("rendang", "bakso", "semur"),
}

_PH = Colour(
    ride={
        "Low": ("the jeepney", "a tricycle and then a jeepney", "two jeepneys"),
        "Middle": ("the jeepney and a UV Express", "a motorcycle", "the bus and a tricycle"),
        "High": ("the family car", "{her} own car", "a hired car"),
    },
    home={
        "Low": (
            "a two-room house at the end of an alley",
            "a rented room behind the landlady's",
            "a plywood-and-hollow-block house",
            "part of a cousin's house",
        ),
        "Middle": (
            "a row house on a Pag-IBIG loan",
            "a rented apartment near the main road",
            "a small townhouse",
            "the upper floor of the family house",
        ),
        "High": (
            "a house in a gated village",
            "a two-bedroom condominium",
            "a family compound behind a gate",
            "a corner house with a garage",
        ),
    },
    breakfast=(
        "pandesal and 3-in-1 coffee",
        "sinangag and tuyo",
        "champorado",
        "taho from the vendor",
        "lugaw with egg",
        "longganisa and garlic rice",
        "arroz caldo",
        "pan de coco and coffee",
        "tortang talong and rice",
        "leftover adobo, fried again",
    ),
    dish=(
        "sinigang",
        "chicken adobo",
        "tinola",
        "monggo",
        "pancit",
        "ginataang gulay",
        "paksiw na isda",
        "pinakbet",
        "kare-kare",
        "nilagang baboy",
    ),
    treat=(
        "halo-halo",
        "turon",
        "milk tea",
        "a slice of ube cake",
        "isaw from the corner",
        "mais con yelo",
        "buko juice",
        "siopao",
        "kwek-kwek",
        "leche flan",
    ),
    corner_shop="sari-sari store",
    market_place="palengke",
    paydays="the 15th and the 30th",
    lump_sum="13th-month pay",
    feast={
        "": "Christmas",
        "islam": "Eid'l Fitr",
        # These two do not keep Christmas.
        "iglesia ni cristo": "the year-end",
        "jehovah": "the year-end",
    },
    schools={
        "none": "left school early",
        "primary": "finished elementary school",
        "lower": "left high school before graduating",
        "secondary": "finished high school",
        "some": "has some college behind {him}",
        "tertiary": "has a college degree",
    },
    region_words={
        "Central Vis|Eastern Vis|Davao|Northern Min|Zamboanga|Caraga|Soccsksargen|Negros": (
            "kaayo",
            "gyud",
            "bitaw",
            "unsa",
        ),
        "Western Visayas": ("gid", "bala", "gali", "namit"),
    },
    young_words=(
        "legit",
        "sana all",
        "dasurv",
        "ngek",
        "omsim",
        "skl",
        "budol",
        "charot",
        "bes",
        "lodi",
    ),
    older_words=(
        "naman",
        "po",
        "talaga",
        "hay naku",
        "sulit",
        "tipid",
        "kasi",
        "grabe",
        "suki",
        "daw",
    ),
    language="Taglish",
)

_ID = Colour(
    ride={
        "Low": ("a second-hand motorbike", "the angkot", "an old motorbike"),
        "Middle": ("a scooter", "a motorbike", "the family motorbike"),
        "High": ("the family car", "{her} own car", "the toll road"),
    },
    home={
        "Low": (
            "a rented petak house",
            "a narrow house in a gang too tight for cars",
            "two rooms behind {her} relatives' house",
            "a house that floods a little each January",
        ),
        "Middle": (
            "a type-36 house in a subsidised estate",
            "a small house on a KPR mortgage",
            "a rented house with a carport",
            "one floor of the family house",
        ),
        "High": (
            "a house in a cluster estate",
            "an apartment with a parking place",
            "a two-storey house with a fence",
            "a house with a paved yard",
        ),
    },
    breakfast=(
        "nasi uduk",
        "bubur ayam",
        "lontong sayur",
        "fried rice from last night",
        "gorengan and sweet tea",
        "nasi kuning",
        "toast with sprinkles",
        "pecel and rice",
        "boiled cassava and coffee",
        "ketupat sayur",
    ),
    dish=(
        "sayur asem",
        "soto ayam",
        "rendang",
        "tempe orek",
        "ikan asin and sambal",
        "opor ayam",
        "pepes",
        "capcay",
        "semur",
        "telur balado",
    ),
    treat=(
        "martabak",
        "es cendol",
        "bakso",
        "pisang goreng",
        "seblak",
        "cilok",
        "es kopi susu",
        "rujak",
        "pempek",
        "klepon",
    ),
    corner_shop="warung",
    market_place="pasar",
    paydays="the 25th",
    lump_sum="THR",
    feast={
        "islam": "Lebaran",
        "christ": "Christmas",
        "cathol": "Christmas",
        "protest": "Christmas",
        "hindu": "Galungan",
        "": "the end-of-year holidays",
    },
    schools={
        "none": "left school early",
        "primary": "finished primary school (SD)",
        "secondary": "finished secondary school (SMA)",
        "lower": "stopped after SMP",
        "some": "has a diploma",
        "tertiary": "has a degree or diploma",
    },
    region_words={
        "Jakarta|Banten": ("gue", "lo", "kagak", "dah"),
        "West Java": ("mah", "euy", "atuh", "teh"),
        "Central Java|East Java|Yogyakarta": ("monggo", "yo", "wis", "iki piye"),
    },
    young_words=(
        "wkwk",
        "anjir",
        "mager",
        "gercep",
        "spill",
        "racun",
        "bestie",
        "gabut",
        "receh",
        "cuan",
    ),
    older_words=(
        "sih",
        "dong",
        "kok",
        "nggak",
        "alhamdulillah",
        "banget",
        "ongkir",
        "boncos",
        "deh",
        "lho",
    ),
    language="Indonesian",
)

_VN = Colour(
    ride={
        "Low": ("an old motorbike", "a motorbike", "a borrowed motorbike"),
        "Middle": ("a scooter", "a motorbike", "the family motorbike"),
        "High": (
            "the car",
            "a big scooter",
            "an electric taxi",
        ),
    },
    home={
        "Low": (
            "a rented room in a row of ten",
            "a one-room house with a loft",
            "a small house deep in an alley",
            "a cấp 4 house with a tin roof",
        ),
        "Middle": (
            "a tube house shared with relatives",
            "a rented two-room flat",
            "an alley house just wide enough for the motorbikes",
            "a flat in an older block",
        ),
        "High": (
            "an apartment in a new tower",
            "a four-storey tube house",
            "a house on a street wide enough for cars",
            "a flat bought before prices ran away",
        ),
    },
    breakfast=(
        "bánh mì",
        "phở",
        "xôi from the same woman each day",
        "bún",
        "hủ tiếu",
        "bánh cuốn",
        "cơm tấm",
        "instant noodles with an egg",
        "bánh bao",
        "cháo",
    ),
    dish=(
        "canh chua",
        "thịt kho",
        "rau muống with garlic",
        "cá kho",
        "bún chả",
        "canh rau ngót",
        "gà luộc",
        "đậu sốt cà chua",
        "thịt luộc",
        "bún riêu",
    ),
    treat=(
        "chè",
        "trà đá",
        "milk tea",
        "bánh tráng trộn",
        "cà phê sữa đá",
        "kem",
        "ốc",
        "sinh tố bơ",
        "bánh flan",
        "nước mía",
    ),
    corner_shop="tạp hóa",
    market_place="chợ",
    paydays="the 5th or the 10th",
    lump_sum="Tết bonus",
    feast={"": "Tết"},
    schools={
        "none": "left school early",
        "primary": "finished primary school",
        "secondary": "finished upper secondary school",
        "lower": "stopped after lower secondary",
        "some": "has a vocational certificate",
        "tertiary": "has a university degree",
    },
    region_words={
        "Đồng bằng sông Hồng|Hà Nội|Đông Bắc|Tây Bắc|Trung du": ("nhỉ", "cơ", "vâng", "thế à"),
        "Đông Nam Bộ|Cửu Long|TP.HCM": ("hông", "nha", "dạ", "quá trời"),
    },
    young_words=("ko", "đc", "vs", "mn", "ib", "rep", "flex", "chill", "chốt đơn", "freeship"),
    older_words=(
        "ạ",
        "nhé",
        "nha",
        "chợ",
        "ship",
        "voucher",
        "rẻ mà",
        "thôi",
        "trời ơi",
        "khổ ghê",
    ),
    language="Vietnamese",
)

_ANYWHERE = Colour(
    ride={
        "Low": ("the bus", "a bicycle", "two buses"),
        "Middle": ("a small car", "the train", "a bicycle"),
        "High": ("{her} own car", "the car", "the train in first class"),
    },
    home={
        "Low": (
            "a small rented flat",
            "two rooms above a shop",
            "a flat with thin walls",
            "a rented place a long way from the centre",
        ),
        "Middle": (
            "a rented flat near a main road",
            "a small house",
            "a flat in an older block",
            "a terraced house",
        ),
        "High": (
            "a house with a garden",
            "a large flat near the centre",
            "a house on a quiet street",
            "a top-floor flat",
        ),
    },
    breakfast=(
        "bread and tea",
        "coffee and nothing else",
        "porridge",
        "eggs",
        "fruit and yoghurt",
        "last night's leftovers",
        "toast",
        "a roll from the bakery",
        "cereal",
        "a banana on the way out",
    ),
    dish=(
        "soup",
        "rice and vegetables",
        "a stew",
        "noodles",
        "lentils",
        "roast chicken",
        "fried potatoes",
        "beans",
        "a pot of curry",
        "fish",
    ),
    treat=(
        "a piece of cake",
        "ice cream",
        "a good coffee",
        "chocolate",
        "a pastry",
        "roasted nuts",
        "fresh fruit",
        "a cold drink in the shade",
        "biscuits",
        "something fried",
    ),
    corner_shop="corner shop",
    market_place="market",
    paydays="the end of the month",
    lump_sum="annual bonus",
    feast={"": "the holiday season"},
    schools={
        "none": "left school early",
        "primary": "finished primary school",
        "secondary": "finished secondary school",
        "lower": "left school at the first chance",
        "some": "has a vocational qualification",
        "tertiary": "has a degree",
    },
    region_words={},
    young_words=(),
    older_words=(),
    language="",
)

_BY_MARKET: Mapping[str, Colour] = {"PH": _PH, "ID": _ID, "VN": _VN}


def colour(market: str) -> Colour:
    return _BY_MARKET.get(market, _ANYWHERE)


def feast(cast: Cast) -> str:
    """The season the person's year builds up to, by religion where one is known."""
    seasons = colour(cast.market).feast
    religion = (cast.religion or "").lower()
    return next((s for word, s in seasons.items() if word and word in religion), seasons[""])


def eaten(dishes: Choice, flags: Set[str]) -> Choice:
    """The dishes that the person's faith does not forbid."""
    forbidden = {dish for faith in flags & _FORBIDDEN.keys() for dish in _FORBIDDEN[faith]}
    return tuple(dish for dish in dishes if dish not in forbidden)


def schooling(cast: Cast) -> str:
    """How a sentence about the person says what schooling they have."""
    level, schools = cast.education.lower(), colour(cast.market).schools
    for step, marks in _STEPS:
        if any(mark in level for mark in marks):
            return STILL_AT_SCHOOL if step == "ongoing" else schools.get(step, schools["secondary"])
    return STILL_AT_SCHOOL


#: What `schooling` says of somebody whose schooling is not over, or not stated.
STILL_AT_SCHOOL = "is still learning"
# First match counts: more telling words come first.
_STEPS = (
    ("none", ("no grade", "no cert", "no school", "not completed", "elementary under")),
    ("ongoing", ("studying", "in primary", "in lower", "in upper", "not yet", "not stated")),
    ("lower", ("lower sec", "smp", "thcs", "high school under")),
    ("some", ("some college", "college under", "vocational", "diploma", "cao đẳng")),
    ("tertiary", ("college grad", "bacca", "bachelor", "university", "tertiary", "master",
                  "degree", "doctor")),
    ("primary", ("elementary", "primary")),
    ("secondary", ("secondary", "high school")),
)  # fmt: skip
