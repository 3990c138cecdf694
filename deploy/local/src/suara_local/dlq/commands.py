"""The commands `suara dlq ...`."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from suara.topics import TOPICS
from suara_local import system
from suara_local.dlq import display, settling
from suara_local.dlq.selection import Selection
from suara_local.dlq.session import run
from suara_local.errors import LocalError
from suara_local.terminal import out, page

if TYPE_CHECKING:  # Kafka's client is slow to load
    from suara_local.dlq.working import Work

SHOWN = 20

app = typer.Typer(
    help=(
        "Dead letters: messages that could not be handled.\n\n"
        f"Works on the stack that runs here, or on the broker at {system.KAFKA}, with the other "
        "SUARA_KAFKA_* settings of that system."
    ),
    no_args_is_help=True,
)


def _topic(name: str | None) -> str | None:
    if name is not None and name not in TOPICS:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(TOPICS)}.")
    return name


Topic = Annotated[
    str | None, typer.Option(callback=_topic, help=f"Only of one topic: {', '.join(TOPICS)}.")
]
Id = Annotated[
    str | None,
    typer.Option(
        "--id", help="One letter, as groups:0:12, or all letters of the event of that id."
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and do nothing.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before more than one.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]


@app.command("list")
def list_command(
    topic: Topic = None,
    letter_id: Id = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="The newest so many.")] = SHOWN,
    settled: Annotated[
        bool, typer.Option("--all", help="Also those that were replayed or purged.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List dead letters that are neither replayed nor purged, newest first."""

    async def newest(work: "Work") -> None:
        letters, count = await work.newest(limit)
        if as_json:
            shown = [display.document(letter, value=False) for letter in letters]
            print(json.dumps({"count": count, "letters": shown}, indent=2))
        elif not count:
            out.print("No dead letters.")
        else:
            page().print(display.table(letters))
            if more := count - len(letters):
                out.print(f"... and {more:,} older ones (--limit)", style="dim")

    run(newest, Selection(topic, letter_id, settled))


@app.command("show")
def show_command(
    letter_id: Annotated[
        str, typer.Option("--id", help="As groups:0:12, or an event's: all letters of it.")
    ],
    topic: Topic = None,
    full: Annotated[bool, typer.Option("--full", help="The value to its end.")] = False,
    as_json: Json = False,
) -> None:
    """Show all about a dead letter: why, where from, its headers and its value."""

    async def show(work: "Work") -> None:
        letters = await work.all()
        if not letters:
            raise LocalError(f"There is no dead letter {letter_id}.")
        if as_json:
            print(json.dumps([display.document(one, value=True) for one in letters], indent=2))
            return
        for number, letter in enumerate(letters):
            if number:
                out.print()
            for line in display.lines(letter, full=full):
                out.print(line, markup=False)

    run(show, Selection(topic, letter_id, settled=True))


@app.command("replay")
def replay_command(
    topic: Topic = None,
    letter_id: Id = None,
    again: Annotated[
        bool, typer.Option("--again", help="With --id: though it was replayed or purged.")
    ] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Have dead letters handled again, by the consumer group that failed: oldest first.

    Event id and headers stay; attempts are counted on. Exits 1 if one could not be replayed.
    """
    if again and letter_id is None:
        raise typer.BadParameter("--again needs --id.")
    run(settling.replay(dry_run=dry_run, yes=yes), Selection(topic, letter_id, again))


@app.command("purge")
def purge_command(
    topic: Topic = None, letter_id: Id = None, dry_run: DryRun = False, yes: Yes = False
) -> None:
    """Give dead letters up: they are neither listed nor replayed any more."""
    run(settling.purge(dry_run=dry_run, yes=yes), Selection(topic, letter_id))
