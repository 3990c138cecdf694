"""Settings of this service: the only reader of the environment."""

from dataclasses import dataclass, field
from datetime import timedelta

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from api_gateway.domain.resumption import Patience
from suara.encryption import EncryptionSettings
from suara.llm import LlmSettings
from suara.settings import S3Settings, WorkerSettings, load

_LEAST_SECRET_BYTES = 32  # HS256: a key as long as the digest (RFC 7518, 3.2)


class TokenSettings(BaseSettings):
    """Which bearer tokens are believed."""

    model_config = SettingsConfigDict(env_prefix="SUARA_JWT_", frozen=True)

    secret: SecretStr = Field(description="the HS256 key, at least 32 bytes")
    issuer: str = "suara"
    audience: str = "suara-api"

    @field_validator("secret")
    @classmethod
    def _is_long_enough(cls, secret: SecretStr) -> SecretStr:
        if len(secret.get_secret_value().encode()) < _LEAST_SECRET_BYTES:
            raise ValueError(f"needs at least {_LEAST_SECRET_BYTES} bytes")
        return secret


class PortraitSettings(BaseSettings):
    """Portraits of prompt personas."""

    model_config = SettingsConfigDict(env_prefix="SUARA_PORTRAIT_", frozen=True)

    seconds: float = Field(default=90, gt=0, le=600, description="how long a request waits for one")


class SweepSettings(BaseSettings):
    """Generations that make no progress."""

    model_config = SettingsConfigDict(env_prefix="SUARA_SWEEP_", frozen=True)

    # A stage may take its handler's tries of minutes each, and wait for others before it.
    deadline_seconds: float = Field(
        default=600, gt=0, le=86_400, description="without progress, after which it is resumed"
    )
    resumptions: int = Field(default=5, ge=0, le=10, description="without progress between")
    interval_seconds: float = Field(default=30, gt=0, le=3_600, description="between two looks")

    @property
    def patience(self) -> Patience:
        return Patience(timedelta(seconds=self.deadline_seconds), self.resumptions)


@dataclass(frozen=True)
class Settings(WorkerSettings):
    tokens: TokenSettings = field(default_factory=lambda: load(TokenSettings))
    llm: LlmSettings = field(default_factory=lambda: load(LlmSettings))
    s3: S3Settings = field(default_factory=lambda: load(S3Settings))
    portrait: PortraitSettings = field(default_factory=lambda: load(PortraitSettings))
    sweep: SweepSettings = field(default_factory=lambda: load(SweepSettings))
    encryption: EncryptionSettings = field(default_factory=lambda: load(EncryptionSettings))
