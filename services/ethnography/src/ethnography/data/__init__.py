"""Word lists in the languages of the sourced markets: compiled for this product, not measured."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from yaml import CSafeLoader


@cache
def word_list(name: str) -> Any:
    """The parsed content of one of the package's YAML files; callers do not change it."""
    text = files("ethnography.data").joinpath(f"{name}.yaml").read_bytes()
    return yaml.load(text, Loader=CSafeLoader)
