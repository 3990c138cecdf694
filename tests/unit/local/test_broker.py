"""A home remembers its broker."""

from pathlib import Path

import pytest

from suara_local.broker import EMBEDDED, KAFKA, remember, remembered, switched
from suara_local.home import Home
from suara_local.stack import Stack


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_a_new_home_runs_the_embedded_broker(home: Home) -> None:
    assert remembered(home) is None
    assert Stack(home.root).broker == EMBEDDED


def test_the_broker_of_last_time_runs_again_unless_another_is_asked_for(home: Home) -> None:
    remember(home, KAFKA)
    assert Stack(home.root).broker == KAFKA
    assert Stack(home.root, broker=EMBEDDED).broker == EMBEDDED


def test_a_switch_of_brokers_is_said(home: Home) -> None:
    assert switched(home, KAFKA) == ""
    remember(home, KAFKA)
    assert switched(home, None) == switched(home, KAFKA) == ""
    assert "`embedded` knows none of its messages" in switched(home, EMBEDDED)


def test_a_damaged_note_of_the_broker_is_none(home: Home) -> None:
    home.broker.write_text("rabbit")
    assert remembered(home) is None
