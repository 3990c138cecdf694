"""Which models, how to reach them, and how much of them may be used."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from suara.llm.prices import Price, parsed
from suara.llm.verdicts import Names


class ProviderSettings(BaseSettings):
    """A model of some provider. OPENAI_* variables are the openai package's own.

    kind: of the model, in words. names: what users know its settings by. of_operator: whether
    the package's OPENAI_ORG_ID and OPENAI_PROJECT_ID go with the key.
    """

    model_config = SettingsConfigDict(frozen=True, populate_by_name=True, env_ignore_empty=True)

    kind: ClassVar[str]
    names: ClassVar[Names]
    of_operator: ClassVar[bool] = True

    api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    base_url: str | None = Field(
        default=None, validation_alias="OPENAI_BASE_URL", description="None: OpenAI's own"
    )
    azure_api_version: str | None = Field(
        default=None,
        validation_alias="OPENAI_API_VERSION",
        description="set for Azure OpenAI only; base_url is then the resource's endpoint",
    )
    model: str = Field(min_length=1)
    max_concurrency: int = Field(ge=1, le=1_000)
    budget_tokens: int = Field(
        default=0,
        ge=0,
        validation_alias="SUARA_LLM_BUDGET_TOKENS",
        description="of a project, over all models; 0: no limit",
    )

    prices: Annotated[Mapping[str, Price], NoDecode] = Field(
        default={},
        validation_alias="SUARA_MODEL_PRICES",
        description="JSON: model -> USD per million tokens, and per picture; for metrics only",
    )

    @field_validator("prices", mode="before")
    @classmethod
    def _prices_can_be_read(cls, said: object) -> object:
        return parsed(said)

    @property
    @abstractmethod
    def wanted(self) -> bool:
        """Whether a model is to be asked at all."""

    @model_validator(mode="after")
    def _has_an_address(self) -> Self:
        """A forgotten scheme would look like a server that is away."""
        if not self.wanted:
            return self
        if self.base_url and not self.base_url.startswith(("http://", "https://")):
            raise ValueError("OPENAI_BASE_URL must start with http:// or https://")
        if self.azure_api_version and not self.base_url:
            raise ValueError("OPENAI_API_VERSION is for Azure, which needs OPENAI_BASE_URL")
        return self


class LlmSettings(ProviderSettings):
    """The language model. `offline` needs nothing else."""

    kind = "language model"
    names = Names("SUARA_LLM_MODEL", "SUARA_LLM_CONCURRENCY")

    llm: Literal["offline", "openai"] = Field(default="offline", validation_alias="SUARA_LLM")
    model: str = Field(default="gpt-4.1-mini", min_length=1, validation_alias="SUARA_LLM_MODEL")
    max_concurrency: int = Field(
        default=32, ge=1, le=1_000, validation_alias="SUARA_LLM_CONCURRENCY"
    )

    @property
    def wanted(self) -> bool:
        return self.llm == "openai"


class ImageSettings(ProviderSettings):
    """The image model. `local` needs nothing else: the avatar service draws by itself."""

    kind = "image model"
    names = Names("SUARA_IMAGE_MODEL", "SUARA_IMAGE_CONCURRENCY")

    images: Literal["local", "openai"] = Field(default="local", validation_alias="SUARA_IMAGES")
    model: str = Field(default="gpt-image-1", min_length=1, validation_alias="SUARA_IMAGE_MODEL")
    max_concurrency: int = Field(
        default=16, ge=1, le=1_000, validation_alias="SUARA_IMAGE_CONCURRENCY"
    )
    seconds: float = Field(
        default=100,
        gt=0,
        le=3_600,
        validation_alias="SUARA_IMAGE_SECONDS",
        description="for one picture, with all waits and retries",
    )

    @property
    def wanted(self) -> bool:
        return self.images == "openai"


class EmbeddingSettings(ProviderSettings):
    """What turns words into vectors. `static` needs nothing else: its weights are installed."""

    kind = "embedding model"
    names = Names("SUARA_EMBEDDING_MODEL", "SUARA_EMBEDDING_CONCURRENCY")

    embeddings: Literal["static", "openai"] = Field(
        default="static", validation_alias="SUARA_EMBEDDINGS"
    )
    model: str = Field(
        default="text-embedding-3-small",
        min_length=1,
        max_length=200,
        validation_alias="SUARA_EMBEDDING_MODEL",
    )
    max_concurrency: int = Field(
        default=4, ge=1, le=1_000, validation_alias="SUARA_EMBEDDING_CONCURRENCY"
    )

    @property
    def wanted(self) -> bool:
        return self.embeddings == "openai"
