"""Broad occupations people ask for, and what plainly falls under them.

`keywords` are looked for in the market's own titles. `titles` exist in any economy and are
cast beside the market's own, so that five office workers are not five office clerks; their
ages and incomes are judgement, not market data.
"""

from dataclasses import dataclass

from generator.domain.casting.jobs import Job


def _job(title: str, ages: tuple[int, int], incomes: str) -> Job:
    """A generic job; `incomes` by initials, "LM" for low and middle."""
    levels = tuple(level for level in ("Low", "Middle", "High") if level[0] in incomes)
    return Job(title, "Generic", share=0, ages=ages, incomes=levels)


@dataclass(frozen=True, slots=True)
class Category:
    """A broad occupation.

    phrases: what people call it. keywords: words of market titles that belong to it.
    groups: how occupation groups that belong to it begin; without: keywords left out of them.
    keep_words: show the person's occupation in the words of the request.
    ages: narrower than the ages of the market's occupation, where it must be.
    """

    phrases: tuple[str, ...]
    keywords: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    titles: tuple[Job, ...] = ()
    without: tuple[str, ...] = ()
    keep_words: bool = False
    ages: tuple[int, int] = (0, 120)


_OFFICE = (
    _job("Accounting clerk", (21, 58), "LM"),
    _job("HR assistant", (21, 48), "LM"),
    _job("Payroll officer", (23, 58), "M"),
    _job("Procurement officer", (24, 60), "MH"),
    _job("Executive assistant", (22, 58), "MH"),
    _job("Sales coordinator", (21, 50), "LM"),
    _job("Compliance officer", (25, 60), "MH"),
)
_FINANCE = (
    _job("Financial analyst", (22, 50), "MH"),
    _job("Credit officer", (23, 55), "MH"),
    _job("Tax accountant", (24, 62), "MH"),
    _job("Internal auditor", (24, 58), "MH"),
)
_MARKETING = (
    _job("Digital marketing specialist", (21, 45), "MH"),
    _job("Brand executive", (22, 45), "MH"),
    _job("Social media manager", (22, 45), "MH"),
    _job("Market research analyst", (22, 52), "MH"),
)
_TECHNOLOGY = (
    _job("Data analyst", (22, 50), "MH"),
    _job("QA tester", (21, 48), "MH"),
    _job("Network administrator", (22, 55), "MH"),
)
_FREELANCE = (
    _job("Freelance writer", (20, 62), "LM"),
    _job("Freelance graphic designer", (19, 55), "LMH"),
    _job("Freelance video editor", (19, 45), "LM"),
    _job("Freelance web developer", (20, 55), "LMH"),
    _job("Freelance translator", (22, 65), "LM"),
    _job("Freelance photographer", (20, 60), "LM"),
)
_OWNERS = (
    _job("Bakery owner", (26, 68), "LMH"),
    _job("Salon owner", (26, 65), "LMH"),
    _job("Repair shop owner", (27, 68), "LM"),
    _job("Print shop owner", (27, 66), "MH"),
    _job("Clothing shop owner", (25, 66), "LMH"),
)
_MANAGERS = (
    _job("Operations manager", (30, 62), "MH"),
    _job("Sales manager", (28, 60), "MH"),
    _job("Finance manager", (32, 62), "MH"),
    _job("Product manager", (28, 52), "MH"),
)

CATEGORIES = (
    Category(
        ("office worker", "office employee", "office staff", "office", "white collar",
         "white collar worker", "white collar employee", "corporate worker", "corporate employee",
         "desk worker", "admin staff", "administrative worker", "office professional",
         "private employee", "salaried employee"),
        ("office clerk", "office administrator", "office worker", "administrative clerk",
         "government clerk", "accountant", "auditor", "accounting staff", "bookkeeper",
         "hr officer", "marketing officer", "marketing executive", "bank officer",
         "bank employee", "civil servant", "corporate manager", "company manager",
         "logistics clerk", "licensing officer"),
        titles=_OFFICE,
    ),
    Category(
        ("professional", "young professional", "working professional", "urban professional",
         "yuppie", "knowledge worker", "skilled professional"),
        groups=("professional",),
        without=("owner", "director", "content creator", "live selling host", "freelancer"),
        titles=(*_FINANCE[:2], *_MARKETING[:2], *_TECHNOLOGY[:1]),
    ),
    Category(
        ("finance", "finance professional", "financial professional", "finance worker",
         "finance staff", "finance employee", "financial services", "accounting",
         "accounting professional"),
        ("accountant", "auditor", "accounting staff", "bookkeeper", "bank officer",
         "bank employee"),
        titles=_FINANCE,
    ),
    Category(
        ("banking", "banker", "bank worker", "bank staff", "banking professional"),
        ("bank officer", "bank employee", "bank teller"),
        titles=(_job("Loan officer", (23, 55), "MH"), _job("Bank branch officer", (22, 55), "MH")),
    ),
    Category(
        ("marketing", "marketing professional", "marketer", "advertising", "marketing staff",
         "marketing worker", "marketing employee", "advertising professional"),
        ("marketing officer", "marketing executive", "marketing staff", "marketing specialist",
         "digital marketer"),
        titles=_MARKETING,
    ),
    Category(
        ("it", "tech", "technology", "tech worker", "it professional", "it worker",
         "tech professional", "tech employee", "it staff", "it employee"),
        ("software developer", "it support technician"),
        titles=_TECHNOLOGY,
    ),
    Category(("software engineer", "web developer", "app developer", "coder", "programmer"),
             ("software developer",), keep_words=True),
    Category(
        ("healthcare", "healthcare worker", "health worker", "medical worker", "health care",
         "medical professional", "healthcare professional", "health professional"),
        ("nurse", "doctor", "pharmacist", "midwife", "medical technologist", "caregiver"),
        titles=(_job("Physical therapist", (23, 55), "MH"),
                _job("Laboratory technician", (21, 58), "M")),
    ),
    Category(("education", "educator", "education professional", "teaching", "academic"),
             ("teacher", "lecturer", "tutor")),
    Category(("student", "pupil", "schoolchild", "learner"), ("student", "pupil")),
    Category(("university student", "college student", "undergraduate", "undergrad",
              "uni student", "undergraduate student"),
             ("student",), keep_words=True, ages=(17, 30)),
    Category(("high school student", "secondary student", "senior high student",
              "senior high school student", "secondary school student"),
             ("student", "secondary school pupil"), keep_words=True, ages=(12, 19)),
    Category(("freelancer", "freelance", "freelance worker", "freelance professional",
              "independent contractor", "digital nomad", "remote freelancer"),
             ("freelancer", "freelance designer", "virtual assistant"), titles=_FREELANCE),
    Category(("gig worker", "gig economy worker", "platform worker"),
             ("ride hailing", "motorcycle taxi", "delivery rider", "parcel courier",
              "virtual assistant", "freelancer")),
    Category(("self employed", "self employed worker", "self employed person"),
             ("owner", "proprietor", "trader", "vendor", "online seller", "freelancer",
              "freelance designer", "tricycle driver", "tailor"), titles=_OWNERS),
    Category(("small business owner", "business owner", "entrepreneur", "businessman",
              "businesswoman", "business person", "businessperson", "sme owner",
              "micro entrepreneur", "microentrepreneur", "shopkeeper", "merchant"),
             ("business owner", "shop owner", "store owner", "eatery owner", "café owner",
              "shop proprietor"), titles=_OWNERS),
    Category(("sales", "salesperson", "sales professional", "sales staff", "sales worker",
              "retail", "retail worker", "retail staff", "retail employee"),
             ("sales clerk", "sales assistant", "sales staff", "sales representative",
              "shop assistant", "cashier", "supermarket promodiser")),
    Category(("service worker", "hospitality", "hospitality worker", "hospitality staff",
              "restaurant worker", "service staff", "food service worker"),
             ("waiter", "barista", "cook", "fast food crew", "hotel worker", "tourism worker",
              "stall worker", "kitchen helper")),
    Category(("blue collar", "blue collar worker", "manual worker", "labourer", "manual labourer",
              "working class", "unskilled worker"),
             ("factory", "garment", "footwear", "assembly", "processing", "machine operator",
              "construction", "labourer", "welder", "mechanic", "electrician", "carpenter",
              "mason", "warehouse worker", "warehouse helper", "truck driver", "porter", "metal worker", "wood worker")),
    Category(("agriculture", "agricultural worker", "farming"), groups=("agri", "skilled agri")),
    Category(("manager", "executive", "senior manager", "business executive", "corporate executive", "middle manager"),
             ("manager", "company director"), titles=_MANAGERS),
    Category(("ceo", "cfo", "coo", "cto", "chief executive", "chief executive officer", "director",
              "managing director", "founder", "startup founder", "company director"),
             ("company director", "director", "corporate manager", "company manager"),
             keep_words=True, ages=(30, 120)),
    Category(("government employee", "government worker", "public servant", "civil servant",
              "public sector worker", "government staff", "government official"),
             ("civil servant", "government clerk", "licensing officer")),
    Category(("homemaker", "housewife", "househusband", "stay at home mother", "stay at home mom",
              "stay at home mum", "stay at home parent", "stay at home dad",
              "stay at home father"), ("homemaker",)),
    Category(("retiree", "retired", "pensioner", "retired person", "senior citizen"),
             ("retiree", "retired", "pensioner")),
    Category(("unemployed", "jobseeker", "job seeker", "not working", "out of work",
              "unemployed person", "unemployed worker", "jobless"),
             ("unemployed", "jobseeker", "job seeker")),
    Category(("creative", "creative professional", "creative worker", "artist"),
             ("designer", "video editor", "content creator", "architect"),
             titles=(_job("Copywriter", (21, 50), "M"), _job("Photographer", (20, 58), "LM"))),
    Category(("bpo agent", "bpo worker", "bpo employee", "bpo", "call centre worker", "call centre employee",
              "call centre staff", "customer service"),
             ("call centre agent", "customer service agent")),
)  # fmt: skip
