"""A small run of the quality bench meets its targets."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BENCH = ROOT / "bench" / "quality.py"


def run(*arguments):
    return subprocess.run(
        [sys.executable, BENCH, *map(str, arguments)], check=False, capture_output=True, text=True
    )


@pytest.mark.timeout(300)
def test_twenty_groups_meet_every_target(tmp_path):
    path = tmp_path / "quality.json"
    done = run("--groups", 20, "--personas", 800, "--draws", 2000, "--json", path)
    assert done.returncode == 0, done.stdout + done.stderr
    markets = json.loads(path.read_text())["figures"]
    assert set(markets) == {"PH", "ID", "VN", "DE"}
    for figures in markets.values():
        assert figures["constraint_checks_personas"] >= 200
        assert figures["constraint_violations_count"] == 0
        assert figures["claims_with_evidence_percent"] >= 95
        assert figures["written_personas"] >= 10


def test_the_sample_personas_are_what_the_writer_tells_today(tmp_path):
    path = tmp_path / "samples.md"
    assert run("--samples", path).returncode == 0
    committed = ROOT / "docs" / "sample-personas.md"
    assert path.read_text() == committed.read_text()


def test_a_missed_target_is_an_error(tmp_path):
    path = tmp_path / "quality.json"
    done = run("--groups", 8, "--personas", 40, "--draws", 20, "--json", path)
    assert done.returncode == 1
    assert "missed" in done.stdout
