"""What was paid for and is not stored yet."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")

_KEPT = 64


class Unstored(Generic[Key, Result]):
    """Results of this process on their way into a database, by what they are results of.

    A database that is away, or a handler that took too long, then does not mean to pay once more
    when the message is handled again. What dies with the process is paid for again: so storing has
    to be the very next thing after paying. The latest are kept.
    """

    def __init__(self) -> None:
        self._results: OrderedDict[Key, Result] = OrderedDict()

    async def paid(self, key: Key, pay: Callable[[], Awaitable[Result]]) -> Result:
        """What `pay` gives, or gave before; kept until `stored`. Raises what it raises."""
        if key in self._results:
            return self._results[key]
        result = self._results[key] = await pay()
        if len(self._results) > _KEPT:
            self._results.popitem(last=False)
        return result

    def stored(self, key: Key) -> None:
        """Nobody needs it here any more."""
        self._results.pop(key, None)

    def __contains__(self, key: Key) -> bool:
        return key in self._results
