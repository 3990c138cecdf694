"""How long it takes until something gets on again."""

import time
from dataclasses import dataclass, field

from chaos.plan import MESSAGES, Fault


@dataclass
class Recoveries:
    """seconds: from the end of a fault, when what it took is back, to the next group that settled,
    whatever else was failing meanwhile. Of faults while groups were waiting.
    """

    seconds: list[tuple[float, Fault]] = field(default_factory=list)
    _under_way: list[tuple[float, Fault]] = field(default_factory=list)

    def ended(self, fault: Fault) -> None:
        if fault.kind not in MESSAGES:
            self._under_way.append((time.monotonic(), fault))

    def settled(self) -> None:
        now = time.monotonic()
        self.seconds += [(now - ended, fault) for ended, fault in self._under_way]
        self._under_way.clear()
