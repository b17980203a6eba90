"""GitHub's REST API, the few calls that a fork's workflow makes: https://docs.github.com/en/rest"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests

from digest.core.limited_http import Answer, LimitedSession
from digest.core.masking import masked

SECONDS = 60.0
"""For a whole answer."""
SILENCE_SECONDS = 30.0
LARGEST_ANSWER = 32 * 2**20
"""Bytes; a page of 100 releases with the longest bodies there are has half of it."""


class GitHubSaidNo(Exception):
    """An answer that is no success; `status` is 0 where there was none."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(
            f"GitHub answered {status}: {message}" if status else f"GitHub could not be reached: {message}"
        )
        self.status = status

    @property
    def is_passing(self) -> bool:
        """Whether the same call may succeed later, without anybody changing anything."""
        return self.status in (0, 429) or self.status >= 500


@dataclass(frozen=True, kw_only=True)
class GitHub:
    """One repository at GitHub; each call raises GitHubSaidNo where it is refused, or not answered."""

    repository: str
    """ "owner/name"."""
    token: str
    api_url: str = "https://api.github.com"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "GitHub | None":
        """What GitHub Actions sets; nothing where there is no repository or no token, as on a person's machine."""
        repository = environment.get("GITHUB_REPOSITORY", "").strip()
        token = environment.get("GITHUB_TOKEN", "").strip()
        if not repository or not token:
            return None
        url = environment.get("GITHUB_API_URL", "").strip() or cls.api_url
        return cls(repository=repository, token=token, api_url=url.rstrip("/"))

    def get(self, path: str, **query: str | int) -> Any:
        """Read `/repos/<repository>/<path>`."""
        return self._ask("GET", path, query=query)

    def post(self, path: str, **body: Any) -> Any:
        """Create something."""
        return self._ask("POST", path, body=body)

    def patch(self, path: str, **body: Any) -> Any:
        """Change something."""
        return self._ask("PATCH", path, body=body)

    def put(self, path: str) -> Any:
        """Switch something on."""
        return self._ask("PUT", path)

    def _ask(self, method: str, path: str, *, query: Mapping[str, Any] | None = None, body: Any = None) -> Any:
        try:
            with LimitedSession() as session:
                # No redirect is followed: GitHub Actions names the repository as it is called now.
                answer = session.exchange(
                    method,
                    f"{self.api_url}/repos/{self.repository}/{path}",
                    seconds=SECONDS,
                    silence=SILENCE_SECONDS,
                    largest=LARGEST_ANSWER,
                    params=query,
                    json=body,
                    headers={
                        "Accept": "application/vnd.github+json",
                        "Authorization": f"Bearer {self.token}",
                        "X-GitHub-Api-Version": "2022-11-28",
                    },
                )
        except requests.RequestException as error:
            raise GitHubSaidNo(0, type(error).__name__) from error
        if not 200 <= answer.status < 300:
            # Before it is cut: a half of the token would not be found again.
            raise GitHubSaidNo(_status(answer), masked(_message(answer), [self.token])[:200])
        try:
            return json.loads(answer.text) if answer.body else None
        except (ValueError, RecursionError) as error:  # a proxy's page, with a status as if all were well
            raise GitHubSaidNo(answer.status, "something other than JSON") from error


def _status(answer: Answer) -> int:
    """The status that is meant: with a 403, too, GitHub says that it was asked too often.

    https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
    """
    is_limit = "retry-after" in answer.headers or answer.headers.get("x-ratelimit-remaining") == "0"
    return 429 if answer.status == 403 and is_limit else answer.status


def _message(answer: Answer) -> str:
    try:
        return str(json.loads(answer.text).get("message", ""))
    except (ValueError, RecursionError, AttributeError):
        return answer.reason
