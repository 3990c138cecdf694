"""The command as a person types it, where no stack is needed."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import jwt
import pytest

from suara_local.home import Home


def suara(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "suara_local", *words],
        env=os.environ | {"SUARA_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("how", [[], ["--detach"]])
def test_a_port_that_is_taken_is_refused_in_one_line(tmp_path: Path, how: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        port = str(stranger.getsockname()[1])
        result = suara(tmp_path, "up", "--port", port, *how)
    assert result.returncode == 1
    assert f"suara: Port {port} is used by another program" in result.stderr
    assert "Traceback" not in result.stderr
    assert not Home(tmp_path).state.exists()


def test_a_home_that_cannot_be_used_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = suara(tmp_path / "file" / "home", "up")
    assert result.returncode == 1
    assert "Cannot write to" in result.stderr
    assert "SUARA_HOME" in result.stderr
    assert "Traceback" not in result.stderr


def test_without_a_stack_the_commands_say_so(tmp_path: Path) -> None:
    assert "Nothing runs" in suara(tmp_path, "status").stdout
    status = suara(tmp_path, "status", "--json")
    assert (status.returncode, json.loads(status.stdout)["running"]) == (1, False)
    assert suara(tmp_path, "down").stdout == "Nothing was running.\n"
    topics = suara(tmp_path, "topics")
    assert (topics.returncode, "suara up" in topics.stderr) == (1, True)


def test_a_token_names_its_company(tmp_path: Path) -> None:
    company = "11111111-2222-4333-8444-555555555555"
    token = suara(tmp_path, "token", "--company", company).stdout.strip()
    secret = Home(tmp_path).secrets().jwt_secret
    claims = jwt.decode(token, secret, ["HS256"], audience="suara-api", issuer="suara")
    assert claims["company_id"] == company


@pytest.mark.parametrize(
    "words", [["up", "--generators", "0"], ["token", "--company", "x"], ["fly"]]
)
def test_usage_errors_exit_2(tmp_path: Path, words: list[str]) -> None:
    assert suara(tmp_path, *words).returncode == 2


def test_help_lists_every_command(tmp_path: Path) -> None:
    said = suara(tmp_path, "--help").stdout
    for command in ("up", "down", "status", "logs", "demo", "signals", "topics", "token"):
        assert f" {command} " in said
