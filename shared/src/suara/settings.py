"""Settings that every service understands, read from the environment once at start."""

import sys
from dataclasses import dataclass, field
from typing import Literal, NoReturn, Self, TypeVar

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict
from pymongo.errors import PyMongoError
from pymongo.uri_parser import parse_uri

USAGE_ERROR = 2
_ADDRESS = r"(\[[0-9a-fA-F:]+\]|[^\s,:/]+):\d{1,5}"


class KafkaSettings(BaseSettings):
    """How to reach the broker and how to behave there."""

    model_config = SettingsConfigDict(env_prefix="SUARA_KAFKA_", frozen=True)

    bootstrap: str = Field(
        pattern=rf"^{_ADDRESS}(,{_ADDRESS})*$", description="host:port[,host:port]"
    )
    idempotence: bool = Field(default=True, description="use the idempotent producer")
    fetch_max_wait_ms: int = Field(default=500, ge=1, le=30_000)
    session_timeout_ms: int = Field(
        default=10_000, ge=1_000, le=300_000, description="silence after which a worker is dead"
    )
    partitions: int = Field(default=24, ge=1, le=10_000)
    replication: int = Field(default=1, ge=1, le=10)
    topic_prefix: str = Field(
        default="suara",
        pattern=r"^[a-zA-Z0-9_.-]{1,100}$",
        description="1 to 100 letters, digits, dots, dashes or underscores",
    )


class MongoSettings(BaseSettings):
    """How to reach MongoDB. The server must be a replica set, for transactions."""

    model_config = SettingsConfigDict(env_prefix="SUARA_MONGO_", frozen=True)

    url: SecretStr = Field(description="mongodb:// or mongodb+srv:// URL")
    database: str = Field(default="suara", min_length=1, max_length=63)

    @field_validator("url")
    @classmethod
    def _can_be_read(cls, url: SecretStr) -> SecretStr:
        text = url.get_secret_value()
        if not text.startswith(("mongodb://", "mongodb+srv://")):
            raise ValueError("it does not begin with mongodb:// or mongodb+srv://")
        if text.startswith("mongodb://"):  # reading the other kind would ask the name server
            try:
                parse_uri(text)
            except (PyMongoError, ValueError):
                # Without the driver's words: they repeat parts of the URL, which is a secret.
                raise ValueError("it is not mongodb://[user:password@]host[:port]/...") from None
        return url


class S3Settings(BaseSettings):
    """How to reach the object store. Credentials come from the standard AWS_* variables."""

    model_config = SettingsConfigDict(env_prefix="SUARA_S3_", frozen=True)

    endpoint: str | None = Field(default=None, description="None: Amazon's own")
    bucket: str = Field(default="suara", min_length=3, max_length=63)
    urls: Literal["public", "presigned"] = Field(
        default="public", description="how browsers reach an object: openly, or by a signed URL"
    )
    public_url: str = Field(
        default="", description="what browsers put before an object's key, if they may do so"
    )
    presigned_endpoint: str | None = Field(
        default=None, description="the store as browsers reach it; None: the same as `endpoint`"
    )
    presigned_seconds: int = Field(default=3_600, ge=1, le=604_800, description="validity")

    @model_validator(mode="after")
    def _browsers_have_a_way(self) -> Self:
        if self.urls == "public" and not self.public_url:
            raise ValueError("SUARA_S3_PUBLIC_URL is not set, and has no default")
        return self


class HttpSettings(BaseSettings):
    """Where a process listens: the API of the gateway, health of every service."""

    model_config = SettingsConfigDict(env_prefix="SUARA_HTTP_", frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65_535)


class RuntimeSettings(BaseSettings):
    """How a process works and talks."""

    model_config = SettingsConfigDict(env_prefix="SUARA_", frozen=True)

    concurrency: int = Field(default=16, ge=1, le=1_000, description="messages in flight")
    handler_attempts: int = Field(default=5, ge=1, le=100)
    handler_timeout_seconds: float = Field(default=120, gt=0, le=3_600)
    handler_retry_seconds: float = Field(
        default=300, gt=0, le=36_000, description="after which a handler is not tried again"
    )
    drain_seconds: float = Field(default=20, gt=0, le=600, description="time to finish at exit")
    stalled_seconds: float = Field(
        default=60, gt=0, le=3_600, description="work without progress after which a worker ends"
    )
    dead_letters_in_a_row: int = Field(
        default=50, ge=1, le=1_000_000, description="more of them end a worker: a deploy error"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"


SettingsClass = TypeVar("SettingsClass", bound=BaseSettings)


def load(settings: type[SettingsClass]) -> SettingsClass:
    """Read settings from the environment, or end the process with one line that names the fault."""
    try:
        return settings()
    except ValidationError as error:
        refuse(settings, error)


def refuse(settings: type[BaseSettings], error: ValidationError) -> NoReturn:
    """Exit 2 with the first faulty variable, without repeating its value: it may be a secret."""
    fault = error.errors(include_input=False, include_url=False)[0]
    print(f"suara: {_in_words(settings, fault)}", file=sys.stderr)
    raise SystemExit(USAGE_ERROR)


def _in_words(settings: type[BaseSettings], fault: ErrorDetails) -> str:
    message = fault["msg"].removeprefix("Value error, ")
    if not fault["loc"]:  # a rule over several variables names them itself
        return message
    field = str(fault["loc"][0])
    name = (settings.model_config.get("env_prefix", "") + field).upper()
    if fault["type"] == "missing":
        return f"{name} is not set, and has no default"
    if fault["type"] == "string_pattern_mismatch":
        message = f"it should read {settings.model_fields[field].description}"
    within = "".join(f"{part}: " for part in fault["loc"][1:])
    return f"{name} is malformed: {within}{message}"


@dataclass(frozen=True)
class WorkerSettings:
    """What every worker service reads. A service adds its own."""

    kafka: KafkaSettings = field(default_factory=lambda: load(KafkaSettings))
    mongo: MongoSettings = field(default_factory=lambda: load(MongoSettings))
    http: HttpSettings = field(default_factory=lambda: load(HttpSettings))
    runtime: RuntimeSettings = field(default_factory=lambda: load(RuntimeSettings))
