"""Talking to GitHub Actions: step summary, outputs, annotations. Without Actions, nothing happens.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

import json
import re
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from digest.core.characters import for_terminal
from digest.core.masking import masked, secrets_of

_COMMAND = re.compile(r"((?:\A|(?<=[\r\n]))\s*:(?=:)|##(?=\[))")
LARGEST_SUMMARY = 1_000_000
"""Bytes; GitHub refuses a step summary above 1 MiB."""


def event(environment: Mapping[str, str]) -> Mapping[str, Any]:
    """The event that started the run, as GitHub sends it; nothing without Actions, or where it cannot be read.

    https://docs.github.com/en/webhooks/webhook-events-and-payloads: each event has its repository with it, a scheduled
    one since September 2022.
    """
    try:
        read = json.loads(Path(environment.get("GITHUB_EVENT_PATH", "")).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def takes_issues(environment: Mapping[str, str]) -> bool:
    """Whether the repository has issues, unless the event that started the run says that they are switched off."""
    repository = event(environment).get("repository")
    return not (isinstance(repository, dict) and repository.get("has_issues") is False)


def running(environment: Mapping[str, str]) -> bool:
    """Whether this is a job of GitHub Actions."""
    return environment.get("GITHUB_ACTIONS") == "true"


def debugging(environment: Mapping[str, str]) -> bool:
    """Whether the job was started with “Enable debug logging”.

    GitHub sets RUNNER_DEBUG then; ACTIONS_STEP_DEBUG is the name of the secret or variable that asks for it.
    """
    return environment.get("RUNNER_DEBUG") == "1" or environment.get("ACTIONS_STEP_DEBUG") == "true"


def escape(text: str) -> str:
    """A text as a workflow command takes it: one line, which cannot start another command."""
    return for_terminal(text).replace("%", "%25").replace("\n", "%0A")


def inert(text: str) -> str:
    """A text for a job's log in which the runner finds no command.

    It takes `::name::` at the start of a line for one, behind spaces too, and the older `##[name]` wherever it stands.
    Controls are dropped first, since what is printed later would drop them, and join what they part.
    """
    return _COMMAND.sub(r"\1 ", for_terminal(text))


def step_summary(environment: Mapping[str, str], markdown: str) -> None:
    """Add to what the run's page shows. No secret gets there."""
    if path := environment.get("GITHUB_STEP_SUMMARY"):
        with Path(path).open("a", encoding="utf-8") as file:
            markdown = masked(markdown, secrets_of(environment))
            file.write(markdown.encode()[:LARGEST_SUMMARY].decode("utf-8", "ignore") + "\n")


def output(environment: Mapping[str, str], name: str, value: str) -> None:
    """Hand a value to later steps, whatever characters it has. No secret gets there."""
    if path := environment.get("GITHUB_OUTPUT"):
        import secrets

        end = f"end-{secrets.token_hex(16)}"
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(f"{name}<<{end}\n{masked(value, secrets_of(environment))}\n{end}\n")


def outputs(path: Path) -> dict[str, str]:
    """What another process has handed over in such a file, by name; nothing where there is no file."""
    lines = deque(path.read_text("utf-8").split("\n") if path.is_file() else ())
    values: dict[str, str] = {}
    while lines:
        name, _, end = lines.popleft().partition("<<")
        value = []
        while end and lines and (line := lines.popleft()) != end:
            value.append(line)
        if end:
            values[name] = "\n".join(value)
    return values
