"""Reviews of a file, from the command line into a real MongoDB."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from suara.mongo import Database

CSV = """date,stars,text,brand
2026-05-10,1,"Ang taas ng fee sa transfer, call 0917 123 4567",GCash
2026-05-11,5,Ang bilis magpadala ng pera at walang problema,
not a date,5,Sobrang ganda ng app na ito,
2026-05-12,9,Pwede na rin naman pero mabagal,
2026-05-12,4,👍,
"""
Import = Callable[..., Awaitable[tuple[int, str, str]]]


@pytest.fixture
def import_file(own_environment: dict[str, str], tmp_path: Path) -> Import:
    """The import as a process, with a file of this content."""

    async def run(content: str | bytes, *words: str, **changed: str) -> tuple[int, str, str]:
        file = tmp_path / "reviews.csv"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "ethnography.importing", str(file), *words),
            env=os.environ | own_environment | changed,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        return process.returncode or 0, out.decode(), err.decode()

    return run


async def test_good_rows_are_kept_once_and_scrubbed_and_bad_ones_named_by_their_line(
    import_file: Import, database: Database
) -> None:
    code, out, err = await import_file(CSV, "--market", "ph", "--about", "Maya", "--json")

    assert (code, err) == (0, "")
    report = json.loads(out)
    assert (report["market"], report["read"], report["kept"]) == ("PH", 5, 2)
    assert report["dropped"] == {"too_short": 1}
    assert report["rejected"] == 2
    assert [row["line"] for row in report["rejected_rows"]] == [4, 5]
    assert "ISO 8601" in report["rejected_rows"][0]["reason"]
    stored = await database.verbatims.find().sort("observed_at").to_list(None)
    assert [(kept["about"], kept["stars"]) for kept in stored] == [("GCash", 1), ("Maya", 5)]
    assert {(kept["source"], kept["market"]) for kept in stored} == {("import", "PH")}
    assert "0917" not in str(stored)

    code, out, _ = await import_file(CSV, "--market", "PH", "--about", "Maya")
    assert code == 0
    assert "5 reviews read, 2 kept for PH." in out
    assert "line 4: the date is not ISO 8601" in out
    assert await database.verbatims.count_documents({}) == 2


@pytest.mark.parametrize(
    ("content", "words", "changed", "complaint"),
    [
        (b"PK\x03\x04", ["--market", "PH"], {}, "is no text file"),
        (CSV, ["--market", "XX"], {}, "'XX' is not an ISO 3166"),
        (CSV, ["--market", "PH"], {"SUARA_MONGO_URL": "nonsense"}, "SUARA_MONGO_URL is malformed"),
    ],
)
async def test_what_cannot_be_imported_at_all_is_refused_in_one_line(
    import_file: Import,
    content: str | bytes,
    words: list[str],
    changed: dict[str, str],
    complaint: str,
) -> None:
    code, out, err = await import_file(content, *words, **changed)

    assert (code, out) == (2, "")
    assert complaint in err
    assert "Traceback" not in err
