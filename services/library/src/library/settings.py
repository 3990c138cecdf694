"""Settings of this service: the only reader of the environment."""

from dataclasses import dataclass, field
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from suara.llm import EmbeddingSettings
from suara.settings import WorkerSettings, load


class LibrarySettings(BaseSettings):
    """When recorded answers promote a persona, and when they retire it: see docs/library.md."""

    model_config = SettingsConfigDict(env_prefix="SUARA_LIBRARY_", frozen=True)

    min_simulations: int = Field(default=3, ge=2, le=1_000)
    threshold: float = Field(default=0.6, gt=0, lt=1)
    retire_below: float = Field(default=0.45, ge=0, lt=1)

    @model_validator(mode="after")
    def _leaves_room(self) -> Self:
        if self.retire_below > self.threshold:
            raise ValueError("SUARA_LIBRARY_RETIRE_BELOW must not exceed SUARA_LIBRARY_THRESHOLD")
        return self


@dataclass(frozen=True)
class Settings(WorkerSettings):
    library: LibrarySettings = field(default_factory=lambda: load(LibrarySettings))
    embeddings: EmbeddingSettings = field(default_factory=lambda: load(EmbeddingSettings))
