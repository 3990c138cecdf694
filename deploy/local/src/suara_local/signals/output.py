"""What the commands print."""

import json
from typing import Any

from suara_local.api import Document
from suara_local.signals import tables
from suara_local.terminal import out, page

REPORTED_ROWS = 20
HOW_TO_TURN_ON = (
    "SUARA_SOURCES and each source's own settings turn them on; `suara signals import` needs none."
)


def markets(rows: list[Document]) -> None:
    sheet = page()
    sheet.print(tables.markets(rows))
    sheet.print()
    _sources(rows)


def _sources(rows: list[Document]) -> None:
    asked, off = tables.sources(rows), tables.off(rows)
    if asked is not None:
        page().print(asked)
    elif not off:
        out.print(f"No live source was asked yet. {HOW_TO_TURN_ON}")
    if off:
        out.print(f"Off: {off}. {HOW_TO_TURN_ON}", style="dim", markup=False)


def snapshot(found: Document, most: int | None) -> None:
    """At most so many signals of each kind."""
    sheet = page()
    sheet.print(f"{found['version']}, refreshed: {tables.age(found['refreshed_at'])}", markup=False)
    for title, table, more in tables.signals(found, most):
        sheet.print(f"\n[bold]{title}[/]", table, sep="\n")
        if more:
            sheet.print(f"... and {more} more (--all)", style="dim")


def refreshed(before: Document, market: Document) -> None:
    after = market["snapshot"]
    news = "nothing new" if before["version"] == after["version"] else f"now {after['version']}"
    out.print(f"{market['code']} is refreshed: {news}, {after['signals']} signals.", markup=False)
    _sources([market])


def imported(report: Document) -> None:
    out.print(
        f"{report['read']} reviews read, {report['kept']} kept for {report['market']}.",
        markup=False,
    )
    for reason, count in report["dropped"].items():
        out.print(f"  {count} dropped: {tables.plain(reason)}", markup=False)
    if rejected := report["rejected"]:
        out.print(f"  {rejected} rows could not be used:")
    for row in report["rejected_rows"][:REPORTED_ROWS]:
        out.print(f"    line {row['line']}: {tables.plain(row['reason'])}", markup=False)
    if rejected > REPORTED_ROWS:
        out.print(f"    ... and {rejected - REPORTED_ROWS} more (--json names a thousand)")
    if report.get("refresh"):
        out.print(f"A refresh of {report['market']} was requested: `suara signals status`.")


def as_json(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))
