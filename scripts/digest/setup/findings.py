"""What a check of the set-up found: one line each, worst first, with its remedy. Pure."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from digest.core.errors import OK
from digest.markdown.writer import message

Level = Literal["error", "warning", "note", "ok"]
_NARROWEST = 40
"""Columns for a text, however narrow the terminal is."""
LEVELS: tuple[Level, ...] = ("error", "warning", "note", "ok")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    level: Level
    """error: a run cannot do its work. warning: it can, and less well than was meant. note: worth knowing."""
    about: str
    """What was looked at: "config.yml", "the model"."""
    says: str
    """What is so and, unless all is well, what to change."""
    exit_code: int = OK
    """Of an error: the one that a run would end with."""


def exit_code(findings: Sequence[Finding]) -> int:
    """The exit code of the first error, in the order of the checks: what to cure first."""
    return next((finding.exit_code for finding in findings if finding.level == "error"), OK)


def verdict(findings: Sequence[Finding]) -> str:
    """All findings in one sentence."""
    errors, warnings = (sum(finding.level == level for finding in findings) for level in ("error", "warning"))
    if errors:
        return f"Not ready: {errors} to change first. docs/troubleshooting.md explains messages and exit codes."
    return f"Ready, with {warnings} to look at." if warnings else "Ready."


def console(findings: Sequence[Finding], columns: int | None = None) -> tuple[str, ...]:
    """The findings for a terminal, worst first, a line each; further lines of a text are indented.

    `columns` is the width at which long lines are broken; where there is none, as in a log, they are not.
    """
    width = max((len(finding.about) for finding in findings), default=0)
    indent = "\n" + " " * (11 + width)
    room = max(columns - 11 - width, _NARROWEST) if columns else None
    return tuple(
        f"{finding.level:7}  {finding.about:{width}}  " + indent.join(_lines(finding.says, room))
        for finding in worst_first(findings)
    )


def _lines(text: str, room: int | None) -> list[str]:
    if room is None:
        return text.splitlines()
    return [
        broken
        for line in text.splitlines()
        for broken in textwrap.wrap(line, room, break_long_words=False, break_on_hyphens=False)
    ]


def step_summary(findings: Sequence[Finding]) -> str:
    """The findings as Markdown for the page of a run in Actions: what to do on top, all else folded."""
    lines = []
    for level, alert in (("error", "CAUTION"), ("warning", "WARNING")):
        if of_level := [finding for finding in findings if finding.level == level]:
            lines += [f"> [!{alert}]", *(f"> - {_item(finding)}" for finding in of_level), ""]
    lines += [f"<details><summary>Set-up: {verdict(findings)}</summary>", ""]
    lines += [f"- {finding.level}: {_item(finding)}" for finding in findings]
    return "\n".join([*lines, "", "</details>", ""])


def worst_first(findings: Sequence[Finding]) -> list[Finding]:
    """The findings by level, otherwise in their order."""
    return sorted(findings, key=lambda finding: LEVELS.index(finding.level))


def _item(finding: Finding) -> str:
    return f"**{message(finding.about)}** {'<br>'.join(map(message, finding.says.splitlines()))}"
