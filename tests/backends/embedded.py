"""Tansu, SecantusDB and SeaweedFS, as wheels."""

from pathlib import Path

from suara_local.servers import Servers


def start(folder: Path) -> Servers:
    return Servers.start(folder)
