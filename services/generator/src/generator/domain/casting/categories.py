"""Broad occupations people ask for, and what plainly falls under them.

`keywords` are looked for in the market's own titles; `titles` are generic jobs cast beside them.
"""

from dataclasses import dataclass

from generator.domain.casting.generic_jobs import (
    BANKING,
    CREATIVE,
    FINANCE,
    FREELANCE,
    HEALTHCARE,
    MANAGERS,
    MARKETING,
    OFFICE,
    OWNERS,
    TECHNOLOGY,
)
from generator.domain.casting.jobs import Job


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
        titles=OFFICE,
    ),
    Category(
        ("professional", "young professional", "working professional", "urban professional",
         "yuppie", "knowledge worker", "skilled professional"),
        groups=("professional",),
        without=("owner", "director", "content creator", "live selling host", "freelancer"),
        titles=(*FINANCE[:2], *MARKETING[:2], *TECHNOLOGY[:1]),
    ),
    Category(
        ("finance", "finance professional", "financial professional", "finance worker",
         "finance staff", "finance employee", "financial services", "accounting",
         "accounting professional"),
        ("accountant", "auditor", "accounting staff", "bookkeeper", "bank officer",
         "bank employee"),
        titles=FINANCE,
    ),
    Category(
        ("banking", "banker", "bank worker", "bank staff", "banking professional"),
        ("bank officer", "bank employee", "bank teller"),
        titles=BANKING,
    ),
    Category(
        ("marketing", "marketing professional", "marketer", "advertising", "marketing staff",
         "marketing worker", "marketing employee", "advertising professional"),
        ("marketing officer", "marketing executive", "marketing staff", "marketing specialist",
         "digital marketer"),
        titles=MARKETING,
    ),
    Category(
        ("it", "tech", "technology", "tech worker", "it professional", "it worker",
         "tech professional", "tech employee", "it staff", "it employee"),
        ("software developer", "it support technician"),
        titles=TECHNOLOGY,
    ),
    Category(("software engineer", "web developer", "app developer", "coder", "programmer"),
             ("software developer",), keep_words=True),
    Category(
        ("healthcare", "healthcare worker", "health worker", "medical worker", "health care",
         "medical professional", "healthcare professional", "health professional"),
        ("nurse", "doctor", "pharmacist", "midwife", "medical technologist", "caregiver"),
        titles=HEALTHCARE,
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
             ("freelancer", "freelance designer", "virtual assistant"), titles=FREELANCE),
    Category(("ride hailing driver", "ride hailing rider", "ride hailing"),
             ("ride hailing", "motorcycle taxi", "car taxi", "taxi driver"), keep_words=True),
    Category(("gig worker", "gig economy worker", "platform worker"),
             ("ride hailing", "motorcycle taxi", "delivery rider", "parcel courier",
              "virtual assistant", "freelancer")),
    Category(("self employed", "self employed worker", "self employed person"),
             ("owner", "proprietor", "trader", "vendor", "online seller", "freelancer",
              "freelance designer", "tricycle driver", "tailor"), titles=OWNERS),
    Category(("small business owner", "business owner", "entrepreneur", "businessman",
              "businesswoman", "business person", "businessperson", "sme owner",
              "micro entrepreneur", "microentrepreneur", "shopkeeper", "merchant"),
             ("business owner", "shop owner", "store owner", "eatery owner", "café owner",
              "shop proprietor"), titles=OWNERS),
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
              "mason", "warehouse worker", "warehouse helper", "truck driver",
              "porter", "metal worker", "wood worker")),
    Category(("agriculture", "agricultural worker", "farming"), groups=("agri", "skilled agri")),
    Category(("manager", "executive", "senior manager", "business executive", "corporate executive",
              "middle manager"),
             ("manager", "company director"), titles=MANAGERS),
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
             titles=CREATIVE),
    Category(("bpo agent", "bpo worker", "bpo employee", "bpo", "call centre worker",
              "call centre employee",
              "call centre staff", "customer service"),
             ("call centre agent", "customer service agent")),
)  # fmt: skip
