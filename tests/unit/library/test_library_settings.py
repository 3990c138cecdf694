"""Thresholds that leave room between them."""

import pytest
from pydantic import ValidationError

from library.domain.promotion import Limits
from library.settings import LibrarySettings


def test_the_documented_limits_are_the_usual_ones() -> None:
    usual = LibrarySettings()
    assert Limits(usual.min_simulations, usual.threshold, usual.retire_below) == Limits()


def test_nobody_is_retired_with_the_score_that_promotes() -> None:
    with pytest.raises(ValidationError, match="SUARA_LIBRARY_RETIRE_BELOW must not exceed"):
        LibrarySettings(threshold=0.5, retire_below=0.6)
    assert LibrarySettings(threshold=0.5, retire_below=0.5)
