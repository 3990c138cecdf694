"""Answers gone wrong: what each kind of failure makes of the right content or of the response."""

import json
from typing import Any

from openai_server.control import Failure
from openai_server.prompts import Prompt

PAGE = "<!doctype html><html><body><h1>Welcome</h1><script>alert(1)</script></body></html>"
BOAST = "<b>the best</b> \u202emodel " * 5_000
ANOTHER_NAME = "Mallory Wrongperson"
ANOTHER_SCRIPT = "Совсем другой текст 完全不同的文字 نص مختلف"

ODD_BODIES: dict[str, dict[str, Any]] = {
    "error_in_200": {"error": {"code": 503, "message": "Provider returned error"}},
    "odd_json": {"choices": "none", "usage": {"prompt_tokens": "many"}, "model": 3},
}

# status, type, code, message; {key} and {model} are filled in
ERRORS: dict[str, tuple[int, str, str | None, str]] = {
    "rate_limited": (429, "requests", "rate_limit_exceeded", "Rate limit reached for {model}."),
    "quota": (
        429,
        "insufficient_quota",
        "insufficient_quota",
        "You exceeded your current quota, please check your plan and billing details.",
    ),
    "error_500": (500, "server_error", None, "The server had an error."),
    "error_503": (503, "server_error", None, "The engine is currently overloaded."),
    "bad_request": (400, "invalid_request_error", None, "Unrecognized request argument: {key}."),
    "key_refused": (
        401,
        "invalid_request_error",
        "invalid_api_key",
        "Incorrect API key provided: {key}. You can find your API key in your account.",
    ),
    "forbidden": (403, "invalid_request_error", "forbidden", "Project of {key} has no access."),
    "model_not_found": (
        404,
        "invalid_request_error",
        "model_not_found",
        "The model `{model}` does not exist or you do not have access to it.",
    ),
    "refusal": (
        400,
        "image_generation_user_error",
        "moderation_blocked",
        "Your request was rejected by the safety system.",
    ),
    "no_picture_format": (
        400,
        "invalid_request_error",
        "unknown_parameter",
        "Unknown parameter: 'response_format'.",
    ),
    "no_json_mode": (400, "invalid_request_error", None, "response_format is not supported."),
    "not_strict": (
        400,
        "invalid_request_error",
        None,
        "response_format of type 'json_schema' is not supported; use 'json_object'.",
    ),
}


def error(kind: str, *, key: str, model: str) -> tuple[int, dict[str, Any]]:
    """Status and body."""
    status, error_type, code, message = ERRORS[kind]
    message = message.format(key=key, model=model)
    return status, {"error": {"message": message, "type": error_type, "param": None, "code": code}}


def retry_headers(failure: Failure) -> dict[str, str]:
    if failure.retry_after is None:
        return {}
    headers = {"Retry-After": f"{failure.retry_after:g}"}
    if failure.milliseconds:
        headers["retry-after-ms"] = f"{failure.retry_after * 1000:g}"
    return headers


def content(kind: str, right: Any, prompt: Prompt) -> str:
    """The content of the message. right: the answer, as JSON or as prose."""
    if kind == "html":
        return PAGE
    if kind == "huge":
        return json.dumps({"text": "very long " * 10_240})
    if kind == "other_script" and not isinstance(right, str):
        right = _everywhere(right, prompt.facts)
    if kind == "wrong_facts" and isinstance(right, dict):
        right = {name: _another(value, name, prompt) for name, value in right.items()}
    if kind == "broken_schema" and isinstance(right, dict):
        right = dict(list(right.items())[1:])
    text = right if isinstance(right, str) else json.dumps(right, ensure_ascii=False)
    if kind == "half_character":
        return text.replace('"}', '\ud83d"}')
    if kind == "truncated":
        return text[: len(text) // 2]
    return f"```json\n{text}\n```" if kind == "fenced" or prompt.fenced else text


def _everywhere(value: Any, facts: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {
            name: one if facts.get(name) == one else _everywhere(one, facts)
            for name, one in value.items()
        }
    if isinstance(value, list):
        return [_everywhere(one, facts) for one in value]
    return ANOTHER_SCRIPT if isinstance(value, str) else value


def _another(value: Any, name: str, prompt: Prompt) -> Any:
    if name not in prompt.facts:
        return value
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return value
    return value + 17 if isinstance(value, int) else ANOTHER_NAME
