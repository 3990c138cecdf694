"""Verbatims -> findings, by word lists: what people say of brands, habits, worries and dates."""

from ethnography.domain.extraction.accumulator import Accumulator

__all__ = ["Accumulator"]
