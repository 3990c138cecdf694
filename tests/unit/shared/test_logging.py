"""What a log line holds, as another process writes it."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

PROCESS = """
import asyncio, logging, structlog, threading
from suara.kafka.message import Message
from suara.kafka.middleware import log_context
from suara.logging import configure
from suara.settings import RuntimeSettings

configure(RuntimeSettings(), "library")
log = structlog.get_logger("suara.tests")

def log_in(password):
    raise KeyError("no such user")

with structlog.contextvars.bound_contextvars(event_id="42"):
    log.info("persona.matched", persona="Nguyễn")
    logging.getLogger("library.of.others").warning("disk %s is full", "A")
log.debug("never.shown")
logging.getLogger("aiokafka.consumer").info("never shown")
async def handle(message):
    log.info("persona.claimed")
headers = [("ce_type", b"suara.persona.cast.v1"), ("ce_id", b"43")]
message = Message("suara.personas", 3, 41, b"key", b"{}", headers)
asyncio.run(log_context(handle)(message))
for logger in (log, logging.getLogger("library.of.others")):
    try:
        log_in("hunter" + "2")
    except KeyError:
        logger.exception("login.failed")
for port in range(3):
    logging.getLogger("aiokafka").error("cannot connect to port %s", port)
    logging.getLogger("library.of.others").warning("still trying %s", port)
thread = threading.Thread(target=log.info, args=("thread.spoke",))
thread.start()
thread.join()
"""


def written(log_format: str) -> str:
    environment = os.environ | {"SUARA_LOG_FORMAT": log_format, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", PROCESS],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == ""
    return done.stderr


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    return [json.loads(line) for line in written("json").splitlines()]


def test_a_json_line_is_an_event_with_fields_and_context(lines: list[dict[str, Any]]) -> None:
    line = lines[0]
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "persona.matched",
        "persona": "Nguyễn",
        "service": "library",
        "event_id": "42",
        "level": "info",
        "logger": "suara.tests",
    }


def test_lines_of_libraries_look_the_same(lines: list[dict[str, Any]]) -> None:
    line = lines[1]
    assert line["event"] == "disk A is full"
    assert (line["level"], line["service"], line["event_id"]) == ("warning", "library", "42")


def test_a_line_says_which_message_is_handled(lines: list[dict[str, Any]]) -> None:
    line = lines[2]
    assert line["event"] == "persona.claimed"
    assert line["event_type"] == "suara.persona.cast.v1"
    assert line["event_id"] == "43"
    assert (line["topic"], line["partition"], line["offset"]) == ("suara.personas", 3, 41)
    assert line["key"] == "key"


def test_chatter_below_the_level_is_dropped(lines: list[dict[str, Any]]) -> None:
    assert len(lines) == 10


def test_every_line_says_of_which_service_it_is(lines: list[dict[str, Any]]) -> None:
    assert {line["service"] for line in lines} == {"library"}


def test_a_traceback_is_one_field_and_shows_no_variables(lines: list[dict[str, Any]]) -> None:
    for line in lines[3:5]:
        assert line["event"] == "login.failed"
        assert "KeyError: 'no such user'" in line["exception"]
        assert "event_id" not in line
    assert "hunter2" not in json.dumps(lines)


def test_a_traceback_on_a_console_shows_no_variables_either() -> None:
    text = written("console")
    assert text.count("KeyError: 'no such user'") == 2
    assert "hunter2" not in text


def test_of_what_the_kafka_client_repeats_one_line_is_enough(lines: list[dict[str, Any]]) -> None:
    events = [line["event"] for line in lines]
    assert [event for event in events if event.startswith("cannot")] == ["cannot connect to port 0"]
    assert len([event for event in events if event.startswith("still trying")]) == 3
