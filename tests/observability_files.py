"""What deploy/observability holds, read."""

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "deploy" / "observability"
DASHBOARDS = FOLDER / "grafana" / "dashboards"
PROMETHEUS = FOLDER / "prometheus"
_STRING = re.compile(r'"[^"]*"')
_BRACES = re.compile(r"\{[^}]*\}|\[[^]]*\]")
_GROUPING = re.compile(r"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")
_NAME = re.compile(r"\b[a-zA-Z_:][a-zA-Z0-9_:]*\b(?!\s*\()")
_WORDS = {"and", "or", "unless", "bool", "offset", "by", "on"}


def promtool() -> str | None:
    """The one of `make prometheus`, or of the PATH."""
    return shutil.which("promtool", path=f"{ROOT}/.venv/prometheus:{os.environ['PATH']}")


def rules() -> list[dict[str, Any]]:
    """Every rule, recording or alert."""
    return [
        rule
        for file in sorted((PROMETHEUS / "rules").glob("*.yml"))
        for group in yaml.safe_load(file.read_text())["groups"]
        for rule in group["rules"]
    ]


def alerts() -> dict[str, dict[str, Any]]:
    return {rule["alert"]: rule for rule in rules() if "alert" in rule}


def panels() -> list[dict[str, Any]]:
    """Every panel that shows something, of all dashboards."""
    files = [json.loads(file.read_text()) for file in sorted(DASHBOARDS.glob("*.json"))]
    return [panel for file in files for panel in file["panels"] if panel["type"] != "row"]


def metrics_of(expression: str) -> set[str]:
    """The names of series that an expression in PromQL asks for."""
    bare = _GROUPING.sub(" ", _BRACES.sub(" ", _STRING.sub(" ", expression)))
    return {name for name in _NAME.findall(bare) if name not in _WORDS}
