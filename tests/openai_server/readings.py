"""An answer to a prompt that shows verbatims: what their stars say of what they are about."""

import json
import re
from typing import Any

_BLOCK = re.compile(r"<verbatims>\n(.*?)\n?</verbatims>", re.DOTALL)


def reading(text: str) -> dict[str, Any]:
    """One finding for each thing reviewed and stance; free talk is a worry.

    Two findings more cite nothing that was shown, and name a brand that nobody named.
    """
    shown = _BLOCK.search(text)
    said: dict[tuple[str, str], list[str]] = {}
    for line in (shown[1] if shown else "").splitlines():
        label, about, stars, _ = json.loads(line)
        stance = "praise" if (stars or 0) > 3 else "criticism"
        said.setdefault((about, stance), []).append(label)
    findings = [
        _finding("brand" if about else "worry", about or "prices", stance, labels)
        for (about, stance), labels in said.items()
    ]
    made_up = [
        _finding("worry", "floods", "criticism", ["v999"]),
        _finding("brand", "Nobody's Brand", "praise", ["v1"]),
    ]
    return {"findings": findings + made_up}


def _finding(kind: str, subject: str, stance: str, labels: list[str]) -> dict[str, Any]:
    text = f"people agree in {stance}, call +63 917 555 0142"
    return {
        "kind": kind,
        "subject": subject,
        "stance": stance,
        "text": text,
        "verbatim_ids": labels,
    }
