"""Jobs that exist in any economy, cast beside the market's own titles.

They keep five office workers from being five office clerks. Ages and incomes are judgement,
not market data; their share is set to that of the market's titles they stand beside.
"""

from generator.domain.casting.jobs import INCOMES, Job
from suara.personas import IncomeLevel


def _job(title: str, ages: tuple[int, int], incomes: str) -> Job:
    """A generic job; `incomes` by initials, "LM" for low and middle."""
    levels: tuple[IncomeLevel, ...] = tuple(i for i in INCOMES if i[0] in incomes)
    return Job(title, "Generic", share=0, ages=ages, incomes=levels)


OFFICE = (
    _job("Accounting clerk", (21, 58), "LM"),
    _job("HR assistant", (21, 48), "LM"),
    _job("Payroll officer", (23, 58), "M"),
    _job("Procurement officer", (24, 60), "MH"),
    _job("Executive assistant", (22, 58), "MH"),
    _job("Sales coordinator", (21, 50), "LM"),
    _job("Compliance officer", (25, 60), "MH"),
)
FINANCE = (
    _job("Financial analyst", (22, 50), "MH"),
    _job("Credit officer", (23, 55), "MH"),
    _job("Tax accountant", (24, 62), "MH"),
    _job("Internal auditor", (24, 58), "MH"),
)
MARKETING = (
    _job("Digital marketing specialist", (21, 45), "MH"),
    _job("Brand executive", (22, 45), "MH"),
    _job("Social media manager", (22, 45), "MH"),
    _job("Market research analyst", (22, 52), "MH"),
)
TECHNOLOGY = (
    _job("Data analyst", (22, 50), "MH"),
    _job("QA tester", (21, 48), "MH"),
    _job("Network administrator", (22, 55), "MH"),
)
FREELANCE = (
    _job("Freelance writer", (20, 62), "LM"),
    _job("Freelance graphic designer", (19, 55), "LMH"),
    _job("Freelance video editor", (19, 45), "LM"),
    _job("Freelance web developer", (20, 55), "LMH"),
    _job("Freelance translator", (22, 65), "LM"),
    _job("Freelance photographer", (20, 60), "LM"),
)
OWNERS = (
    _job("Bakery owner", (26, 68), "LMH"),
    _job("Salon owner", (26, 65), "LMH"),
    _job("Repair shop owner", (27, 68), "LM"),
    _job("Print shop owner", (27, 66), "MH"),
    _job("Clothing shop owner", (25, 66), "LMH"),
)
MANAGERS = (
    _job("Operations manager", (30, 62), "MH"),
    _job("Sales manager", (28, 60), "MH"),
    _job("Finance manager", (32, 62), "MH"),
    _job("Product manager", (28, 52), "MH"),
)
BANKING = (
    _job("Loan officer", (23, 55), "MH"),
    _job("Bank branch officer", (22, 55), "MH"),
)
HEALTHCARE = (
    _job("Physical therapist", (23, 55), "MH"),
    _job("Laboratory technician", (21, 58), "M"),
)
CREATIVE = (
    _job("Copywriter", (21, 50), "M"),
    _job("Photographer", (20, 58), "LM"),
)
