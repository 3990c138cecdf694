"""The `suara` command."""

import asyncio
import itertools
import json
from typing import Annotated
from uuid import UUID

import typer

from suara_local import broker as brokers
from suara_local import demo, logs, state, status, tokens, up
from suara_local.avatars import commands as avatars
from suara_local.broker import Broker
from suara_local.dlq import commands as dlq
from suara_local.errors import LocalError
from suara_local.home import default_home
from suara_local.signals import commands as signals
from suara_local.terminal import err, faults_as_exit_codes, out

app = typer.Typer(
    help=(
        "Suara on this machine: Kafka, MongoDB, S3 and the five services, without Docker.\n\n"
        "Everything lives in ./.suara (or $SUARA_HOME), and listens on 127.0.0.1 only."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)

app.add_typer(signals.app, name="signals")
app.add_typer(avatars.app, name="avatars")
app.add_typer(dlq.app, name="dlq")

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]
Generators = Annotated[
    int, typer.Option(min=1, max=16, help="Generator processes. More write more at the same time.")
]
Port = Annotated[
    int | None,
    typer.Option(min=1, max=65535, help="Port of the API. Default: 8000, or a free one."),
]


@app.command("up")
def up_command(
    detach: Annotated[
        bool, typer.Option("--detach", "-d", help="Run in the background; return when ready.")
    ] = False,
    generators: Generators = 1,
    port: Port = None,
    broker: Annotated[
        Broker | None,
        typer.Option(
            help="Tansu, or Apache Kafka, which needs Java and Maven. Default: that of last time.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Start everything and keep it running until Ctrl-C. If it runs already, say where."""
    home = default_home()
    with faults_as_exit_codes():
        if found := state.read(home):
            where = found.base_url or f"not ready yet: {found.stage}"
            runs = f"Suara runs already ({where}) with the broker `{found.broker}`."
            if broker not in (None, found.broker):
                raise LocalError(f"{runs} `suara down` first; then it can start with another.")
            out.print(f"{runs} `suara down` stops it.")
            return
        if notice := brokers.switched(home, broker):
            err.print(notice)
        (up.detached if detach else up.attached)(home, generators, port, broker)


@app.command()
def down() -> None:
    """Stop everything. Stored data stay."""
    with faults_as_exit_codes():
        out.print("Stopped." if up.down(default_home()) else "Nothing was running.")


@app.command("status")
def status_command(as_json: Json = False) -> None:
    """Show what runs, where, how much memory it takes, and what waits to be published.

    Exits 1 when nothing runs.
    """
    home = default_home()
    described = status.describe(home, state.read(home))
    if as_json:
        print(json.dumps(described, indent=2))
    elif not described["running"]:
        out.print(f"Nothing runs in {home.root}. `suara up` starts it.")
    else:
        out.print(f"Suara at {described['base_url'] or '(' + described['stage'] + ')'}")
        out.print(f"Broker: {brokers.PRODUCTS[described['broker']]}")
        out.print(status.outbox_line(described))
        out.print(status.table(described))
    if not described["running"]:
        raise typer.Exit(1)


@app.command("logs")
def logs_command(
    service: Annotated[str | None, typer.Argument(help="One process; all if left out.")] = None,
    follow: Annotated[bool, typer.Option("-f", "--follow", help="Go on with new lines.")] = False,
    count: Annotated[int, typer.Option("-n", "--lines", min=0, help="Lines of each log.")] = 20,
) -> None:
    """Show the logs of a process (api-gateway, generator, kafka, ...), or of all."""
    with faults_as_exit_codes():
        paths = logs.files(default_home(), service)
        new = logs.follow(paths) if follow else iter(())
        for line in itertools.chain(logs.tail(paths, count), new):
            print(line, flush=follow)


@app.command("demo")
def demo_command(
    audience: Annotated[
        str, typer.Argument(help="A sentence about the people you want.", show_default=False)
    ] = demo.AUDIENCE,
    count: Annotated[
        int | None, typer.Option(min=1, max=10, help="How many personas. Default: as said, or 5.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Turn a sentence about an audience into personas with portraits, and show them.

    Uses the running stack, or starts one and stops it afterwards.
    """
    with faults_as_exit_codes():
        demo.run(default_home(), audience, count, as_json=as_json)


@app.command("topics")
def topics_command() -> None:
    """Create the Kafka topics that are missing in the running stack. Safe to repeat.

    Or on the broker at SUARA_KAFKA_BOOTSTRAP, if that is set.
    """
    from suara_local import kafka_settings  # settings and Kafka's client are slow to load
    from suara_local.topics import create

    with faults_as_exit_codes():
        made = asyncio.run(create(kafka_settings.of_system(default_home())))
        out.print("\n".join(f"created {name}" for name in made) or "All topics exist.")


@app.command("token")
def token_command(
    company: Annotated[
        UUID, typer.Option(help="Company that owns the projects.")
    ] = tokens.LOCAL_COMPANY,
    hours: Annotated[float, typer.Option(min=0.01, help="How long it is valid.")] = 24,
) -> None:
    """Print a bearer token for the API of the local stack."""
    with faults_as_exit_codes():
        home = default_home()
        home.prepare()
        print(tokens.mint(home.secrets().jwt_secret, company, hours))
