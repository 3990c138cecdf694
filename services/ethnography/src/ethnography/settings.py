"""Settings of this service: the only reader of the environment."""

from dataclasses import dataclass, field

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from ethnography.source_settings import SourceSettings
from suara.settings import WorkerSettings, load


class EthnographySettings(BaseSettings):
    """How fresh a market's snapshot must be."""

    model_config = SettingsConfigDict(env_prefix="SUARA_SNAPSHOT_", frozen=True)

    max_age_hours: float = Field(default=24, gt=0, le=24 * 365)


@dataclass(frozen=True)
class Settings(WorkerSettings):
    ethnography: EthnographySettings = field(default_factory=lambda: load(EthnographySettings))
    sources: SourceSettings = field(default_factory=lambda: load(SourceSettings))
