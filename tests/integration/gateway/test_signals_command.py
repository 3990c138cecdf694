"""`suara signals` against a real gateway."""

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from typer.testing import CliRunner

from suara.health import Server
from suara.markets import Signal, Snapshot, SourceHealth, bundled_snapshot, market
from suara.settings import HttpSettings
from suara_local.cli import app

Suara = Callable[..., Awaitable[tuple[int, str, str]]]
FEES = Signal(
    id="ph-brand-gcash-criticism-live-1",
    kind="brand",
    subject="GCash",
    stance="criticism",
    text="transfer fees [bold]everywhere[/bold]",
    source="reddit",
    weight=1.0,
)
APPLE = SourceHealth(name="appstore", state="throttled", reason="403, asked to slow down")


def document(version: str, refreshed_at: datetime) -> dict[str, Any]:
    snapshot = Snapshot(
        market="PH",
        version=version,
        source="live",
        created_at=refreshed_at,
        signals=(FEES,),
        sources=(APPLE,),
    )
    return {
        "_id": f"PH/{version}",
        "market": "PH",
        "refreshed_at": refreshed_at,
        "snapshot": snapshot.model_dump(mode="json"),
    }


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def address(shared: Any) -> AsyncIterator[str]:
    """The shared gateway, listening."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(shared[0], HttpSettings())
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await serving


@pytest.fixture
def told(address: str, token: Any, shared: Any, own_environment: dict[str, str]) -> dict[str, str]:
    """Where the gateway and its database are."""
    return {
        **own_environment,
        "SUARA_API_URL": address,
        "SUARA_API_TOKEN": token(uuid4()),
        "SUARA_MONGO_DATABASE": shared[1].mongo.database,
    }


@pytest.fixture
def suara(told: dict[str, str]) -> Suara:
    """The command, in a thread beside the gateway."""

    async def run(*words: str, **variables: str) -> tuple[int, str, str]:
        runner = CliRunner(env=told | variables)
        result = await asyncio.to_thread(runner.invoke, app, ["signals", *words])
        return result.exit_code, result.stdout, result.stderr

    return run


@pytest.fixture
def process(told: dict[str, str]) -> Suara:
    """The command as a process of its own, which can be interrupted."""

    async def run(*words: str) -> tuple[int, str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("SUARA_")}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "suara_local", "signals", *words),
            env=inherited | told,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        return process.returncode or 0, out.decode(), err.decode()

    return run


async def test_status_says_how_old_and_how_healthy_each_market_is(
    suara: Suara, database: Any
) -> None:
    await database.snapshots.insert_one(
        document("PH-live-1", datetime.now(UTC) - timedelta(hours=3, minutes=1))
    )
    try:
        people, machines = await suara("status"), await suara("status", "--json")
    finally:
        await database.snapshots.delete_many({})

    assert people[0] == 0
    for words in ("PH-live-1", "3 h ago", "appstore", "throttled", "asked to slow down"):
        assert words in people[1]
    rows = json.loads(machines[1])
    assert [row["code"] for row in rows] == ["PH", "ID", "VN"]
    assert rows[0]["snapshot"]["sources"][0]["state"] == "throttled"


async def test_show_prints_the_snapshot_for_people_and_for_machines(
    suara: Suara, database: Any
) -> None:
    await database.snapshots.insert_one(document("PH-live-1", datetime.now(UTC)))
    try:
        people = await suara("show", "ph")
        machines = await suara("show", "PH", "--kind", "brand", "--json")
    finally:
        await database.snapshots.delete_many({})

    assert "transfer fees [bold]everywhere[/bold]" in people[1]
    assert Snapshot.model_validate_json(machines[1]).signals == (FEES,)


async def test_show_before_anything_was_collected_shows_the_bundled_data(suara: Suara) -> None:
    code, said, _ = await suara("show", "ID")

    assert code == 0
    assert f"{bundled_snapshot(market('ID')).version}, refreshed: never" in said
    assert "more (--all)" in said


async def test_refresh_requests_and_waits_for_the_next_snapshot(
    process: Suara, database: Any, shared: Any, published: Any
) -> None:
    waiting = asyncio.create_task(process("refresh", "PH", "--wait", "--json"))
    await published(shared[1], "markets", 1, seconds=0)
    await database.snapshots.insert_one(document("PH-live-2", datetime.now(UTC)))
    try:
        code, said, complaint = await waiting
    finally:
        await database.snapshots.delete_many({})

    assert (code, complaint) == (0, "")
    told = json.loads(said)
    assert (told["code"], told["snapshot"]["version"]) == ("PH", "PH-live-2")


async def test_a_refresh_that_no_source_answered_says_why(
    process: Suara, database: Any, shared: Any, published: Any
) -> None:
    await database.snapshots.insert_one(document("PH-live-1", datetime.now(UTC)))
    waiting = asyncio.create_task(process("refresh", "PH", "--wait"))
    await published(shared[1], "markets", 2, seconds=0)
    await database.upkeep.insert_one({"_id": "PH", "failed_at": datetime.now(UTC)})
    try:
        code, _, complaint = await waiting
    finally:
        await database.snapshots.delete_many({})
        await database.upkeep.delete_many({})

    assert code == 1
    assert "No source of PH answered" in complaint
    assert "appstore: 403, asked to slow down" in complaint


async def test_a_refresh_that_takes_too_long_says_where_to_look(
    process: Suara,
) -> None:
    code, _, complaint = await process("refresh", "VN", "--wait", "--timeout", "1")

    assert code == 1
    assert "VN was not refreshed within 1 s" in complaint
    assert "suara signals status" in complaint


@pytest.mark.parametrize(
    ("words", "changed", "code", "complaint"),
    [
        (["show", "Manila"], {}, 2, "no code of a country"),
        (["show", "ZZ"], {}, 1, "such as PH, ID or VN"),
        (["show", "PH", "--kind", "gossip"], {}, 2, "none of"),
        (["status"], {"SUARA_API_TOKEN": "wrong"}, 1, "refused (401)"),
        (["status"], {"SUARA_API_TOKEN": ""}, 1, "SUARA_API_TOKEN must hold"),
        (["status"], {"SUARA_API_URL": "http://127.0.0.1:9"}, 1, "did not answer"),
        (["status"], {"SUARA_API_URL": "nowhere"}, 1, "did not answer"),
        (["status"], {"SUARA_API_URL": "", "SUARA_HOME": "/nonexistent"}, 1, "suara up"),
        (["import", "/nonexistent.csv", "--market", "PH"], {}, 2, "does not exist"),
    ],
)
async def test_what_is_wrong_is_said_in_one_line(
    suara: Suara, words: list[str], changed: dict[str, str], code: int, complaint: str
) -> None:
    exit_code, out, err = await suara(*words, **changed)

    assert (exit_code, out) == (code, "")
    assert complaint in " ".join(err.replace("│", " ").split())
    assert "Traceback" not in err
