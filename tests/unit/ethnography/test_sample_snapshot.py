"""docs/sample-snapshot.md is what the code makes of the sample responses, without personal data."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "docs" / "sample-snapshot.md"


def test_the_sample_is_up_to_date(tmp_path: Path) -> None:
    made = tmp_path / "sample.md"
    command = [sys.executable, "-m", "ethnography_bench", "--samples", str(made)]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "bench")}
    subprocess.run(command, env=environment, check=True, cwd=tmp_path)
    assert made.read_text() == SAMPLE.read_text(), f"run: PYTHONPATH=bench {' '.join(command[1:4])}"


def test_the_sample_holds_no_personal_data() -> None:
    assert not re.search(r"0917|0812|0987|@|u/\w|2611\d\d[AB]{6}", SAMPLE.read_text())
