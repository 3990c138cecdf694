"""The servers that the tests run on. `SUARA_TEST_BACKEND` chooses.

A backend is a module of this package with `start(folder) -> Running`.
"""

import importlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from suara_local.stack import Stack

VARIABLE = "SUARA_TEST_BACKEND"
NAMES = ("embedded", "kafka", "containers", "compose")


class Running(Protocol):
    """Servers that are ready; the bucket exists, topics do not."""

    environment: dict[str, str]
    """Every SUARA_* and AWS_* variable that leads to them."""

    def stop(self) -> None:
        """Return when they have ended."""


def chosen() -> str:
    """Raises ValueError, naming what there is, for a backend that does not exist."""
    name = os.environ.get(VARIABLE) or NAMES[0]
    if name not in NAMES:
        raise ValueError(f"{VARIABLE} is {name!r}, and should be one of: {', '.join(NAMES)}")
    return name


def start(name: str, folder: Path) -> Running:
    """Start a backend whose data lie in this folder. Raises LocalError when it cannot be."""
    running: Running = importlib.import_module(f"backends.{name}").start(folder)
    return running


def stack(folder: Path, environment: Mapping[str, str] | None = None) -> Any:
    """The whole system as a user starts it, not started yet, with the chosen backend's broker.

    On containers it starts services only; the `environment` leads them to the run's containers.
    With Compose it is a project of docker-compose.yml with servers of its own.
    """
    backend = chosen()
    if backend == "compose":
        return importlib.import_module("backends.compose").stack(folder)
    return Stack(
        folder,
        broker="kafka" if backend == "kafka" else "embedded",
        elsewhere=environment if backend == "containers" else None,
    )
