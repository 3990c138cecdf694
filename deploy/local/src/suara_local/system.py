"""Which system the commands talk to: the one that runs here, or one that the user names."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from suara_local import state, tokens
from suara_local.api import Api
from suara_local.environment import for_clients, for_service
from suara_local.errors import LocalError
from suara_local.home import Home

URL, TOKEN = "SUARA_API_URL", "SUARA_API_TOKEN"


@dataclass(frozen=True)
class System:
    """environment: that of a process which works on the system's database."""

    base_url: str
    token: str
    environment: Mapping[str, str]

    def api(self) -> Api:
        return Api(self.base_url, self.token)


def find(home: Home) -> System:
    """Raises LocalError, saying what to do, when there is none."""
    if url := os.environ.get(URL):
        token = os.environ.get(TOKEN)
        if not token:
            raise LocalError(f"{URL} is set, so {TOKEN} must hold a bearer token for that API.")
        return System(url, token, os.environ)
    found = state.read(home)
    if found is None or not found.ready:
        raise LocalError(
            "No stack is running here. `suara up` starts one; for a system elsewhere set "
            f"{URL} and {TOKEN}."
        )
    environment = for_service(for_clients(home, found.ports, found.broker))
    return System(found.base_url, tokens.mint(home.secrets().jwt_secret), environment)
