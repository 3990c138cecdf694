"""What a request can be refused for."""

from collections.abc import Sequence
from dataclasses import dataclass

from suara.errors import SuaraError


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field. allowed: the values, or a phrase that says which."""

    field: str
    message: str
    allowed: tuple[str, ...] | str | None = None


class NotFoundError(SuaraError):
    """It does not exist, or belongs to another company: callers cannot tell which."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"There is no such {kind}.")


class ConflictError(SuaraError):
    """The resource is in a state that forbids the request."""


class InvalidFieldsError(SuaraError):
    """Fields that are malformed, or do not go together."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.field} {fault.message}" for fault in faults))
        self.faults = tuple(faults)
