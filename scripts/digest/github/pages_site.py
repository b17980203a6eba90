"""GitHub Pages, where the reader on the web is published: whether it is switched on, and at which address."""

from collections.abc import Mapping
from dataclasses import dataclass

from digest.config.schema import Config
from digest.github.api import GitHub, GitHubSaidNo

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
