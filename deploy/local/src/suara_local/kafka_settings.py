"""Which Kafka the commands talk to. Apart from `system`, for settings are slow to load."""

import os
from collections.abc import Mapping
from typing import Any

from suara.settings import KafkaSettings, load
from suara_local.environment import for_clients
from suara_local.errors import LocalError
from suara_local.home import Home
from suara_local.system import KAFKA, URL, running


def of_system(home: Home) -> KafkaSettings:
    """That of the stack which runs here, or the one that SUARA_KAFKA_BOOTSTRAP names.

    The other SUARA_KAFKA_* variables apply to the latter. Raises LocalError like `system.find`.
    """
    if os.environ.get(KAFKA):
        return load(KafkaSettings)
    if os.environ.get(URL):
        raise LocalError(f"{URL} is set, so {KAFKA} must name the broker of that system.")
    found = running(home, KAFKA)
    return from_environment(for_clients(home, found.ports, found.broker))


def from_environment(environment: Mapping[str, str]) -> KafkaSettings:
    """Settings from these variables rather than from the process's own."""
    prefix = "SUARA_KAFKA_"
    given: dict[str, Any] = {
        name.removeprefix(prefix).lower(): value
        for name, value in environment.items()
        if name.startswith(prefix)
    }
    return KafkaSettings(**given)
