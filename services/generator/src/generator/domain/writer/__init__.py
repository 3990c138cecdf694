"""The built-in writer: drafts and profiles out of phrase tables and market data.

No model and no I/O; the same cast, market and snapshot always give the same text, and no
two of the ten people of a group (one seed, slots 0-9) share a sentence skeleton.
"""

from generator.domain.writer.draft import draft
from generator.domain.writer.profile import profile

#: The writer's name and version, for the provenance of a persona.
WRITER = "built-in/1"

__all__ = ["WRITER", "draft", "profile"]
