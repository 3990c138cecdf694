"""MongoDB: SecantusDB, a single-node replica set called `secantus`."""

import sys
from collections.abc import Mapping

from suara_local.child import Program
from suara_local.environment import for_server
from suara_local.home import Home
from suara_local.ports import HOST
from suara_local.probes import listening

PORTS = ("mongodb",)


def program(home: Home, ports: Mapping[str, int]) -> Program:
    folder = home.data / "mongodb"
    folder.mkdir(exist_ok=True)
    settings = home.data / "mongodb.toml"
    settings.touch()  # an empty file of ours, or it would look for one in other places
    return Program(
        name="mongodb",
        command=(
            *(sys.executable, "-m", "secantus"),
            *("--config", str(settings)),
            *("--host", HOST, "--port", str(ports["mongodb"])),
            *("--storage-path", str(folder)),
            *("--cache-size", "256M"),
            "--sync-on-commit",  # or a kill -9 takes back what it has acknowledged
            *("--log-level", "WARNING"),
        ),
        environment=for_server(home) | {"PYTHONUNBUFFERED": "1"},
        directory=home.data,
        ready=listening(ports["mongodb"]),
    )
