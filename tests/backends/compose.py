"""The whole of docker-compose.yml in containers: servers, provisioning and services.

It runs no servers besides: tests that want the system get a `ComposeStack`, which brings its own.
"""

from pathlib import Path

from compose.stack import ComposeStack


class Nothing:
    """The environment leads nowhere."""

    def __init__(self) -> None:
        self.environment: dict[str, str] = {}

    def stop(self) -> None:
        """Nothing to end."""


def start(_folder: Path) -> Nothing:
    return Nothing()


def stack(folder: Path) -> ComposeStack:
    """A project of its own, not started yet."""
    return ComposeStack(folder)
