"""What a failed call means: try again or never, and what a user can do about it. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from suara.errors import PermanentError
from suara.llm.pauses import retry_after
from suara.llm.usage import Usage

LONGEST_MESSAGE = 200
REFUSED = "the model refused to answer: word the request differently"
_SECRETS = re.compile(
    r"\b(sk|pk|key|gsk|xai|nvapi|hf)[-_][\w*.-]{3,}|(?i:bearer)\s+[^\s,;]+|[\w*-]{28,}"
)
_QUOTA = ("insufficient_quota", "billing", "exceeded your current quota", "insufficient balance")
_REFUSAL = ("moderation_blocked", "content_policy_violation", "content_filter", "safety system")
_FORMAT = ("response format", "json schema", "json object", "structured output", "grammar")


@dataclass(frozen=True)
class Verdict:
    """status: an HTTP status or a word, for the log. reason: for users, without secrets.

    again: it can succeed later. overloaded: fewer calls at once might. retry_after: seconds that
    the provider asked for. format_refused: it may be the response_format it does not know.
    """

    status: str
    reason: str
    again: bool = False
    overloaded: bool = False
    retry_after: float | None = None
    format_refused: bool = False

    @property
    def throttled(self) -> bool:
        """The provider takes so many calls, or tokens, and no more for now."""
        return self.again and self.status == "429"


class ProviderError(Exception):
    """A call failed, after `attempts` tries."""

    attempts = 1

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.reason)
        self.verdict = verdict


class ModelError(PermanentError):
    """No answer that fits. usage: what the attempts cost all the same."""

    def __init__(self, reason: str, usage: Usage = Usage()) -> None:  # noqa: B008 - frozen
        super().__init__(reason)
        self.usage = usage


@dataclass(frozen=True)
class Names:
    """What users know settings by, in reasons."""

    model: str
    concurrency: str
    key: str = "OPENAI_API_KEY"
    address: str = "OPENAI_BASE_URL"


@dataclass(frozen=True)
class Endpoint:
    """What reasons name: the host with its port, the model, and what can be set."""

    host: str
    model: str
    names: Names

    def timed_out(self, seconds: float) -> Verdict:
        reason = f"the model '{self.model}' at {self.host} did not answer within {seconds:g} s"
        return Verdict("timeout", reason, again=True, overloaded=True)

    def no_turn(self, seconds: float, *, held: bool) -> Verdict:
        """held: because the provider wants a pause, rather than for calls under way."""
        if held:
            return Verdict("held", self._too_many())
        reason = (
            f"no call to {self.host} became free within {seconds:g} s: "
            f"raise {self.names.concurrency}, if the provider bears it"
        )
        return Verdict("no_turn", reason)

    def unreachable(self) -> Verdict:
        reason = f"the model provider cannot be reached at {self.host}: check {self.names.address}"
        return Verdict("unreachable", reason, again=True)

    def no_json(self) -> Verdict:
        reason = f"{self.host} answered something other than JSON: check {self.names.address}"
        return Verdict("no_json", reason)

    def no_picture(self, why: str) -> Verdict:
        return Verdict("no_picture", f"{self.host} sent no picture that can be used: {why}")

    def refused(self, status: int, problem: str, headers: Mapping[str, str]) -> Verdict:
        """problem: code, type and message of the provider, in any order."""
        said = problem.lower()
        if status == 402 or (status in (400, 403, 429) and any(word in said for word in _QUOTA)):
            reason = f"the quota at {self.host} is used up: check the account's plan and billing"
            return Verdict(str(status), reason)
        if status == 429 or status in (408, 409) or status >= 500:
            return self._busy(status, said, headers)
        return Verdict(
            str(status),
            self._permanent_reason(status, said, scrubbed(problem)),
            format_refused=status in (400, 422) and _is_about_format(said),
        )

    def _busy(self, status: int, said: str, headers: Mapping[str, str]) -> Verdict:
        reason = f"{self.host} kept failing ({status}): try again later"
        if status == 429:
            reason = self._too_many()
        return Verdict(
            str(status),
            reason,
            again=True,
            overloaded=status == 429 or status >= 500,
            retry_after=retry_after(headers),
            format_refused=status in (500, 501) and _is_about_format(said),
        )

    def _permanent_reason(self, status: int, said: str, shown: str) -> str:
        if status == 401:
            return f"the key was refused by {self.host}: check {self.names.key}"
        if status == 403:
            return (
                f"the key may not use the model '{self.model}' at {self.host}: "
                f"check the permissions of {self.names.key} ({shown})"
            )
        if status == 404 and ("model" in said or "deployment" in said):
            return (
                f"the model '{self.model}' does not exist at {self.host}: check {self.names.model}"
            )
        if status in (404, 405) or status < 400:
            return f"{self.host} has no such service ({status}): check {self.names.address}"
        if any(word in said for word in _REFUSAL):
            return REFUSED
        return f"{self.host} refused the request ({status}): {shown}"

    def _too_many(self) -> str:
        return f"{self.host} is taking no more calls for now (429): lower {self.names.concurrency}"


def scrubbed(text: str) -> str:
    """Without anything that looks like a key, on one line, at most 200 characters."""
    return " ".join(_SECRETS.sub("[removed]", text).split())[:LONGEST_MESSAGE]


def _is_about_format(said: str) -> bool:
    plain = said.replace("_", " ").replace("-", " ")
    return any(word in plain for word in _FORMAT)
