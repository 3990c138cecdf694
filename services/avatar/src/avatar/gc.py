"""Objects that no document names, removed: `python -m avatar.gc [--dry-run]`.

A process of its own, with the service's database and bucket. Deletions leave nothing behind: this
is for what a crash or an abandoned generation left.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from avatar.adapters.references import MongoReferences
from avatar.domain.garbage import judged
from avatar.ports import Objects, References
from suara import mongo
from suara.errors import PermanentError, SuaraError
from suara.mongo import Database
from suara.object_keys import IMAGES, PORTRAITS
from suara.outages import OUTAGES
from suara.settings import MongoSettings, S3Settings, load
from suara.storage import Listed, ObjectStore

_FAILED, _MB = 1, 1_000_000


@dataclass
class Tally:
    objects: int = 0
    bytes: int = 0

    def count(self, found: Sequence[Listed]) -> None:
        self.objects += len(found)
        self.bytes += sum(one.size for one in found)


@dataclass
class Report:
    """all: what was looked at. garbage: removed, or in a dry run what would be."""

    dry_run: bool
    all: Tally = field(default_factory=Tally)
    named: Tally = field(default_factory=Tally)
    young: Tally = field(default_factory=Tally)
    garbage: Tally = field(default_factory=Tally)


async def collect(
    objects: Objects, references: References, since: datetime, *, dry_run: bool
) -> AsyncIterator[Report]:
    """Look at every object, page by page, and remove what is nobody's. Yields the same report
    after each page, as far as it has got. Memory does not grow with the bucket.

    since: what was stored then or later stays, because its document may be about to come.

    Raises:
        OUTAGES: MongoDB or S3 is away; beginning again does no harm.
        PermanentError: S3 refuses.
    """
    report = Report(dry_run)
    for prefix in (PORTRAITS, IMAGES):
        async for page in objects.under(prefix):
            named = await references.named([found.key for found in page])
            found = judged(page, named, since)
            if found.garbage and not dry_run:
                await objects.delete(*(one.key for one in found.garbage))
            report.all.count(page)
            report.named.count(found.named)
            report.young.count(found.young)
            report.garbage.count(found.garbage)
            yield report


def main(words: Sequence[str] | None = None) -> None:
    wanted = _arguments(words)
    try:
        report = asyncio.run(_run(wanted))
    except OUTAGES:
        _fail("MongoDB or S3 cannot be reached; beginning again does no harm")
    except SuaraError as error:
        _fail(str(error))
    print(json.dumps(asdict(report)) if wanted.json else _in_words(report))


async def _run(wanted: argparse.Namespace) -> Report:
    since = datetime.now(UTC) - timedelta(hours=wanted.older_than)
    objects, report = ObjectStore(load(S3Settings)), Report(wanted.dry_run)
    with mongo.connected(load(MongoSettings), "avatar-gc") as database:
        await _check(database)
        references = MongoReferences(database)
        await references.ensure_indexes()
        async for report in collect(objects, references, since, dry_run=wanted.dry_run):
            if wanted.progress:
                print(json.dumps(asdict(report)), flush=True)
    return report


async def _check(database: Database) -> None:
    """In a database that is not the bucket's own nothing is named, and all would be removed."""
    if "personas" not in await database.list_collection_names():
        raise PermanentError(
            f"the database {database.name} knows no personas: nothing is removed. "
            "Is SUARA_MONGO_DATABASE that of this bucket?"
        )


def _in_words(report: Report) -> str:
    outcome = "would be removed" if report.dry_run else "removed"
    rows = [
        ("objects", report.all),
        ("named", report.named),
        ("too young", report.young),
        (outcome, report.garbage),
    ]
    return "\n".join(
        f"{name:<17}{tally.objects:>9,}{tally.bytes / _MB:>10,.1f} MB" for name, tally in rows
    )


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m avatar.gc",
        description="Remove portraits and images from the bucket that no document names.",
    )
    parser.add_argument("--dry-run", action="store_true", help="remove nothing")
    parser.add_argument(
        "--older-than", type=_hours, default=1.0, metavar="HOURS", help="age to be removed (1)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--progress", action="store_true", help="a line of JSON per page, too")
    return parser.parse_args(words)


def _hours(text: str) -> float:
    hours = float(text)
    if not 0 <= hours <= 24 * 366:
        raise ValueError(text)
    return hours


def _fail(reason: str) -> NoReturn:
    print(f"suara: {reason}", file=sys.stderr)
    raise SystemExit(_FAILED)


if __name__ == "__main__":
    main()
