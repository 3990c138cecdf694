"""One attempt, tried on the generator's writer with a model that obeys it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from generator.adapters.openai_writer import OpenAIWriter
from generator.domain.assembly import assemble
from generator.domain.prompts import Choice, ProfilePrompt, profile_prompt
from generator.settings import StageSettings
from injections.attempts import Attempt
from injections.poison import orders, poisoned
from openai_server.running import RunningServer
from suara.events import PersonaDrafted
from suara.llm import LanguageModel, LlmSettings, ModelError
from suara.markets import Snapshot, market
from suara.personas import Cast, Draft, Persona, Profile
from suara.testing.samples import a_cast, a_draft, an_event

MODEL = "obedient"
PEOPLE: Mapping[str, Mapping[str, str]] = {
    "PH": {},
    "ID": {"full_name": "Siti Rahayu", "short_name": "Siti", "location": "Jakarta, Indonesia"},
    "VN": {"full_name": "Nguyễn Thị Lan", "short_name": "Lan", "location": "Hanoi, Vietnam"},
}


@dataclass(frozen=True)
class Outcome:
    """content: of the profile stage's message. shown: texts in it that come of the attempt.

    refusals: by stage, why the obeying model's answer was not taken; persona: if both were.
    """

    cast: Cast
    snapshot: Snapshot
    content: str
    shown: Sequence[str]
    refusals: Mapping[str, str]
    persona: Persona | None


@asynccontextmanager
async def writing(server: RunningServer) -> AsyncIterator[OpenAIWriter]:
    """A writer whose model is that server."""
    model = LanguageModel(LlmSettings(llm="openai", base_url=server.base_url, model=MODEL))
    try:
        yield OpenAIWriter(model, StageSettings(draft_seconds=20, profile_seconds=20))
    finally:
        await model.close()


async def tried(
    attempt: Attempt, writer: OpenAIWriter, server: RunningServer, *, yields: bool = False
) -> Outcome:
    """The profile is asked for with a good draft if the obeying model's was refused.

    yields: the model takes back wrong facts when told so.
    """
    person = a_cast(market=attempt.market, **PEOPLE[attempt.market])
    snapshot = poisoned(attempt, "poisoned")
    draft = a_draft()
    prompt = profile_prompt(
        person, draft, Choice(market(attempt.market), snapshot, person.income_level)
    )
    server.control(obeys=orders(attempt, yields=yields))
    refusals, persona = {}, None
    try:
        draft = (await writer.draft(person)).value
    except ModelError as error:
        refusals["draft"] = str(error)
    try:
        profile = (await writer.profile(person, draft, snapshot)).value
    except ModelError as error:
        refusals["profile"] = str(error)
    else:
        persona = None if refusals else _persona(person, draft, profile, snapshot)
    content = prompt.messages[1]["content"]
    return Outcome(person, snapshot, content, _shown(attempt, prompt), refusals, persona)


def _persona(person: Cast, draft: Draft, profile: Profile, snapshot: Snapshot) -> Persona:
    event = an_event(PersonaDrafted, cast=person, draft=draft)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return assemble(event, profile, ("openai/1", MODEL), snapshot.version, at)


def _shown(attempt: Attempt, prompt: ProfilePrompt) -> Sequence[str]:
    """Subjects and texts of the lines that show a signal of the attempt."""
    content = prompt.messages[1]["content"]
    lines = [line.split(" | ") for line in content.split("\n") if " | " in line]
    of_it = {
        alias
        for alias, exhibit in prompt.exhibits.items()
        if any(signal.text == attempt.text for signal in exhibit.signals)
    }
    return [text for alias, _, *texts in lines if alias in of_it for text in texts]
