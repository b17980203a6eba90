"""GitHub's REST API, the few calls that a fork's workflow makes: https://docs.github.com/en/rest"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests

TIMEOUT = (10, 30)
"""Seconds to connect, and to wait for an answer."""


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
    """One repository at GitHub."""

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
            answer = requests.request(
                method,
                f"{self.api_url}/repos/{self.repository}/{path}",
                params=query,
                json=body,
                headers={
                    "Accept": "application/vnd.github+json",
                    "Authorization": f"Bearer {self.token}",
                    "X-GitHub-Api-Version": "2022-11-28",
                },
                timeout=TIMEOUT,
            )
        except requests.RequestException as error:
            raise GitHubSaidNo(0, type(error).__name__) from error
        if not answer.ok:
            raise GitHubSaidNo(answer.status_code, _message(answer))
        try:
            return answer.json() if answer.content else None
        except ValueError as error:  # a proxy's page, with a status as if all were well
            raise GitHubSaidNo(answer.status_code, "something other than JSON") from error


def _message(answer: requests.Response) -> str:
    try:
        return str(answer.json().get("message", ""))[:200]
    except (ValueError, AttributeError):
        return answer.reason or ""
