"""One project of docker-compose.yml: its containers, networks and volumes."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from suara_local.errors import LocalError

ROOT = Path(__file__).parents[2]
FILES = (ROOT / "docker-compose.yml", Path(__file__).with_name("reachable.yml"))
VARIABLE = "SUARA_TEST_COMPOSE"
# What would change the meaning of the file if it came from the shell of whoever runs the tests, and
# what leads docker-compose, which is in Python too, to other modules than its own.
_OURS = ("SUARA_", "AWS_", "OPENAI_", "OTEL_", "COMPOSE_", "PYTHON")


@cache
def command() -> tuple[str, ...]:
    """Compose v2 or, where it is not there, docker-compose. SUARA_TEST_COMPOSE names another."""
    if wanted := os.environ.get(VARIABLE):
        return tuple(wanted.split())
    plugin = ("docker", "compose")
    asked = subprocess.run((*plugin, "version"), capture_output=True, check=False)
    if asked.returncode == 0:
        return plugin
    if shutil.which("docker-compose"):
        return ("docker-compose",)
    raise LocalError("Neither `docker compose` nor `docker-compose` is on this machine.")


class Project:
    """name: of the project, which all that Docker makes for it begins with.

    variables: what a user's .env would say. Nothing else reaches Compose but the shell's PATH and
    the like.
    """

    def __init__(self, name: str, folder: Path, variables: Mapping[str, str]) -> None:
        self.name = name
        self._env_file = folder / "compose.env"
        self._env_file.write_text("".join(f"{k}={v}\n" for k, v in variables.items()))
        self._options = ("--project-name", name, "--env-file", str(self._env_file))
        self._options += tuple(word for file in FILES for word in ("--file", str(file)))

    def __call__(self, *words: str) -> str:
        """Run a command of Compose, such as `project("stop", "kafka")`; what it prints.

        Raises LocalError with the end of its errors when it fails.
        """
        done = subprocess.run(
            self.words(*words), env=environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise LocalError(f"compose {' '.join(words)}: {_end(done.stderr)}")
        return done.stdout

    def words(self, *words: str) -> list[str]:
        """The command line, for a process that stays."""
        return [*command(), *self._options, *words]

    def follow(self, log: Path) -> "subprocess.Popen[bytes]":
        """Write what all containers print to this file, until the process is ended."""
        with log.open("wb") as file:
            return subprocess.Popen(
                self.words("logs", "--no-color", "--follow"),
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C ends the tests, and they end this
            )

    def health(self) -> dict[str, str]:
        """By container, as Docker words it: "Up 5 seconds (healthy)", "Exited (0) ..."."""
        listed = docker(
            "ps",
            "--all",
            f"--filter=label=com.docker.compose.project={self.name}",
            "--format={{.Names}}\t{{.Status}}",
        )
        return dict(line.split("\t", 1) for line in listed.splitlines())

    def down(self) -> None:
        """Remove the containers, the network and the volumes."""
        self("--profile", "observability", "--profile", "tools", *_DOWN)


_DOWN = ("down", "--volumes", "--remove-orphans", "--timeout", "5")


def docker(*words: str) -> str:
    """What a command of Docker prints. Raises LocalError when it fails."""
    done = subprocess.run(("docker", *words), capture_output=True, text=True, check=False)
    if done.returncode:
        raise LocalError(f"docker {words[0]}: {_end(done.stderr)}")
    return done.stdout


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}


def _end(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return " | ".join(lines[-5:])
