"""Reviews of a file, kept as verbatims: `python -m ethnography.importing FILE --market PH`.

A process of its own beside the service, with the same database. The market's next refresh reads
what was imported; nothing is refreshed by the import itself.
"""

import argparse
import asyncio
import itertools
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ethnography.adapters.import_file import ImportRefused, Rejected, read_import
from ethnography.adapters.verbatims import MongoVerbatims
from ethnography.domain.cleaning import Cleaner, Dropped
from ethnography.domain.verbatims import Post, Verbatim
from ethnography.ports import Verbatims
from suara import mongo
from suara.markets import UnknownCountry, market
from suara.outages import OUTAGES
from suara.settings import USAGE_ERROR, MongoSettings, load

_BATCH = 500
_MOST_NAMED = 1_000
_FAILED = 1


@dataclass
class Report:
    """read: good and bad rows. dropped: reason -> good rows that were not worth keeping.

    rejected: bad rows, of which rejected_rows names the first 1,000.
    """

    market: str
    read: int = 0
    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    rejected: int = 0
    rejected_rows: list[Rejected] = field(default_factory=list)

    def reject(self, row: Rejected) -> None:
        self.rejected += 1
        if len(self.rejected_rows) < _MOST_NAMED:
            self.rejected_rows.append(row)


async def import_reviews(
    path: Path, market_code: str, about: str | None, verbatims: Verbatims
) -> Report:
    """Keep what is good in the file. Memory does not grow with its length.

    about: the brand, app or shop of rows that name none. The same file again changes nothing but
    the time at which its texts were last known to be public.

    Raises:
        ImportRefused: the file as a whole cannot be read; what came before is kept.
        UnknownCountry: there is no such market.
        OUTAGES: MongoDB is away.
    """
    cleaner = Cleaner(market(market_code))
    report = Report(market_code)
    rows = read_import(path, market_code)
    while batch := list(itertools.islice(rows, _BATCH)):
        kept = list(_good(batch, about, cleaner, report))
        await verbatims.keep(kept, datetime.now(UTC))
        report.read += len(batch)
        report.kept += len(kept)
    return report


def _good(
    rows: Sequence[Post | Rejected], about: str | None, cleaner: Cleaner, report: Report
) -> Iterator[Verbatim]:
    for row in rows:
        if isinstance(row, Rejected):
            report.reject(row)
            continue
        cleaned = cleaner.clean(row.model_copy(update={"about": row.about or about}))
        if isinstance(cleaned, Dropped):
            report.dropped[cleaned.reason] += 1
        else:
            yield cleaned


def main() -> None:
    wanted = _arguments()
    try:
        report = asyncio.run(_run(wanted.file, wanted.market.upper(), wanted.about))
    except (ImportRefused, UnknownCountry) as error:
        subject = f"{wanted.file} " if isinstance(error, ImportRefused) else ""
        _fail(f"{subject}{error}", USAGE_ERROR)
    except OUTAGES:
        _fail("MongoDB cannot be reached; importing again does no harm", _FAILED)
    print(_as_json(report) if wanted.json else _in_words(report))


async def _run(path: Path, market_code: str, about: str | None) -> Report:
    with mongo.connected(load(MongoSettings), "ethnography-import") as database:
        verbatims = MongoVerbatims(database)
        await verbatims.ensure_indexes()
        return await import_reviews(path, market_code, about, verbatims)


def _as_json(report: Report) -> str:
    # By vars: asdict cannot copy a Counter.
    rows = [asdict(row) for row in report.rejected_rows]
    return json.dumps(vars(report) | {"rejected_rows": rows})


def _in_words(report: Report) -> str:
    dropped = [f"  {count} dropped: {reason}" for reason, count in report.dropped.most_common()]
    rejected = [f"    line {row.line}: {row.reason}" for row in report.rejected_rows]
    return "\n".join(
        [
            f"{report.read} reviews read, {report.kept} kept for {report.market}.",
            *dropped,
            *([f"  {report.rejected} rows could not be used:"] if rejected else []),
            *rejected,
        ]
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m ethnography.importing",
        description="Keep the reviews of a CSV or JSON lines file that you own, without the "
        "personal data in them.",
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--market", required=True, help="code of a country, such as PH")
    parser.add_argument("--about", help="the brand, app or shop of rows that name none")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    return parser.parse_args()


def _fail(reason: str, code: int) -> None:
    print(f"suara: {reason}", file=sys.stderr)
    raise SystemExit(code)


if __name__ == "__main__":
    main()
