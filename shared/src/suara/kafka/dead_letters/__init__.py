"""Dead letters: reading what lies in the dead-letter topics, replaying it, purging it."""

from suara.kafka.dead_letters.letter import DeadLetter, How, Settlement
from suara.kafka.dead_letters.reading import Reader, reading
from suara.kafka.dead_letters.settling import purge, replay, why_not

__all__ = ["DeadLetter", "How", "Reader", "Settlement", "purge", "reading", "replay", "why_not"]
