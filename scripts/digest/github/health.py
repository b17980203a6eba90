"""How a fork is doing, as one issue: opened when the owner has to act, kept up to date, closed when all is well.

When something is wrong again, the same issue is opened again: whoever follows it hears of all of it.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from digest.archive.brief import Brief
from digest.core.calendar import announcements, newest_due
from digest.core.errors import OK, ArxivUnreadable
from digest.github.api import GitHub, GitHubSaidNo
from digest.markdown.writer import message, quiet

LABEL = "digest-health"
TITLE = "The daily report needs you"
SETUP = "setup"
"""The step that only looks."""
SILENT = 3
"""Announcements without a report, from which on somebody has to look."""
EXPECTED = 5.0
"""New papers that so many announcements would have had; where fewer are expected, none may well be all there were."""
LINES, LONGEST_LINE, LONGEST_SHOWN = 15, 300, 2000
"""How much of what a run said is quoted: lines from either end, characters of a line, the same escaped. GitHub takes
65,536 in all."""
_FORBIDDEN, _NO_ISSUES = 403, (404, 410)

REMEDIES = {
    1: "Read the log of the run: this is a defect, or a file in data/ that cannot be read.",
    2: "Correct the configuration as the message says.",
    3: "Renew the key or the credit at the model's API, or change `llm.model` or `llm.local` in `config.yml`; "
    "where it is your library, the secret `ZOTERO_KEY` or `library`.",
    4: "Nothing to do for a day or two: arXiv could not be read, and every run tries again.",
    5: "Nothing to do for a day or two: the next run asks for the missing summaries again.",
    6: "Let the workflow write: Settings, Actions, General, Workflow permissions.",
    7: "Correct the line of the secret `NOTIFY_URLS` that is named below; the report itself is published.",
}
LOOK = (
    "Look at the last runs, and whether arXiv lists new papers in your categories: no step failed, yet no report came."
)


@dataclass(frozen=True, kw_only=True)
class Health:
    """What was wrong with a run, or nothing."""

    exit_code: int
    problem: str = ""
    """What the run said, for its owner; untrusted, since answers of servers are quoted in it."""
    is_silent: bool = False
    """Whether no step failed, and yet there are no reports."""

    @property
    def is_good(self) -> bool:
        """Whether nobody has to act."""
        return self.exit_code == 0 and not self.problem


def of_steps(steps: Mapping[str, Any], silent: str = "") -> Health:
    """What the steps of a job say together: the `steps` context of GitHub Actions, and what `silence` says.

    A step that failed without a word, because it was killed, is a defect; it is never taken for a good end. A step
    that published what had to be made again, and was not all well, has not failed; its `made_again` tells.
    """
    outputs = {name: step.get("outputs") or {} for name, step in steps.items()}
    failed = {
        name: output
        for name, output in outputs.items()
        # What a check of the set-up finds, the step that makes the report says, if it matters.
        if name != SETUP and (steps[name].get("outcome") == "failure" or output.get("made_again"))
    }
    codes = [int(output.get("made_again") or output.get("code") or 0) or 1 for output in failed.values()]
    problems = [
        str(output.get("problem") or "").strip() or f"The step `{name}` ended without a word; its log may say why."
        for name, output in failed.items()
    ]
    if silent:
        codes.append(ArxivUnreadable.exit_code)
        problems.append(silent)
    return Health(
        exit_code=codes[0] if codes else OK, problem="\n".join(problems), is_silent=bool(silent) and not failed
    )


def silence(reported: Sequence[date], now: datetime, recent: Sequence[Brief] = ()) -> str:
    """What to say where no report was written for three announcements; nothing where all is well or nothing began.

    The `recent` reports, oldest first, tell a quiet category (math.KT) from a busy one.
    """
    if not reported:
        return ""
    missed = announcements(after=reported[-1], until=newest_due(now))
    if len(missed) < SILENT or _pace(recent) * len(missed) < EXPECTED:
        return ""
    return f"No report was written since {reported[-1]}, though arXiv announced papers {len(missed)} times."


def _pace(recent: Sequence[Brief]) -> float:
    """New papers an announcement, whether it had a report or none; without end where two reports do not tell."""
    if len(recent) < 2:
        return math.inf
    first, *later = recent
    spanned = announcements(after=first.report.date, until=later[-1].report.date)
    return sum(brief.papers for brief in later) / max(len(spanned), 1)


def body(health: Health, run_url: str, since: date) -> str:
    """The text of the issue: what to do comes first. Nothing in it pings a person or links a thread."""
    to_do = LOOK if health.is_silent else REMEDIES.get(health.exit_code, REMEDIES[1])
    return (
        f"**What to do:** {to_do}\n\n**Since:** {since}\n\n"
        f"**What the last run said:**\n\n{_quoted(health.problem) or '> nothing'}\n\n"
        f"[The run]({run_url}) · [Troubleshooting](../blob/HEAD/docs/troubleshooting.md)\n\n"
        "This issue is kept up to date by the workflow and closes itself when all is well again."
    )


def _quoted(text: str) -> str:
    """A text as a quotation, without the middle where it is long."""
    lines = [_shown(line) for line in text.splitlines() if line.strip()]
    if len(lines) > 2 * LINES:
        lines = [*lines[:LINES], "…", *lines[-LINES:]]
    return "  \n".join(f"> {line}" for line in lines)


def _shown(line: str) -> str:
    """A line as text; one of marks alone, of which each is written in fourteen characters, is cut much shorter."""
    shown = quiet(message(line[:LONGEST_LINE]))
    return shown if len(shown) <= LONGEST_SHOWN else quiet(message(line[: LONGEST_LINE // 10]))


def report(health: Health, github: GitHub, run_url: str, today: date) -> str:
    """Open, update or close the one issue; returns a line that says what was done. Never fails a run."""
    try:
        return _report(health, github, run_url, today)
    except GitHubSaidNo as error:
        if error.status == _FORBIDDEN:
            return "The workflow may not write issues (the job needs `issues: write`): the run's page says what to do."
        if error.status in _NO_ISSUES:
            return (
                "This repository has no issues (Settings, General, Features), so the run's page alone says what to do."
            )
        return f"The issue that says what to do could not be written ({error})."


def _report(health: Health, github: GitHub, run_url: str, today: date) -> str:
    issues = github.get("issues", labels=LABEL, state="all", sort="created", direction="desc", per_page=10)
    there = next((issue for issue in issues if "pull_request" not in issue), None)
    is_open = there is not None and there["state"] == "open"
    if health.is_good:
        if there is None or not is_open:
            return "All is well."
        number = there["number"]
        github.post(f"issues/{number}/comments", body=f"All is well again: [the run]({run_url}).")
        github.patch(f"issues/{number}", state="closed")
        return f"All is well again; issue {number} is closed."
    text = body(health, run_url, (_since(there["body"] or "") if there and is_open else None) or today)
    if there is None:
        number = github.post("issues", title=TITLE, body=text, labels=[LABEL])["number"]
    else:
        number = there["number"]
        github.patch(f"issues/{number}", body=text, state="open")
    return f"Issue {number} says what to do."


def _since(text: str) -> date | None:
    """The day on which the trouble began, as the issue itself has it."""
    day = re.search(r"^\*\*Since:\*\* (\d{4}-\d{2}-\d{2})\s*$", text, re.MULTILINE)
    try:
        return date.fromisoformat(day[1]) if day else None
    except ValueError:
        return None
