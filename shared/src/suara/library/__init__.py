"""A company's library of proven personas: what the gateway and the library service both write.

Collection `library_personas` is the record; `library_vectors` is its compact twin, from which
matching is done.
"""

from suara.library.changes import enter, reactivate, retire
from suara.library.personas import (
    LibraryPersona,
    Promotion,
    Reliability,
    Source,
    Status,
    library_document,
    packed,
)

__all__ = [
    "LibraryPersona",
    "Promotion",
    "Reliability",
    "Source",
    "Status",
    "enter",
    "library_document",
    "packed",
    "reactivate",
    "retire",
]
