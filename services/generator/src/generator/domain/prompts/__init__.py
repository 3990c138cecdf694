"""The two prompts of a persona: a prefix that all share, then what is this person's own.

Both together stay within 1,800 tokens, at least 70 % of them in the prefix.
"""

from generator.domain.prompts.choice import Choice
from generator.domain.prompts.messages import Message, ProfilePrompt, draft_prompt, profile_prompt

__all__ = ["Choice", "Message", "ProfilePrompt", "draft_prompt", "profile_prompt"]
