"""The commands `suara signals ...`."""

import re
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from suara_local import interrupts, system
from suara_local.home import default_home
from suara_local.signals import importing, output, refreshing, tables
from suara_local.terminal import err, faults_as_exit_codes, out

SHOWN = 10

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
            output.as_json(rows)
        else:
            output.markets(rows)


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
            output.as_json(after)
        elif wait:
            output.refreshed(before["snapshot"], after)
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
            output.as_json(snapshot)
            return
        output.snapshot(snapshot, None if every else SHOWN)


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
        with err.status(f"Importing {escape(file.name)} ..."):
            report = importing.run(file, market, about, found.environment)
        if refresh and report["kept"]:
            with found.api() as api:
                refreshing.request(api, market)
            report["refresh"] = "requested"
    if as_json:
        output.as_json(report)
    else:
        output.imported(report)
    if not report["kept"]:
        raise typer.Exit(1)
