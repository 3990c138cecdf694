"""What an answer that is none may mean. The texts are for operators: no URL, no scraped word."""

from ethnography.ports import SourceError
from suara.markets import SourceState


class Again(Exception):  # noqa: N818 - it says what to do
    """The same request may work later.

    wait: seconds, where the source named them; None leaves it to our back-off.
    """

    def __init__(
        self, reason: str, state: SourceState = "failing", wait: float | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.state: SourceState = state
        self.wait = wait


class Throttled(SourceError):  # noqa: N818 - the field's word
    """It asked for fewer requests. wait: seconds before it may be asked anything again."""

    def __init__(self, reason: str, wait: float) -> None:
        super().__init__(reason, "throttled")
        self.wait = wait


def final(again: Again) -> SourceError:
    """The verdict once nothing is tried any more."""
    if again.state == "throttled" and again.wait is not None:
        return Throttled(again.reason, again.wait)
    return SourceError(again.reason, again.state)
