"""What a project is set up with for its prompt personas. Its secrets are in none of these."""

from typing import Literal

from suara.personas import Frozen

ProviderKind = Literal["openai", "azure", "anthropic", "google", "ollama", "other"]

IMAGE_MODEL = "gpt-image-1"
MAX_MODEL = 200
MAX_API_KEY = 500
MAX_STYLE_IMAGES = 16


class LlmProvider(Frozen):
    kind: ProviderKind
    model: str | None = None
    has_api_key: bool = False


class ProjectSettings(Frozen):
    """style_reference_images: image ids. connector_headers: their names."""

    llm_provider: LlmProvider | None = None
    style_reference_images: tuple[str, ...] = ()
    connector_headers: tuple[str, ...] = ()


def model_of(kind: ProviderKind, model: str | None) -> str | None:
    """The model that was asked for, or the one that portraits are drawn with."""
    return model or (IMAGE_MODEL if kind == "openai" else None)
