"""What a request can be refused for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from suara.errors import SuaraError


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field. allowed: the values, or a phrase that says which."""

    field: str
    message: str
    allowed: tuple[str, ...] | str | None = None


class NotFoundError(SuaraError):
    """It does not exist, or belongs to another company: callers cannot tell which."""

    def __init__(self, what: str) -> None:
        super().__init__(f"There is no such {what}.")
        self.what = what


class RefusedError(SuaraError):
    """A request that is not granted. The text is for the client; kind names its sort."""

    status: ClassVar[int]
    kind: ClassVar[str]


class ConflictError(RefusedError):
    """The resource is in a state that forbids the request."""

    status, kind = 409, "conflict"


class BadRequestError(RefusedError):
    """What was sent cannot be meant."""

    status, kind = 400, "bad-request"


class TooLargeError(RefusedError):
    """The content has more bytes than are taken."""

    status, kind = 413, "body-too-large"


class UnsupportedTypeError(RefusedError):
    """The content is of no type that is taken here."""

    status, kind = 415, "unsupported-media-type"


class UnusableContentError(RefusedError):
    """The content is of the right type, and of no use."""

    status, kind = 422, "unusable-content"


class ProviderFailedError(RefusedError):
    """The project's own provider did not deliver."""

    status, kind = 502, "provider-failed"


class DeadlineError(RefusedError):
    """It took longer than anybody waits."""

    status, kind = 504, "deadline"


class InvalidFieldsError(SuaraError):
    """Fields that are malformed, or do not go together."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.field} {fault.message}" for fault in faults))
        self.faults = tuple(faults)
