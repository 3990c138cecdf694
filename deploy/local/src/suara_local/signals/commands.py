"""The commands `suara signals ...`."""

import json
import re
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from suara_local import interrupts
from suara_local.api import Document
from suara_local.home import default_home
from suara_local.signals import importing, refreshing, system, tables
from suara_local.terminal import err, faults_as_exit_codes, out

PIPED_WIDTH = 120
SHOWN = 10
REPORTED_ROWS = 20
HOW_TO_TURN_ON = (
    "SUARA_SOURCES and each source's own settings turn them on; `suara signals import` needs none."
)

app = typer.Typer(
    help=(
        "What people in the markets say: how fresh it is, and how it gets there.\n\n"
        f"Works on the stack that runs here, or on the API at {system.URL} with the bearer token "
        f"in {system.TOKEN}."
    ),
    no_args_is_help=True,
)


def _code(text: str) -> str:
    if not re.fullmatch("[A-Za-z]{2}", text):
        raise typer.BadParameter(f"{text!r} is no code of a country, such as PH, ID or VN.")
    return text.upper()


Json = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]
Market = Annotated[
    str, typer.Argument(callback=_code, help="Code of a country, such as PH, ID or VN.")
]
Wait = Annotated[
    bool, typer.Option("--wait", help="Return when the new snapshot is there, and show it.")
]
Timeout = Annotated[float, typer.Option(min=1, help="Seconds to --wait at most.")]


@app.command("status")
def status_command(as_json: Json = False) -> None:
    """Show each market's snapshot: its version, its age, and how its sources do."""
    with faults_as_exit_codes(), system.find(default_home()).api() as api:
        rows = api.call("GET", "/markets")
        if as_json:
            _print_json(rows)
        else:
            _show(rows)


@app.command("refresh")
def refresh_command(
    market: Market, wait: Wait = False, timeout: Timeout = 900, as_json: Json = False
) -> None:
    """Have a market's sources read now, fresh or not. It happens in the background."""
    with faults_as_exit_codes(), interrupts.raised(), system.find(default_home()).api() as api:
        after = before = refreshing.request(api, market)
        if wait:
            with err.status(f"Refreshing {market}: its sources are read ..."):
                after = refreshing.wait(api, before, timeout)
        if as_json:
            _print_json(after)
        elif wait:
            _tell_refreshed(before["snapshot"], after)
        else:
            out.print(f"Requested. `suara signals status` shows when {market} is refreshed.")


@app.command("show")
def show_command(
    market: Market,
    kind: Annotated[
        str | None, typer.Option(help=f"Only one kind: {', '.join(tables.KINDS)}.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help=f"All signals, not the first {SHOWN} of each kind.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show what people in a market say: its latest snapshot."""
    if kind is not None and kind not in tables.KINDS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(tables.KINDS)}.")
    with faults_as_exit_codes(), system.find(default_home()).api() as api:
        path = f"/markets/{market}/snapshot" + (f"?kind={kind}" if kind else "")
        snapshot = api.document("GET", path)
        if as_json:
            _print_json(snapshot)
            return
        paper = _paper()
        refreshed = tables.age(snapshot["refreshed_at"])
        paper.print(f"{snapshot['version']}, refreshed: {refreshed}", markup=False)
        for title, table, more in tables.signals(snapshot, None if every else SHOWN):
            paper.print(f"\n[bold]{title}[/]", table, sep="\n")
            if more:
                paper.print(f"... and {more} more (--all)", style="dim")


@app.command("import")
def import_command(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="CSV or JSON lines.")
    ],
    market: Annotated[
        str, typer.Option(callback=_code, help="The market that the reviews are from: PH, ID ...")
    ],
    about: Annotated[
        str | None, typer.Option(help="The brand, app or shop reviewed, where no column says.")
    ] = None,
    refresh: Annotated[
        bool, typer.Option(help="Have the market's snapshot refreshed afterwards.")
    ] = True,
    as_json: Json = False,
) -> None:
    """Bring in reviews that you own. Personal data are removed before anything is stored.

    Bad rows are counted and named, the good ones kept. Exits 1 when no row was good.
    """
    with faults_as_exit_codes():
        found = system.find(default_home())
        with err.status(f"Importing {file.name} ..."):
            report = importing.run(file, market, about, found.environment)
        if refresh and report["kept"]:
            with found.api() as api:
                refreshing.request(api, market)
            report["refresh"] = "requested"
    if as_json:
        _print_json(report)
    else:
        _tell_imported(report)
    if not report["kept"]:
        raise typer.Exit(1)


def _show(rows: list[Document]) -> None:
    paper = _paper()
    paper.print(tables.markets(rows))
    paper.print()
    _show_sources(rows)


def _show_sources(rows: list[Document]) -> None:
    asked, off = tables.sources(rows), tables.off(rows)
    if asked is not None:
        _paper().print(asked)
    elif not off:
        out.print(f"No live source was asked yet. {HOW_TO_TURN_ON}")
    if off:
        out.print(f"Off: {off}. {HOW_TO_TURN_ON}", style="dim", markup=False)


def _tell_refreshed(before: Document, market: Document) -> None:
    after = market["snapshot"]
    news = "nothing new" if before["version"] == after["version"] else f"now {after['version']}"
    out.print(f"{market['code']} is refreshed: {news}, {after['signals']} signals.", markup=False)
    _show_sources([market])


def _tell_imported(report: Document) -> None:
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


def _print_json(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))


def _paper() -> Console:
    return Console(highlight=False, width=None if sys.stdout.isatty() else PIPED_WIDTH)
