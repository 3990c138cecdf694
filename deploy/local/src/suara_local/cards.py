"""Personas as cards that a person likes to read."""

from typing import Any

from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

WIDTH = 100
STORIES = (
    ("Home", "household"),
    ("Education", "education"),
    ("Backstory", "backstory"),
    ("Digital habits", "digital_habits"),
    ("Prices", "price_sensitivity"),
    ("What drives them", "psychographic_notes"),
    ("Writes", "language_style"),
)
LISTS = (
    ("Traits", "personality_traits", "cyan"),
    ("Values", "values", "cyan"),
    ("Trusts", "trusted_brands", "green"),
    ("Distrusts", "distrusted_brands", "red"),
)


def understood(definition: dict[str, Any]) -> Table:
    """What the API made of the sentence; a dash where the sentence says nothing."""
    grid = _grid()
    ages = [definition.get("age_min"), definition.get("age_max")]
    known = {
        "Group": definition.get("name"),
        "Ages": "–".join("?" if age is None else str(age) for age in ages) if any(ages) else None,
        "Gender": definition.get("gender"),
        "Location": definition.get("location"),
        "Income": definition.get("income_level"),
        "Occupation": definition.get("occupation"),
        "How many": definition.get("persona_count"),
    }
    for label, value in known.items():
        grid.add_row(label, Text("–" if value is None else str(value)))
    return grid


def card(persona: dict[str, Any]) -> Panel:
    """One persona, without the portrait: its address must not be broken into lines."""
    grid = _grid()
    for label, field, style in LISTS:
        grid.add_row(label, Text(" · ".join(persona.get(field) or ["–"]), style=style))
    for label, field in STORIES:
        if persona.get(field):
            grid.add_row(label, Text(str(persona[field])))
    grid.add_row("Grounded in", Text(_evidence(persona.get("evidence") or []), style="dim"))
    facts = [persona.get(f) for f in ("gender", "occupation", "location")]
    income = persona.get("income_level")
    line = " · ".join(str(f) for f in [*facts, income and f"{income} income"] if f)
    title = Text(f"{persona['full_name']}, {persona['age']}", style="bold")
    return Panel(
        Group(Text(line, style="italic"), Text(), grid),
        title=title,
        title_align="left",
        width=WIDTH,
    )


def _evidence(evidence: list[dict[str, Any]]) -> str:
    """How many claims cite how many signals, and one of them as an example."""
    if not evidence:
        return "no signals"
    criticisms = [claim for claim in evidence if claim["field"] == "distrusted_brands"]
    example = (criticisms or evidence)[0]
    signals = {signal for claim in evidence for signal in claim["signal_ids"]}
    return (
        f"{len(signals)} signals behind {len(evidence)} claims about brands, apps, prices and "
        f"habits, such as “{example['claim']}”: {', '.join(example['signal_ids'])}"
    )


def _grid() -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    return grid
