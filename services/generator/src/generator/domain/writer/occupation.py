"""Occupation titles as sentences use them, and the kind of working life behind them."""

import re
from dataclasses import dataclass

from generator.domain.writer.grammar import with_article
from suara.personas import Gender


@dataclass(frozen=True)
class WorkingLife:
    """One kind of working life.

    works: predicate after a name ("works as a nurse"); at_work: where the day is spent;
    after: when it ends; pay: the money it brings; payday: what the money waits for.
    """

    kind: str
    works: str
    at_work: str
    after: str
    pay: str
    payday: str
    flags: frozenset[str]


# kind: (titles it covers, place, end of the day, money, what the money waits for, flags)
_SALARIED = "works employed salaried"
KINDS: dict[str, tuple[str, str, str, str, str, str]] = {
    "pupil": (
        r"pupil|high.?school student",
        "in class",
        "after class",
        "pocket money",
        "the next pocket money",
        "student",
    ),
    "student": (
        r"student|undergraduate",
        "on campus",
        "after class",
        "allowance",
        "the next allowance",
        "student",
    ),
    "retired": (
        r"retire|pensioner",
        "at home",
        "in the late afternoon",
        "pension",
        "pension day",
        "retired",
    ),
    "homemaker": (
        r"homemaker|housewife|househusband|stay.at.home",
        "at home",
        "once the house is quiet",
        "household money",
        "the next household money",
        "homemaker",
    ),
    "idle": (
        r"idle|n(?:ot|either) in school",
        "at home",
        "in the evening",
        "odd-job money",
        "the next odd job",
        "jobless",
    ),
    "unable": (
        r"unable to work|no longer working|disab|elderly",
        "at home",
        "in the late afternoon",
        "help from relatives",
        "the next help from the family",
        "unable",
    ),
    "jobless": (
        r"jobseeker|job seeker|unemployed",
        "at home",
        "in the evening",
        "odd-job money",
        "the next odd job",
        "jobless",
    ),
    "returned": (
        r"returned overseas|overseas",
        "at home",
        "in the evening",
        "savings from abroad",
        "the next bit of income",
        "jobless",
    ),
    "overseas": (
        r"seafarer|seaman|sailor",
        "between contracts",
        "in the evening",
        "contract money",
        "the next contract",
        "works overseas",
    ),
    "callcentre": (
        r"call cent|customer service|customer support|bpo",
        "on the operations floor",
        "after the shift",
        "salary",
        "payday",
        _SALARIED,
    ),
    "salon": (
        r"hairdress|barber|beautician|make-up|nail|massage",
        "between customers",
        "after the last customer",
        "takings and tips",
        "a busy weekend",
        "works craft",
    ),
    "kitchen": (
        r"cook|chef|baker|kitchen|food stall worker",
        "in the kitchen",
        "after the last order",
        "wages",
        "payday",
        _SALARIED + " shift",
    ),
    "labour": (
        r"porter|odd.?job|car wash|parking|warehouse|logistics|tanod",
        "on the job",
        "after the last load",
        "wages",
        "the next paid day",
        "works",
    ),
    "onlineseller": (
        r"online seller|live.?sell|e-?commerce seller",
        "among {her} parcels",
        "once the last parcel is packed",
        "takings",
        "the next good sales day",
        "works own trader",
    ),
    "creator": (
        r"content creator|influencer|graphic|designer|video editor|freelanc|virtual assist"
        r"|animator|photograph|artist|musician",
        "at {her} laptop",
        "once the files are sent",
        "client payments",
        "the next client payment",
        "works own desk",
    ),
    "tech": (
        r"software|developer|programmer|\bit\b|data (?:scien|anal)|cad\b|drafts",
        "at {her} screen",
        "after work",
        "salary",
        "payday",
        _SALARIED + " desk",
    ),
    "health": (
        r"nurse|midwi|doctor|physician|medical|pharmac|dent|health worker|caregiver"
        r"|therapist$",
        "on duty",
        "after duty",
        "salary",
        "payday",
        _SALARIED + " health",
    ),
    "school": (
        r"teacher|lecturer|professor|tutor|educator",
        "in class",
        "after the last lesson",
        "salary",
        "payday",
        _SALARIED + " teacher",
    ),
    "official": (
        r"civil servant|government|village|barangay|\bward\b|public servant"
        r"|licensing|senior official",
        "at the public counter",
        "after office hours",
        "salary",
        "payday",
        _SALARIED + " desk official",
    ),
    "guard": (
        r"guard|police|soldier|firefighter|armed",
        "on post",
        "after {her} shift",
        "salary",
        "payday",
        _SALARIED + " shift",
    ),
    "agent": (
        r"insurance|real.?estate|property|broker|sales (?:rep|exec)|field sales",
        "out seeing clients",
        "after the last client",
        "commissions",
        "the next commission",
        "works own",
    ),
    "rider": (
        r"rider|courier|motorcycle.?taxi|ride-hailing|motorbike driver",
        "on the road",
        "after the last trip",
        "fares",
        "a good day's fares",
        "works own road",
    ),
    "driver": (
        r"driver|chauffeur",
        "at the wheel",
        "after the last trip",
        "earnings",
        "a good week's earnings",
        "works road",
    ),
    "trader": (
        r"vendor|store owner|shop owner|stall|trader|eatery|grocery|proprietor|wholesal"
        r"|small business|street food|lottery|home food|café owner|restaurant owner",
        "at the stall",
        "after closing",
        "takings",
        "a good market day",
        "works own trader",
    ),
    "boss": (
        r"manager|director|business owner|executive officer|entrepreneur|corporate"
        r"|supervisor",
        "at the office",
        "after work",
        "salary",
        "payday",
        _SALARIED + " desk boss",
    ),
    "fish": (
        r"fish|shrimp|deck lab",
        "on the water",
        "once the catch is sold",
        "catch money",
        "the next good catch",
        "works rural",
    ),
    "farm": (
        r"farm|grower|smallholder|livestock|poultry|forestry|planter|agricult",
        "in the field",
        "once it is too dark to work",
        "harvest money",
        "the harvest",
        "works rural",
    ),
    "garment": (
        r"tailor|seamstress|weaver|batik|dressmak",
        "at the sewing table",
        "when the light goes",
        "takings",
        "the next finished order",
        "works own craft",
    ),
    "factory": (
        r"factory|garment|textile|footwear|assembly|plant operator|machine operator|process"
        r"|quality control|production",
        "on the line",
        "after the shift",
        "wages",
        "payday",
        _SALARIED + " shift",
    ),
    "trades": (
        r"carpenter|mason|welder|electrician|plumber|mechanic|construction|repairer|furniture"
        r"|miner|equipment|craft|metal|labourer",
        "on the job",
        "after the job",
        "wages",
        "the next paid job",
        "works craft",
    ),
    "care": (
        r"domestic|nanny|laundry|helper$|cleaner|janitor|house.?keep|sweeper|waste",
        "on the job",
        "when the work is done",
        "wages",
        "payday",
        "works employed",
    ),
    "service": (
        r"sales|shop|cashier|crew|waiter|waitress|barista|hotel|promodiser|retail|tourism"
        r"|supermarket",
        "on the shop floor",
        "after {her} shift",
        "wages",
        "payday",
        _SALARIED + " shift service",
    ),
    "technical": (
        r"engineer|technician|architect|surveyor|mechatron",
        "on site",
        "after work",
        "salary",
        "payday",
        _SALARIED,
    ),
    "office": (r".*", "at the office", "after work", "salary", "payday", _SALARIED + " desk"),
}

_PREDICATES = {
    "pupil": "goes to school",
    "student": "is a student",
    "retired": "is retired",
    "homemaker": "runs the household",
    "unable": "is no longer able to work",
    "jobless": "is looking for work",
    "returned": "is back from working overseas",
    "idle": "is neither studying nor working at the moment",
}
_ACRONYM = re.compile(r"[A-Z]{2,}")


def job_title(occupation: str) -> str:
    """The title as a noun in a sentence: "Fast food crew" -> "fast food crew member"."""
    plain = re.sub(r"\s*\([^)]*\)", "", occupation).strip() or occupation
    head, space, tail = plain.partition(" ")
    head = head if _ACRONYM.match(head) else head[:1].lower() + head[1:]
    title = head + space + tail
    return f"{title} member" if re.search(r"\b(?:staff|crew)$", title) else title


def _works(title: str) -> str:
    owned = title.removesuffix(" owner")
    if owned != title:
        return f"owns {with_article(owned)}"
    return f"works as {with_article(title)}"


def working_life(occupation: str, gender: Gender, age: int) -> WorkingLife:
    """Any title has a kind; one that nothing recognises is an office job."""
    wanted = occupation.lower()
    kind = next(name for name, row in KINDS.items() if re.search(row[0], wanted))
    if kind == "student" and age < 17:
        kind = "pupil"
    _, at_work, after, pay, payday, flags = KINDS[kind]
    works = _PREDICATES.get(kind) or _works(job_title(occupation))
    her = "her" if gender == "Female" else "his"
    at_work, after = at_work.replace("{her}", her), after.replace("{her}", her)
    return WorkingLife(kind, works, at_work, after, pay, payday, frozenset([kind, *flags.split()]))
