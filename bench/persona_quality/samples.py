"""Six readable personas per market."""

from collections.abc import Iterator
from random import Random

from persona_quality.segments import MARKETS, Segment
from persona_quality.written import Written, snapshot_of, write
from suara.markets import market
from suara.personas import Definition, IncomeLevel

# Who is shown: age_min, age_max, income.
_SHOWN: tuple[tuple[int, int, IncomeLevel], ...] = (
    (15, 17, "Middle"), (19, 25, "Low"), (28, 35, "High"), (38, 48, "Middle"), (52, 62, "Low"),
    (68, 82, "Middle"),
)  # fmt: skip
_HEADINGS = {
    "backstory": "Backstory",
    "digital_habits": "Digital habits",
    "price_sensitivity": "Price sensitivity",
    "psychographic_notes": "Psychographic notes",
    "language_style": "Language style",
}


def samples(seed: int) -> str:
    """A Markdown document."""
    lines = [
        "# Sample personas",
        "",
        "Six per market, of chosen ages and incomes and otherwise as they fell, told by the",
        "built-in writer from the bundled market data. No model and no editing. Made by",
        f"`python bench/quality.py --samples docs/sample-personas.md --seed {seed}`.",
    ]
    for code in MARKETS:
        data = market(code)
        note = "" if data.grounding == "sourced" else " (plain grounding: no local figures)"
        lines += ["", f"## {data.country}{note}"]
        for one in _shown(code, seed):
            lines += ["", *_persona(one)]
    return "\n".join(lines) + "\n"


def _shown(code: str, seed: int) -> Iterator[Written]:
    snapshot = snapshot_of(code)
    draw = Random(f"{seed}/{code}/samples")  # noqa: S311
    for slot, (youngest, oldest, income) in enumerate(_SHOWN):
        wanted = Definition(age_min=youngest, age_max=oldest, income_level=income)
        segment = Segment(code, wanted, "", slot + 1, draw.getrandbits(63))
        yield write(segment, snapshot)[slot]


def _persona(one: Written) -> Iterator[str]:
    cast, told = one.cast, one.profile
    yield f"### {cast.full_name}"
    yield ""
    facts = (f"{cast.gender}, {cast.age}", cast.occupation, cast.location,
             f"{cast.income_level} income", cast.education)  # fmt: skip
    yield f"{' · '.join(facts)}. {cast.household[:1].upper()}{cast.household[1:]}."
    yield ""
    yield f"*{', '.join(one.draft.personality_traits)}. Holds dear {', '.join(one.draft.values)}.*"
    for field, heading in _HEADINGS.items():
        yield ""
        yield f"**{heading}.** {one.fields[field]}"
    yield ""
    trusted, distrusted = (
        ", ".join(brands) or "no brand" for brands in (told.trusted_brands, told.distrusted_brands)
    )
    yield f"**Trusts** {trusted}. **Distrusts** {distrusted}."
    yield ""
    cited = sorted({i for item in told.evidence for i in item.signal_ids})
    yield f"**Evidence** ({len(cited)} signals): {', '.join(f'`{i}`' for i in cited[:6])} …"
