"""How a fork is doing, as one issue: opened when the owner has to act, kept up to date, closed when all is well."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from digest.announcement import announcements, newest_due
from digest.github_api import GitHub, GitHubSaidNo
from digest.markdown import literal, quiet

LABEL = "digest-health"
TITLE = "The daily report needs you"
SILENT = 3
"""Announcements without a report, from which on somebody has to look."""
_NO_ISSUES = (403, 404, 410)

REMEDIES = {
    1: "Read the log of the run: this is a defect, or a file in data/ that cannot be read.",
    2: "Correct the configuration as the message says.",
    3: "Renew the key or the credit at the model's API, or change `llm.model` in `config.yml`.",
    4: "Nothing to do for a day or two: arXiv could not be read, and every run tries again.",
    5: "Nothing to do for a day or two: the next run asks for the missing summaries again.",
    6: "Let the workflow write: Settings, Actions, General, Workflow permissions.",
}


@dataclass(frozen=True, kw_only=True)
class Health:
    """What was wrong with a run, or nothing."""

    exit_code: int
    problem: str = ""
    """What the run said, for its owner; untrusted, since answers of servers are quoted in it."""

    @property
    def is_good(self) -> bool:
        """Whether nobody has to act."""
        return self.exit_code == 0 and not self.problem


def silence(reported: Sequence[date], now: datetime) -> str:
    """What to say where no report was written for three announcements; nothing where all is well or nothing began."""
    if not reported:
        return ""
    missed = announcements(after=reported[-1], until=newest_due(now))
    if len(missed) < SILENT:
        return ""
    return f"No report was written since {reported[-1]}, though arXiv announced papers {len(missed)} times."


def body(health: Health, run_url: str) -> str:
    """The text of the issue: what to do comes first. Nothing in it pings a person or links a thread."""
    said = "\n".join(f"> {quiet(literal(line))}" for line in health.problem.splitlines() if line.strip())
    remedy = REMEDIES.get(health.exit_code, REMEDIES[1])
    return (
        f"**What to do:** {remedy}\n\n**What the last run said:**\n\n{said or '> nothing'}\n\n"
        f"[The run]({run_url}) · [Troubleshooting](../blob/HEAD/docs/troubleshooting.md)\n\n"
        "This issue is kept up to date by the workflow and closes itself when all is well again."
    )


def report(health: Health, github: GitHub, run_url: str) -> str:
    """Open, update or close the one issue; returns a line that says what was done. Never fails a run."""
    try:
        return _report(health, github, run_url)
    except GitHubSaidNo as error:
        if error.status in _NO_ISSUES:
            return (
                "This repository has no issues (Settings, General, Features), so the run's page alone says what to do."
            )
        return f"The issue that says what to do could not be written ({error})."


def _report(health: Health, github: GitHub, run_url: str) -> str:
    there = github.get("issues", labels=LABEL, state="open", per_page=1)
    number = there[0]["number"] if there else None
    if health.is_good:
        if number is None:
            return "All is well."
        github.post(f"issues/{number}/comments", body=f"All is well again: [the run]({run_url}).")
        github.patch(f"issues/{number}", state="closed")
        return f"All is well again; issue {number} is closed."
    text = body(health, run_url)
    if number is None:
        number = github.post("issues", title=TITLE, body=text, labels=[LABEL])["number"]
    else:
        github.patch(f"issues/{number}", body=text)
    return f"Issue {number} says what to do."
