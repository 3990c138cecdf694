"""The messages of both stages. The last one ends with the person; all before is shared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.domain.prompts.choice import Choice
from generator.domain.prompts.exhibits import Exhibit
from generator.domain.prompts.facts import as_json, facts_of
from generator.domain.prompts.instructions import DRAFT, PROFILE
from suara.markets import Market
from suara.personas import Cast, Draft

Message = dict[str, str]


@dataclass(frozen=True)
class ProfilePrompt:
    """exhibits: what may be cited, by the short ids that the messages show."""

    messages: Sequence[Message]
    exhibits: Mapping[str, Exhibit]


def draft_prompt(cast: Cast, market: Market) -> Sequence[Message]:
    """Stage 1: the core identity."""
    return _messages(DRAFT, f"{_setting(market)}\nFacts: {as_json(facts_of(cast))}")


def profile_prompt(cast: Cast, draft: Draft, choice: Choice) -> ProfilePrompt:
    """Stage 2: the rich profile, with signals to cite. choice: of that market and income."""
    everyones, ones_own = choice.shared, choice.own(cast)
    person = as_json(facts_of(cast) | draft.model_dump(mode="json"))
    blocks = [everyones.block, ones_own.block] if ones_own.exhibits else [everyones.block]
    content = "\n".join([_setting(choice.market), *blocks, f"Facts: {person}"])
    exhibits = {**everyones.exhibits, **ones_own.exhibits}
    return ProfilePrompt(_messages(PROFILE, content), exhibits)


def _setting(market: Market) -> str:
    money = market.currency
    return f"Country: {market.country}. Currency: {money.code} ({money.symbol})."


def _messages(instructions: str, content: str) -> Sequence[Message]:
    # Two messages, not three: some servers insist that user and assistant take turns.
    return [{"role": "system", "content": instructions}, {"role": "user", "content": content}]
