"""The client for any model that speaks OpenAI's protocol. Light until a model is made."""

from suara.llm.embeddings import EmbeddingModel
from suara.llm.images import ImageModel
from suara.llm.model import Answer, LanguageModel
from suara.llm.pictures import Picture, Reference
from suara.llm.settings import EmbeddingSettings, ImageSettings, LlmSettings
from suara.llm.usage import Usage
from suara.llm.verdicts import ModelError
from suara.llm.wanted import wanted_model

__all__ = [
    "Answer",
    "EmbeddingModel",
    "EmbeddingSettings",
    "ImageModel",
    "ImageSettings",
    "LanguageModel",
    "LlmSettings",
    "ModelError",
    "Picture",
    "Reference",
    "Usage",
    "wanted_model",
]
