"""Which language model, how to reach it, and how much of it may be used."""

from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class LlmSettings(BaseSettings):
    """`offline` needs nothing else. OPENAI_* variables are the openai package's own."""

    model_config = SettingsConfigDict(frozen=True, populate_by_name=True, env_ignore_empty=True)

    llm: Literal["offline", "openai"] = Field(default="offline", validation_alias="SUARA_LLM")
    api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    base_url: str | None = Field(
        default=None, validation_alias="OPENAI_BASE_URL", description="None: OpenAI's own"
    )
    model: str = Field(default="gpt-4.1-mini", min_length=1, validation_alias="SUARA_LLM_MODEL")
    azure_api_version: str | None = Field(
        default=None,
        validation_alias="OPENAI_API_VERSION",
        description="set for Azure OpenAI only; base_url is then the resource's endpoint",
    )
    max_concurrency: int = Field(
        default=32, ge=1, le=1_000, validation_alias="SUARA_LLM_CONCURRENCY"
    )
    budget_tokens: int = Field(
        default=0, ge=0, validation_alias="SUARA_LLM_BUDGET_TOKENS", description="0: no limit"
    )

    @model_validator(mode="after")
    def _has_an_address(self) -> Self:
        """A forgotten scheme would look like a server that is away."""
        if self.llm == "offline":
            return self
        if self.base_url and not self.base_url.startswith(("http://", "https://")):
            raise ValueError("OPENAI_BASE_URL must start with http:// or https://")
        if self.azure_api_version and not self.base_url:
            raise ValueError("OPENAI_API_VERSION is for Azure, which needs OPENAI_BASE_URL")
        return self
