"""Names by market, sex, birth year and faith."""

from generator.domain.casting.naming.names import Namer

__all__ = ["Namer"]
