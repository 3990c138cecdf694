"""`suara up --detach` and the commands that find the stack afterwards."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

STAND_IN = Path(__file__).with_name("stand_in.py")
MODULES = ("api_gateway", "ethnography", "generator", "library", "avatar")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """One in which the five modules are stand-ins, which start faster."""
    for module in MODULES:
        package = tmp_path / "modules" / module
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text(STAND_IN.read_text())
    return os.environ | {
        "PYTHONPATH": str(tmp_path / "modules"),
        "SUARA_HOME": str(tmp_path / "home"),
    }


def test_a_detached_stack_is_found_and_stopped(environment: dict[str, str]) -> None:
    def suara(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "suara_local", *words],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    try:
        started = suara("up", "--detach", "--generators", "2")
        assert started.returncode == 0, started.stderr
        found = json.loads(suara("status", "--json").stdout)
        processes = {process["name"]: process for process in found["processes"]}
        assert found["ready"]
        assert {"generator-1", "generator-2", "kafka", "guard"} <= set(processes)
        assert found["outbox"] is None  # a stand-in says nothing of it
        assert f"Suara runs at {found['base_url']}" in started.stdout
        assert found["base_url"].endswith(f":{processes['api-gateway']['port']}")
        assert "/docs" in started.stdout

        again = suara("up")
        assert (again.returncode, found["base_url"] in again.stdout) == (0, True)
        assert suara("topics").stdout == "All topics exist.\n"
        assert "created" in suara("logs", "topics").stdout
    finally:
        stopped = suara("down")
    assert stopped.stdout == "Stopped.\n"
    assert not any(runs(process["pid"]) for process in found["processes"])


def test_a_detached_stack_that_cannot_start_says_why(
    environment: dict[str, str], tmp_path: Path
) -> None:
    broken = tmp_path / "modules" / "library" / "__main__.py"
    broken.write_text("raise SystemExit('suara: SUARA_S3_BUCKET is malformed')")
    result = subprocess.run(
        [sys.executable, "-m", "suara_local", "up", "--detach"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 1
    assert "library stopped unexpectedly (exit code 1)" in result.stderr
    assert "SUARA_S3_BUCKET is malformed" in result.stderr
    assert not (tmp_path / "home" / "state.json").exists()


def runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
