"""What a project is set up with for its prompt personas. Its secrets are in none of these."""

from typing import Literal

from suara.personas import Frozen

ProviderKind = Literal["openai", "azure", "anthropic", "google", "ollama", "other"]

IMAGE_MODEL = "gpt-image-1"
_DRAWING = ("gpt-image", "dall-e")
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


def image_model(provider: LlmProvider) -> str:
    """The model that portraits are drawn with: a provider's model may be one that only writes."""
    model = provider.model or ""
    return model if model.startswith(_DRAWING) else IMAGE_MODEL
