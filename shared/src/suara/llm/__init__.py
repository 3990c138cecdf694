"""The client for any model that speaks OpenAI's protocol. Light until a LanguageModel is made."""

from suara.llm.model import Answer, LanguageModel
from suara.llm.settings import LlmSettings
from suara.llm.usage import Usage
from suara.llm.verdicts import ModelError

__all__ = ["Answer", "LanguageModel", "LlmSettings", "ModelError", "Usage"]
