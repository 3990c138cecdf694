"""Settings of this service: the only reader of the environment."""

import sys
from dataclasses import dataclass, field

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from suara.encryption import EncryptionSettings
from suara.llm import ImageSettings
from suara.settings import USAGE_ERROR, S3Settings, WorkerSettings, load


class ProjectSettings(BaseSettings):
    """Where the keys of projects are sent to, and nowhere else."""

    model_config = SettingsConfigDict(
        env_prefix="SUARA_PROJECT_", frozen=True, env_ignore_empty=True
    )

    openai_url: str | None = Field(
        default=None, pattern=r"^https?://", description="http:// or https://; None: OpenAI's own"
    )


@dataclass(frozen=True)
class Settings(WorkerSettings):
    s3: S3Settings = field(default_factory=lambda: load(S3Settings))
    images: ImageSettings = field(default_factory=lambda: load(ImageSettings))
    projects: ProjectSettings = field(default_factory=lambda: load(ProjectSettings))
    encryption: EncryptionSettings = field(default_factory=lambda: load(EncryptionSettings))

    def __post_init__(self) -> None:
        """A message that times out is begun anew, and would pay for its portrait each time."""
        if self.images.seconds >= self.runtime.handler_timeout_seconds:
            line = "SUARA_IMAGE_SECONDS must be less than SUARA_HANDLER_TIMEOUT_SECONDS"
            print(f"suara: {line}", file=sys.stderr)
            raise SystemExit(USAGE_ERROR)
