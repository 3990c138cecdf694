"""The bucket's garbage: 1,500 objects in a real S3, some of them named in a real MongoDB."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from avatar.adapters.references import MongoReferences
from avatar.gc import Report, Tally, collect, main
from suara import object_keys
from suara.mongo import Database
from suara.settings import S3Settings
from suara.storage import Object, ObjectStore

SIZES = (128, 256, 512)
BODY = b"0123456789"
PORTRAITS, IMAGES = 360, 60  # of four objects, and of one
Run = Callable[..., Awaitable[tuple[int, str, str]]]
Collect = Callable[..., Awaitable[tuple[object, str, str]]]


@pytest.fixture
def bucket(set_environment: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """Of this test's own: what other tests store is garbage to this one."""
    name = f"gc-{uuid4().hex[:12]}"
    monkeypatch.setenv("SUARA_S3_BUCKET", name)
    return name


@pytest.fixture
async def store(bucket: str) -> ObjectStore:
    store = ObjectStore(S3Settings())
    await store.ensure_bucket()
    return store


@pytest.fixture
def run(bucket: str, own_environment: dict[str, str]) -> Run:
    async def started(*command: str, **variables: str) -> tuple[int, str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("SUARA_")}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", *command),
            env=inherited | own_environment | {"SUARA_S3_BUCKET": bucket} | variables,
            stdout=PIPE,
            stderr=PIPE,
        )
        out, err = await process.communicate()
        return process.returncode or 0, out.decode(), err.decode()

    return started


@pytest.fixture
def gc(bucket: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Collect:
    """`python -m avatar.gc`, in a thread of this process."""

    async def ended(*words: str, **variables: str) -> tuple[object, str, str]:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        code: object = 0
        try:
            await asyncio.to_thread(main, words)
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return ended


async def fill(store: ObjectStore, database: Database) -> tuple[set[str], set[str]]:
    """The keys that documents name, copies included, and the others."""
    portraits = [
        object_keys.portrait(uuid4(), uuid4(), b"%d" % number, SIZES) for number in range(PORTRAITS)
    ]
    images = [object_keys.image(uuid4(), f"{uuid4()}.png") for _ in range(IMAGES)]
    keys = [key for portrait in portraits for key in portrait.values()] + images
    puts = [
        [Object(key, BODY, "image/png") for key in some]
        for some in (keys[n::12] for n in range(12))
    ]
    await asyncio.gather(*(store.put(*some) for some in puts))
    drawn, reused = portraits[:100], portraits[90:120]
    await database.personas.insert_many([{"_id": uuid4(), "avatar_keys": one} for one in drawn])
    await database.personas.insert_many([{"_id": uuid4()} for _ in range(10)])
    await database.library_personas.insert_many(
        [{"_id": uuid4(), "avatar_keys": one} for one in reused]
    )
    ids = [key.removeprefix(object_keys.IMAGES) for key in images[:20]]
    await database.images.insert_many([{"_id": name} for name in ids])
    named = {key for one in portraits[:120] for key in one.values()} | set(images[:20])
    return named, set(keys) - named


async def left(store: ObjectStore) -> set[str]:
    return {found.key async for page in store.under("") for found in page}


def tally(objects: int) -> dict[str, int]:
    return {"objects": objects, "bytes": objects * len(BODY)}


async def report(
    store: ObjectStore, database: Database, hours: float = 0, *, dry_run: bool = False
) -> Report:
    since = datetime.now(UTC) - timedelta(hours=hours)
    references = MongoReferences(database)
    found = collect(store, references, since, dry_run=dry_run)
    return [one async for one in found][-1]


async def test_what_no_document_names_is_removed_once_it_is_old_enough(
    store: ObjectStore, database: Database, gc: Collect
) -> None:
    named, garbage = await fill(store, database)
    assert (len(named), len(garbage)) == (500, 1_000)

    careful = await report(store, database, hours=1)
    rehearsed = await report(store, database, dry_run=True)
    assert await left(store) == named | garbage
    _, done, _ = await gc("--json", "--older-than=0", "--progress")
    assert await left(store) == named
    again = await report(store, database)

    assert (careful.young, careful.garbage) == (Tally(*tally(1_000).values()), Tally())
    assert (rehearsed.young, rehearsed.garbage) == (careful.garbage, careful.young)
    # A gateway of other tests may write a line of its log in between.
    pages = [json.loads(line) for line in done.splitlines() if line.startswith("{")]
    assert pages[-1] == asdict(rehearsed) | {"dry_run": False}
    assert [page["all"]["objects"] for page in pages] == [1_000, 1_440, 1_500, 1_500]
    assert again.all == again.named == rehearsed.named == Tally(*tally(500).values())


async def test_the_command_shows_a_table_or_json(
    store: ObjectStore, database: Database, run: Run
) -> None:
    await database.personas.insert_one({"_id": uuid4()})
    await store.put(Object(f"{object_keys.PORTRAITS}{uuid4()}", BODY, "image/png"))
    system = {"SUARA_API_URL": "http://127.0.0.1:9", "SUARA_API_TOKEN": "token"}
    command = ("suara_local", "avatars", "gc", "--older-than", "0")

    code, shown, said = await run(*command, "--dry-run", **system)
    assert (code, said) == (0, "")
    rows = {" ".join(line.split()[:-2]): line.split()[-2:] for line in shown.splitlines()[1:]}
    assert rows["in the bucket"] == rows["would be removed"] == ["1", "0.0"]
    assert rows["named"] == rows["too young"] == ["0", "0.0"]

    code, shown, _ = await run(*command, "--json", **system)
    assert json.loads(shown)["garbage"] == tally(1)
    assert await left(store) == set()


FAULTS: list[tuple[dict[str, str], str]] = [
    ({"SUARA_MONGO_DATABASE": "another"}, "the database another knows no personas"),
    ({"SUARA_S3_ENDPOINT": "http://127.0.0.1:9"}, "cannot be reached"),
    ({"SUARA_S3_BUCKET": "no-such-bucket"}, "S3 refused"),
]


@pytest.mark.parametrize(("variables", "reason"), FAULTS)
async def test_what_is_wrong_is_said_in_one_line_and_nothing_is_removed(
    variables: dict[str, str], reason: str, store: ObjectStore, database: Database, gc: Collect
) -> None:
    await database.personas.insert_one({"_id": uuid4()})
    await store.put(Object(f"{object_keys.IMAGES}a", BODY, "image/png"))

    code, out, said = await gc("--older-than=0", **variables)

    assert (code, out) == (1, "")
    assert said.startswith("suara: ")
    assert reason in said
    assert said.count("\n") == 1
    assert len(await left(store)) == 1


async def test_a_rehearsal_says_in_words_what_would_be_removed(
    store: ObjectStore, database: Database, gc: Collect
) -> None:
    await database.personas.insert_one({"_id": uuid4()})
    await store.put(Object(f"{object_keys.IMAGES}a", BODY, "image/png"))
    _, said, _ = await gc("--older-than=0", "--dry-run")
    assert said.splitlines()[-1] == "would be removed         1       0.0 MB"


async def test_an_age_that_is_none_is_wrong_usage(gc: Collect) -> None:
    code, _, said = await gc("--older-than=-1")
    assert code == 2
    assert "--older-than" in said
