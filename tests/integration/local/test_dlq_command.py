"""`suara dlq` on a real broker."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dead_letter_samples import Raw, deletion, set_aside
from suara.settings import KafkaSettings
from suara.testing.broker import read
from suara_local.cli import app

EVIL: Raw = (b"k", b"\x1b[2J\xff", [("ce_id", b"\x1b]0;owned\x07")])


@pytest.fixture
def three(kafka: KafkaSettings) -> KafkaSettings:
    """Dead letters: one, two, and one that cannot be replayed."""
    asyncio.run(set_aside(kafka, [deletion("one"), deletion("two")]))
    asyncio.run(set_aside(kafka, [EVIL], omitted_bytes=5_242_880))
    return kafka


def dlq(*words: str, answer: str = "") -> Result:
    return CliRunner().invoke(app, ["dlq", *words], input=answer)


def listed(*words: str) -> list[str]:
    return [letter["id"] for letter in json.loads(dlq("list", "--json", *words).stdout)["letters"]]


def sent(kafka: KafkaSettings) -> int:
    return len(asyncio.run(read(kafka, "groups")))


def test_list_shows_the_newest_and_counts_the_rest(three: KafkaSettings) -> None:
    said = dlq("list", "--limit", "2").stdout
    assert "groups:0:2" in said
    assert "no such market" in said
    assert "groups:0:0" not in said
    assert "1 older one" in said
    assert "No dead letters." in dlq("list", "--topic", "personas").stdout
    assert listed("--topic", "groups") == ["groups:0:2", "groups:0:1", "groups:0:0"]


def test_show_tells_all_about_a_letter_and_nothing_to_the_terminal(three: KafkaSettings) -> None:
    said = dlq("show", "--id", "groups:0:2").stdout
    for fact in ("no such market", "PermanentError", "tests.Troubled.handle", "5,242,880 bytes"):
        assert fact in said
    assert said.replace("\n", "").isprintable()
    [by_id] = json.loads(dlq("show", "--json", "--id", "groups:0:0").stdout)
    [by_event] = json.loads(dlq("show", "--json", "--id", by_id["event_id"]).stdout)
    assert by_id == by_event
    assert json.loads(by_id["value"])["group_id"] == by_id["key"]


def test_replay_settles_what_it_can_and_says_what_it_cannot(three: KafkaSettings) -> None:
    tried = dlq("replay", "--dry-run")
    assert "Would replay 2 dead letters (groups 2)." in tried.stdout
    assert (tried.exit_code, sent(three), len(listed())) == (0, 0, 3)

    done = dlq("replay", "--yes")
    assert "Replayed 2 dead letters." in done.stdout
    assert "groups:0:2: 5,242,880 bytes of it were too large to keep" in done.stderr
    assert (done.exit_code, sent(three), listed()) == (1, 2, ["groups:0:2"])


def test_a_settled_letter_is_replayed_only_if_asked_for_again(three: KafkaSettings) -> None:
    assert dlq("replay", "--id", "groups:0:0").exit_code == 0  # one: not asked
    repeated = dlq("replay", "--id", "groups:0:0")
    assert (repeated.exit_code, sent(three)) == (1, 1)
    assert "groups:0:0 was replayed already" in repeated.stderr
    assert dlq("replay", "--id", "groups:0:0", "--again").exit_code == 0
    assert sent(three) == 2
    assert "groups:0:0" in listed("--all")


def test_purge_asks_before_more_than_one(three: KafkaSettings) -> None:
    for answer, said in (("n\n", "Nothing was done."), ("", "nobody answered")):
        refused = dlq("purge", answer=answer)
        assert "Purge 3 dead letters (groups 3)? [y/N]" in refused.stderr
        assert said in refused.output
    assert "Would purge 3" in dlq("purge", "--dry-run").stdout
    assert len(listed()) == 3

    assert "Purged 1 dead letter." in dlq("purge", "--id", "groups:0:1").stdout
    assert "Purged 2 dead letters." in dlq("purge", "--topic", "groups", answer="y\n").stdout
    assert listed() == []
    assert dlq("purge").exit_code == 0
    assert sent(three) == 0


@pytest.mark.parametrize("command", ["show", "replay", "purge"])
def test_a_letter_that_is_not_there_is_a_fault_in_one_line(
    command: str, three: KafkaSettings
) -> None:
    result = dlq(command, "--id", "groups:0:99")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "suara: There is no dead letter groups:0:99.\n"


@pytest.mark.parametrize(
    ("broker", "elsewhere", "said", "code"),
    [
        ("nonsense", "", "suara: SUARA_KAFKA_BOOTSTRAP is malformed", 2),
        ("", "", "suara: No stack is running here", 1),
        ("", "http://there", "suara: SUARA_API_URL is set, so SUARA_KAFKA_BOOTSTRAP must name", 1),
    ],
)
def test_without_a_system_it_says_what_to_do(
    broker: str,
    elsewhere: str,
    said: str,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SUARA_KAFKA_BOOTSTRAP", broker)
    monkeypatch.setenv("SUARA_API_URL", elsewhere)
    monkeypatch.setenv("SUARA_HOME", str(tmp_path))
    result = dlq("list")
    assert result.exit_code == code
    assert result.stderr.startswith(said)


def test_a_broker_that_is_away_is_a_fault_in_one_line() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "suara_local", "dlq", "list"],
        env=os.environ | {"SUARA_KAFKA_BOOTSTRAP": "127.0.0.1:1"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr.startswith("suara: Kafka at 127.0.0.1:1")
    assert result.stderr.count("\n") == 1


def test_an_interrupt_at_the_question_does_nothing(three: KafkaSettings) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "suara_local", "dlq", "purge"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        assert process.stderr
        assert process.stderr.read(20) == b"Purge 3 dead letters"
        for _ in range(60):  # one that comes a moment before the answer is awaited is not heard
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(1)
                break
        assert process.returncode == 130
    assert len(listed()) == 3


def test_usage_errors_exit_2() -> None:
    for words in (["list", "--topic", "x"], ["replay", "--again"], ["show"], ["list", "--limit=0"]):
        assert dlq(*words).exit_code == 2
