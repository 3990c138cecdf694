"""Settings of this service: the only reader of the environment."""

from dataclasses import dataclass, field

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from ethnography.source_settings import SourceSettings
from suara.llm import LlmSettings
from suara.settings import WorkerSettings, load


class EthnographySettings(BaseSettings):
    """How fresh a market's snapshot must be, how long things are kept, how much a model reads."""

    model_config = SettingsConfigDict(env_prefix="SUARA_SNAPSHOT_", frozen=True)

    max_age_hours: float = Field(default=24, gt=0, le=24 * 365)
    retry_minutes: float = Field(default=60, gt=0, le=60 * 24 * 365)
    keep_days: float = Field(default=90, gt=0, le=3_650)
    verbatim_days: float = Field(default=30, gt=0, le=365)
    rechecks: int = Field(default=1_000, ge=0, le=100_000)
    model_calls: int = Field(default=20, ge=0, le=1_000)


@dataclass(frozen=True)
class Settings(WorkerSettings):
    ethnography: EthnographySettings = field(default_factory=lambda: load(EthnographySettings))
    sources: SourceSettings = field(default_factory=lambda: load(SourceSettings))
    llm: LlmSettings = field(default_factory=lambda: load(LlmSettings))
