"""The record of a running stack."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from suara_local import state
from suara_local.home import Home


def test_a_living_supervisor_is_found(tmp_path: Path) -> None:
    home = Home(tmp_path)
    now = replace(state.new(), base_url="http://127.0.0.1:1", ready=True)
    state.write(home, now)
    assert state.read(home) == now


def test_the_record_of_a_dead_supervisor_is_removed(tmp_path: Path) -> None:
    home = Home(tmp_path)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    state.write(home, replace(state.new(), supervisor=gone.pid))
    assert state.read(home) is None
    assert not home.state.exists()


def test_another_process_with_the_same_number_is_not_the_supervisor(tmp_path: Path) -> None:
    home = Home(tmp_path)
    now = state.new()
    state.write(home, replace(now, created=now.created - 3600))
    assert state.read(home) is None


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"supervisor": 1, "strange": 2}'])
def test_a_damaged_record_is_removed(tmp_path: Path, text: str) -> None:
    home = Home(tmp_path)
    home.state.write_text(text)
    assert state.read(home) is None
    assert not home.state.exists()
