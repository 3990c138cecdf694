"""Words for occupations, as people use them for an audience."""

from collections.abc import Iterator
from functools import cache

from suara.markets import SOURCED_MARKETS, market
from suara.markets.folding import fold
from suara.markets.registry import read_data

#: Fields one works in, folded -> as written. "in finance or marketing" needs no more context.
FIELDS = {
    fold(field): field
    for field in (
        "accounting", "administration", "advertising", "agriculture", "architecture", "banking",
        "BPO", "communications", "construction", "consulting", "customer service", "data",
        "design", "e-commerce", "education", "engineering", "entertainment", "F&B", "fashion",
        "film", "finance", "fintech", "food service", "gaming", "government", "healthcare",
        "hospitality", "hotels", "HR", "human resources", "insurance", "IT", "journalism", "law",
        "logistics", "manufacturing", "marketing", "media", "medicine", "mining", "music",
        "operations", "PR", "public relations", "real estate", "research", "retail", "sales",
        "science", "security", "shipping", "social work", "software", "sports", "tech",
        "technology", "telecom", "telecommunications", "tourism", "transport", "travel",
    )
}  # fmt: skip

# English words for occupations, singular and as a group's definition should show them.
_SPOKEN = (
    "accountant", "architect", "artist", "attorney", "banker", "bank employee", "barista",
    "business owner", "businessman", "businesswoman", "call centre agent", "call center agent",
    "BPO agent", "BPO worker", "caregiver", "carpenter", "cashier", "chef", "civil servant",
    "cleaner", "college student", "construction worker", "consultant", "content creator", "cook",
    "corporate employee", "courier", "customer service agent", "delivery rider", "dentist",
    "designer", "developer", "doctor", "domestic helper", "domestic worker", "driver",
    "electrician", "engineer", "entrepreneur", "executive", "factory worker", "farmer",
    "firefighter", "fisherman", "flight attendant", "freelance designer", "freelancer",
    "gig worker", "government employee", "government worker", "graphic designer", "hairdresser",
    "healthcare worker", "high school student", "homemaker", "housewife", "IT professional",
    "IT worker", "jeepney driver", "job seeker", "journalist", "knowledge worker", "lawyer",
    "lecturer", "manager", "market vendor", "marketer", "mechanic", "midwife", "nanny", "nurse",
    "office employee", "office worker", "OFW", "online seller", "overseas worker", "pharmacist",
    "photographer", "pilot", "plumber", "police officer", "product manager", "professor",
    "programmer", "public servant", "remote worker", "retail worker", "retiree", "rider",
    "sales agent", "salesperson", "sari-sari store owner", "seafarer", "security guard",
    "self-employed", "shop owner", "small business owner", "social media manager",
    "software developer", "software engineer", "soldier", "startup founder", "street vendor",
    "student", "tailor", "taxi driver", "teacher", "technician", "tricycle driver", "truck driver",
    "tutor", "undergraduate", "university student", "vendor", "video editor", "virtual assistant",
    "waiter", "waitress", "warehouse worker", "web developer", "white-collar worker",
    "blue-collar worker", "writer",
)  # fmt: skip

# Said otherwise, but the same thing.
_SAID_OTHERWISE = {
    "stay at home mom": "Homemaker", "stay at home mother": "Homemaker",
    "stay at home mum": "Homemaker", "stay at home parent": "Homemaker",
    "full time mom": "Homemaker", "uni student": "University student",
    "small to medium business owner": "Small business owner", "sme owner": "Small business owner",
    "retired": "Retiree", "pensioner": "Retiree", "unemployed": "Job seeker",
    "jobseeker": "Job seeker", "jobless": "Job seeker", "call centre worker": "Call centre agent",
    "call center worker": "Call centre agent", "grab rider": "Motorcycle taxi or delivery rider",
    "ojol": "Motorcycle-taxi driver", "office lady": "Office worker",
    "karyawan kantoran": "Office worker", "nhan vien van phong": "Office worker",
    "pekerja kantoran": "Office worker", "hoc sinh": "High school student",
    "sinh vien": "University student", "mahasiswa": "University student",
    "mahasiswi": "University student", "estudyante": "Student", "nagtatrabaho sa opisina":
    "Office worker", "kasambahay": "Domestic worker",
}  # fmt: skip

# Synonyms in the market data that mean too many other things inside a sentence.
_AMBIGUOUS = {
    "army", "barker", "books", "checker", "content", "crew", "developer", "dok", "eatery",
    "estimator", "guard", "helper", "housekeeping", "labor", "lola", "lolo", "loader",
    "maintenance", "marketing", "misis", "nanay", "navy", "operator", "owner", "sales", "server",
    "spa", "supervisor", "driver", "broker", "freelancer", "barista kopi", "editor video",
    "senior citizen", "k 12", "influencer", "affiliate", "call center", "digital marketing",
}  # fmt: skip
_SHORTEST_SYNONYM = 5


@cache
def phrases() -> dict[str, str]:
    """Folded singular phrase -> occupation as written.

    Spoken English first, then titles of all markets, then the markets' local synonyms.
    """
    index = dict(reversed([*_market_titles(), *_market_synonyms()]))
    index |= {fold(word): word[0].upper() + word[1:] for word in _SPOKEN}
    return index | _SAID_OTHERWISE


@cache
def longest_phrase() -> dict[str, int]:
    """First word -> words in the longest phrase that starts with it."""
    longest: dict[str, int] = {}
    for phrase in phrases():
        words = phrase.split()
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


def _market_titles() -> Iterator[tuple[str, str]]:
    titles = [row["title"] for row in read_data("plain")["occupations"]]
    for code in SOURCED_MARKETS:
        titles += [occupation.title for occupation in market(code).occupations]
    for title in titles:
        shown = title.split(" (")[0]
        yield fold(shown), shown


def _market_synonyms() -> Iterator[tuple[str, str]]:
    for code in SOURCED_MARKETS:
        for occupation in market(code).occupations:
            for synonym in map(fold, occupation.synonyms):
                if len(synonym) >= _SHORTEST_SYNONYM and synonym not in _AMBIGUOUS:
                    yield synonym, occupation.title.split(" (")[0]
