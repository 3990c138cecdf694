"""Settings of this service: the only reader of the environment."""

from dataclasses import dataclass, field
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict

from suara.settings import WorkerSettings, load


class GeneratorSettings(BaseSettings):
    """Who writes the personas: `offline` is built in and needs no model."""

    model_config = SettingsConfigDict(env_prefix="SUARA_", frozen=True)

    llm: Literal["offline"] = "offline"


@dataclass(frozen=True)
class Settings(WorkerSettings):
    generator: GeneratorSettings = field(default_factory=lambda: load(GeneratorSettings))
