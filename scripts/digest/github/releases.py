"""Telling those who watch a repository, by one release a period."""

from digest.github.api import GitHub, GitHubSaidNo
from digest.pages.look import Look
from digest.pages.release_text import Period


def publish(period: Period, made: str, look: Look, github: GitHub) -> str:
    """Make the release of a period, or bring it up to date; returns a line that says what was done.

    Raises GitHubSaidNo where GitHub refuses.
    """
    name = str(look.labels("report_title", date=period.name))
    try:
        there = github.get(f"releases/tags/{period.tag}")
    except GitHubSaidNo as error:
        if error.status != 404:
            raise
        github.post("releases", tag_name=period.tag, name=name, body=made)
        return f"Release {period.tag} tells those who watch."
    if "\n".join((there["body"] or "").splitlines()).strip() == made.strip():  # GitHub changes the ends of lines
        return f"Release {period.tag} is up to date."
    github.patch(f"releases/{there['id']}", name=name, body=made)
    return f"Release {period.tag} was brought up to date."
