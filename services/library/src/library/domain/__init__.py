"""Rules of the library, without I/O."""

from library.domain.matching import Candidate, best_match

__all__ = ["Candidate", "best_match"]
