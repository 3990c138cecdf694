"""A session with the API of a running system."""

from typing import Any

import httpx

from suara_local.errors import JobFailedError

Document = dict[str, Any]
_ANSWER_SECONDS = 30.0


class Api:
    """Its methods raise JobFailedError with the API's own words. A context manager."""

    def __init__(self, base_url: str, token: str) -> None:
        self._client = httpx.Client(
            base_url=f"{base_url.rstrip('/')}/api/v1",
            headers={"Authorization": f"Bearer {token}"},
            timeout=_ANSWER_SECONDS,
            trust_env=False,  # a proxy of the user's has no business with the loopback
        )

    def document(self, method: str, path: str, body: Document | None = None) -> Document:
        """An answer that is one JSON object."""
        answer = self.call(method, path, body)
        if not isinstance(answer, dict):
            raise JobFailedError(f"{method} {path} did not answer with a JSON object")
        return answer

    def call(self, method: str, path: str, body: Document | None = None) -> Any:
        """The JSON of an answer, None where it is empty."""
        try:
            response = self._client.request(method, path, json=body)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise JobFailedError(f"The API did not answer {method} {path}: {error}") from error
        if response.is_error:
            raise JobFailedError(
                f"{method} {path} was refused ({response.status_code}): {_why(response)}"
            )
        try:
            return response.json() if response.content else None
        except ValueError as error:
            raise JobFailedError(f"{method} {path} was not answered with JSON") from error

    def close(self) -> None:
        self._client.close()

    def __enter__(self) -> "Api":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _why(response: httpx.Response) -> str:
    try:
        problem = response.json()
        return str(problem.get("detail") or problem.get("title") or problem)
    except (ValueError, AttributeError):
        return " ".join(response.text.split())[:200]
