"""Casting: from a segment's definition to sampled individuals. Pure, seeded, no model."""

from generator.domain.casting.cast import Casting, cast

__all__ = ["Casting", "cast"]
