"""Settings of this service: the only reader of the environment."""

from dataclasses import dataclass, field
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict

from suara.settings import S3Settings, WorkerSettings, load


class AvatarSettings(BaseSettings):
    """Who draws the portraits: `local` is built in."""

    model_config = SettingsConfigDict(env_prefix="SUARA_", frozen=True)

    images: Literal["local"] = "local"


@dataclass(frozen=True)
class Settings(WorkerSettings):
    s3: S3Settings = field(default_factory=lambda: load(S3Settings))
    avatar: AvatarSettings = field(default_factory=lambda: load(AvatarSettings))
