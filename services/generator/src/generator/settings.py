"""Settings of this service: the only reader of the environment."""

from dataclasses import dataclass, field

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from suara.llm import LlmSettings
from suara.settings import WorkerSettings, load


class StageSettings(BaseSettings):
    """How long a language model may take for one answer."""

    model_config = SettingsConfigDict(env_prefix="SUARA_LLM_", frozen=True)

    draft_seconds: float = Field(default=30, gt=0, le=600)
    profile_seconds: float = Field(default=60, gt=0, le=600)


@dataclass(frozen=True)
class Settings(WorkerSettings):
    llm: LlmSettings = field(default_factory=lambda: load(LlmSettings))
    stages: StageSettings = field(default_factory=lambda: load(StageSettings))
