"""The commands `suara avatars ...`."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from suara_local import interrupts, system
from suara_local.api import Document
from suara_local.avatars import collecting
from suara_local.home import default_home
from suara_local.terminal import bar, faults_as_exit_codes

_MB = 1_000_000

app = typer.Typer(
    help=(
        "Portraits and images in the object store.\n\n"
        f"Works on the stack that runs here, or, with {system.URL} and {system.TOKEN} set, on the "
        "database and the bucket that SUARA_MONGO_*, SUARA_S3_* and AWS_* name."
    ),
    no_args_is_help=True,
)


@app.callback()
def avatars() -> None:
    """Keeps `gc` a word of its own."""


@app.command("gc")
def gc_command(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Remove nothing.")] = False,
    older_than: Annotated[
        float,
        typer.Option(min=0, max=8784, metavar="HOURS", help="Keep what is younger than that."),
    ] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")] = False,
) -> None:
    """Remove portraits and images that no persona, library persona or project has.

    Deletions leave nothing behind: this is for what crashes and abandoned generations left.
    """
    with faults_as_exit_codes(), interrupts.raised(), bar() as progress:
        environment = system.find(default_home()).environment
        task = progress.add_task("Looking at objects", total=None, detail="")

        def show(report: Document) -> None:
            seen, garbage = report["all"]["objects"], report["garbage"]["objects"]
            progress.update(task, detail=f"{seen:,} seen, {garbage:,} unnamed")

        report = collecting.run(older_than, environment, show, dry_run=dry_run)
    if as_json:
        print(json.dumps(report, indent=2))
    else:
        Console(highlight=False).print(_table(report))


def _table(report: Document) -> Table:
    table = Table("", "objects", "MB", box=None, header_style="bold")
    for column in table.columns[1:]:
        column.justify = "right"
    garbage = "would be removed" if report["dry_run"] else "removed"
    rows = {"in the bucket": "all", "named": "named", "too young": "young", garbage: "garbage"}
    for title, name in rows.items():
        tally = report[name]
        table.add_row(title, f"{tally['objects']:,}", f"{tally['bytes'] / _MB:,.1f}")
    return table
