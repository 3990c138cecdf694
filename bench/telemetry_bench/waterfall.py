"""One generation of five on the embedded stack, and its trace as a picture.

`python -m telemetry_bench.waterfall docs/trace.svg`
"""

import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from suara_local import tokens
from suara_local.job import Job
from suara_local.stack import Stack
from telemetry_bench.collector import collector

Span = dict[str, Any]

COLOURS = {
    "api-gateway": "#4c6ef5",
    "generator": "#0ca678",
    "library": "#e8590c",
    "avatar": "#ae3ec9",
    "ethnography": "#868e96",
}
WIDTH, NAMES, ROW = 1200, 430, 19
SETTLED_SECONDS = 3.0


def main(picture: str) -> None:
    with tempfile.TemporaryDirectory(prefix="suara-trace-") as folder:
        kept = Path(folder, "spans.jsonl")
        kept.touch()
        with collector(kept) as address, Stack(Path(folder, "home")) as stack:
            os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address
            os.environ["OTEL_BSP_SCHEDULE_DELAY"] = "200"
            stack.start()
            job = Job(stack.base_url, tokens.mint(stack.environment["SUARA_JWT_SECRET"]))
            for count in (1, 5):  # the first one warms up
                project = job.create_project("Trace")
                group = job.create_group(project, {"location": "Manila, Philippines"}, count)
                job.generate(project, group, lambda _: None)
            job.close()
            time.sleep(SETTLED_SECONDS)
        spans = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
    Path(picture).write_text(drawn(of_the_last_generation(spans)), encoding="utf-8")


def of_the_last_generation(spans: list[Span]) -> list[Span]:
    asked = [span for span in spans if span["name"].endswith("/generate")]
    trace_id = max(asked, key=lambda span: int(span["start"]))["trace_id"]
    return [span for span in spans if span["trace_id"] == trace_id]


def drawn(trace: list[Span]) -> str:
    """SVG: a row for each span, under the one it is part of."""
    began, ended = min(s["start"] for s in trace), max(s["end"] for s in trace)
    scale = (WIDTH - NAMES - 70) / (ended - began)
    rows = list(_rows(trace))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{(len(rows) + 3) * ROW}" '
        'font-family="DejaVu Sans, Arial, sans-serif" font-size="11">',
        '<rect width="100%" height="100%" fill="white"/>',
    ]
    for number, (service, colour) in enumerate(COLOURS.items()):
        x = 10 + number * 110
        parts.append(f'<rect x="{x}" y="8" width="10" height="10" fill="{colour}"/>')
        parts.append(f'<text x="{x + 14}" y="17">{service}</text>')
    for number, (depth, span) in enumerate(rows):
        y = (number + 2) * ROW
        x = NAMES + (span["start"] - began) * scale
        width = max(1.5, (span["end"] - span["start"]) * scale)
        milliseconds = (span["end"] - span["start"]) / 1e6
        name = span["name"].replace("/api/v1/projects/{project_id}/persona-groups/{group_id}", "…")
        colour = COLOURS.get(span["service"], "#868e96")
        parts.append(f'<text x="{10 + depth * 14}" y="{y + 11}">{escape(name)}</text>')
        parts.append(
            f'<rect x="{x:.1f}" y="{y + 2}" width="{width:.1f}" height="11" fill="{colour}"/>'
        )
        parts.append(
            f'<text x="{x + width + 4:.1f}" y="{y + 11}" fill="#555">{milliseconds:.1f} ms</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def _rows(trace: list[Span]) -> Iterator[tuple[int, Span]]:
    """Depth first, by start."""
    known = {span["span_id"] for span in trace}
    parts: dict[str, list[Span]] = defaultdict(list)
    for span in sorted(trace, key=lambda span: int(span["start"])):
        parts[span["parent"] if span["parent"] in known else ""].append(span)
    waiting = [(0, span) for span in reversed(parts[""])]
    while waiting:
        depth, span = waiting.pop()
        yield depth, span
        waiting += [(depth + 1, part) for part in reversed(parts[span["span_id"]])]


if __name__ == "__main__":
    main(sys.argv[1])
