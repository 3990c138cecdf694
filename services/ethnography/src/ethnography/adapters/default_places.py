"""What is read in each market unless settings say otherwise: `data/sources.yaml`."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict


class DefaultPlaces(BaseModel):
    """Of one market. Apps: the store's id -> the brand's name in the market data."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subreddits: tuple[str, ...]
    queries: tuple[str, ...]
    apple_apps: Mapping[str, str]
    play_apps: Mapping[str, str]
    play_languages: tuple[str, ...]


@cache
def default_places() -> Mapping[str, DefaultPlaces]:
    """By ISO 3166 code."""
    text = files("ethnography").joinpath("data", "sources.yaml").read_text("utf-8")
    markets = yaml.safe_load(text).items()
    return {market: DefaultPlaces.model_validate(places) for market, places in markets}
