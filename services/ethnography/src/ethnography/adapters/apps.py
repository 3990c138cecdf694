"""An app whose reviews are read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class App:
    """id: the store's own. brand: its name in the market data ("GCash")."""

    id: str
    brand: str

    def __str__(self) -> str:
        return f"{self.brand} ({self.id})"
