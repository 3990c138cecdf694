"""Reading logs."""

import json
from itertools import islice
from pathlib import Path

import pytest

from suara_local import logfile, logs
from suara_local.errors import LocalError
from suara_local.home import Home

LINE = json.dumps(
    {
        "timestamp": "2026-01-02T03:04:05.678901Z",
        "level": "info",
        "event": "persona.drafted",
        "service": "generator",
        "group": "g1",
    }
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    made.prepare()
    for name in ("generator-1", "generator-2", "kafka", "kafka.previous"):
        made.log(name).write_text("# header\n" + LINE + "\n")
    return made


def test_a_json_line_becomes_readable() -> None:
    assert logs.readable(LINE) == "03:04:05.678 info    persona.drafted group=g1"


@pytest.mark.parametrize("line", ["plain text", "3", "[1]", "{}", '{"event": "x"}'])
def test_any_other_line_stays_as_it_is(line: str) -> None:
    assert logs.readable(line) == line


def test_a_service_means_all_its_processes(home: Home) -> None:
    assert [p.stem for p in logs.files(home, "generator")] == ["generator-1", "generator-2"]
    assert [p.stem for p in logs.files(home, None)] == ["generator-1", "generator-2", "kafka"]


def test_an_unknown_service_is_answered_with_the_known_ones(home: Home) -> None:
    with pytest.raises(LocalError, match="generator-1, generator-2, kafka"):
        logs.files(home, "nobody")


def test_the_name_is_shown_when_there_are_several(home: Home) -> None:
    lines = list(logs.tail(logs.files(home, "generator"), 5))
    assert [line.split()[0] for line in lines] == ["generator-1", "generator-2"]


def test_following_shows_whole_new_lines_only(home: Home) -> None:
    log = home.log("kafka")
    new = logs.follow([log])
    log.write_text("")  # a new run begins
    with log.open("a") as writer:
        writer.write("one\ntwo\nthr")
        writer.flush()
        assert list(islice(new, 2)) == ["one", "two"]
        writer.write("ee\n")
        writer.flush()
        assert next(new) == "three"


def test_the_log_of_the_run_before_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "kafka.log"
    for text in (b"first\n", b"second\n"):
        with logfile.open_for_run(path, ("kafka",)) as log:
            log.write(text)
    assert logfile.last_lines(path, 5) == ["second"]
    assert logfile.last_lines(tmp_path / "kafka.previous.log", 5) == ["first"]
