"""Reviews that the operator owns, from a file."""

from ethnography.adapters.import_file.file import ImportRefused, read_import
from ethnography.adapters.import_file.rows import Rejected

__all__ = ["ImportRefused", "Rejected", "read_import"]
