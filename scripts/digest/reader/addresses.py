"""Where the site is: at GitHub Pages, if that is switched on."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from digest.config.schema import Config
from digest.core.errors import ConfigurationError
from digest.github.api import GitHub, GitHubSaidNo
from digest.settings import UNKNOWN_REPOSITORY

READER_OFF = "The reader is not built: `reader` is not `on` in config.yml. See docs/reader.md."
PAGES_OFF = (
    "The reader was not published: GitHub Pages is switched off. Open Settings, Pages, and choose “GitHub Actions” as "
    "the source; the next run publishes it. See docs/reader.md."
)
OTHER_SOURCE = (
    "The reader was not published: GitHub Pages shows a branch. Open Settings, Pages, and choose “GitHub Actions” as "
    "the source; the next run publishes it. See docs/reader.md."
)
_NOT_FOUND = 404


@dataclass(frozen=True, kw_only=True)
class Pages:
    """What GitHub says of the repository's Pages."""

    url: str | None = None
    problem: str | None = None
    """Why nothing is published, with what to do; nothing where the site can be."""


def pages(config: Config, environment: Mapping[str, str]) -> Pages:
    """Ask whether the site can be published; where GitHub does not say, it is tried.

    https://docs.github.com/en/rest/pages/pages#get-a-apiname-pages-site: 404 where Pages is switched off.
    """
    if not config.reader:
        return Pages(problem=READER_OFF)
    github = GitHub.from_environment(environment)
    if github is None:
        return Pages()
    try:
        answer = github.get("pages")
    except GitHubSaidNo as error:
        return Pages(problem=PAGES_OFF) if error.status == _NOT_FOUND else Pages()
    if not isinstance(answer, dict):
        return Pages()
    if answer.get("build_type") == "legacy":
        return Pages(problem=OTHER_SOURCE)
    url = answer.get("html_url")
    return Pages(url=url if isinstance(url, str) and url.startswith(("https://", "http://")) else None)


def default(repository: str) -> str | None:
    """The address that GitHub gives the Pages of a repository; nothing where its name is not known.

    https://docs.github.com/en/pages/getting-started-with-github-pages/what-is-github-pages
    """
    if repository == UNKNOWN_REPOSITORY:
        return None
    owner, _, name = repository.partition("/")
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


def with_slash(url: str) -> str:
    """An address that was given. Raises ConfigurationError where it is none of the web."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ConfigurationError(f"--base-url {url}: write an address like https://owner.github.io/repository/.")
    return url if url.endswith("/") else f"{url}/"
