"""What each failure means for the call and for the user."""

from email.utils import formatdate
from time import time

import pytest

from suara.llm.pauses import retry_after
from suara.llm.settings import ImageSettings, LlmSettings
from suara.llm.verdicts import Endpoint, scrubbed

KEY = "sk-proj-abcdefghijklmnopqrstuvwx"
ENDPOINT = Endpoint("models.example:8080", "gpt-x", LlmSettings.names)


@pytest.mark.parametrize(
    ("status", "problem", "again", "reason"),
    [
        (401, f"invalid_api_key Incorrect API key provided: {KEY}", False, "check OPENAI_API_KEY"),
        (403, f"Project of {KEY} has no access", False, "may not use the model 'gpt-x'"),
        (404, "model_not_found The model does not exist", False, "check SUARA_LLM_MODEL"),
        (404, "DeploymentNotFound", False, "check SUARA_LLM_MODEL"),
        (404, "Not Found", False, "check OPENAI_BASE_URL"),
        (405, "Method Not Allowed", False, "check OPENAI_BASE_URL"),
        (400, "context_length_exceeded", False, "context_length_exceeded"),
        (402, "Insufficient Balance", False, "plan and billing"),
        (429, "insufficient_quota You exceeded", False, "plan and billing"),
        (429, "rate_limit_exceeded", True, "lower SUARA_LLM_CONCURRENCY"),
        (408, "", True, "try again later"),
        (409, "", True, "try again later"),
        (500, "", True, "try again later"),
        (503, "", True, "try again later"),
    ],
)
def test_only_what_can_succeed_is_tried_again(
    status: int, problem: str, again: bool, reason: str
) -> None:
    verdict = ENDPOINT.refused(status, problem, {})
    assert verdict.again is again
    assert reason in verdict.reason
    assert KEY not in verdict.reason
    assert not verdict.format_refused


@pytest.mark.parametrize(
    "problem",
    [
        "response_format of type 'json_schema' is not supported",
        "'response_format.type' must be 'json_schema' or 'text'",
        "JSON schema conversion failed",
        "Failed to parse grammar",
    ],
)
def test_a_refused_response_format_is_recognised(problem: str) -> None:
    assert ENDPOINT.refused(400, problem, {}).format_refused


@pytest.mark.parametrize(
    "problem",
    [
        "moderation_blocked image_generation_user_error Your request was rejected",
        "content_policy_violation invalid_request_error",
        "Your request was rejected as a result of our safety system.",
    ],
)
def test_a_refusal_for_what_was_asked_is_told_apart_from_a_wrong_request(problem: str) -> None:
    assert "word the request differently" in ENDPOINT.refused(400, problem, {}).reason


@pytest.mark.parametrize(("status", "problem"), [(404, "model_not_found"), (429, "rate_limit")])
def test_reasons_name_the_variables_of_the_kind_of_model(status: int, problem: str) -> None:
    endpoint = Endpoint("models.example", "painter", ImageSettings.names)
    assert "SUARA_IMAGE_" in endpoint.refused(status, problem, {}).reason


@pytest.mark.parametrize(
    "secret", [KEY, "sk-abc***wxyz", "Bearer 1234", "0123456789abcdef0123456789abcdef"]
)
def test_keys_are_taken_out_of_what_providers_say(secret: str) -> None:
    assert scrubbed(f"Wrong key {secret}, sorry") == "Wrong key [removed], sorry"


def test_retry_after_is_read_in_all_its_forms() -> None:
    assert retry_after({"retry-after": "2.5"}) == 2.5
    assert retry_after({"retry-after": "3", "retry-after-ms": "250"}) == 0.25
    assert 25 < (retry_after({"retry-after": formatdate(time() + 30)}) or 0) <= 30
    assert retry_after({"retry-after": "-1"}) == 0
    for senseless in ({}, {"retry-after": "soon"}, {"retry-after": "inf"}, {"retry-after": "nan"}):
        assert retry_after(senseless) is None
