"""What all entry points share: `--root`, and errors as messages with the exit code of their remedy."""

import argparse
import gc
import os
import re
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from digest.console import actions
from digest.core.characters import for_terminal
from digest.core.errors import ConfigurationError, DigestError
from digest.core.masking import masked, secrets_of

ROOT = Path(__file__).resolve().parents[3]
MAIN_REQUIREMENTS = "requirements.txt"

Run = Callable[[argparse.Namespace, Mapping[str, str]], int]
"""What an entry point does with what it was asked and the environment it runs in; returns the exit code."""


def parser(description: str, example: str) -> argparse.ArgumentParser:
    """A parser with `--root`, and an example below its help."""
    made = argparse.ArgumentParser(
        description=description, epilog=f"example: {example}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    meaning = "the repository (default: this checkout)"
    made.add_argument("--root", type=folder, default=ROOT, metavar="DIR", help=meaning)
    return made


def folder(text: str) -> Path:
    """A folder on the command line. Raises argparse.ArgumentTypeError where there is none."""
    if not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f'"{text}" is not a folder')
    return Path(text)


def day(text: str) -> date:
    """A date on the command line. Raises argparse.ArgumentTypeError where the text is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise argparse.ArgumentTypeError(f'"{text}" is not a date; write it like 2026-11-20') from error


def moment(text: str) -> datetime:
    """A time on the command line, of UTC where it names no zone. Raises argparse.ArgumentTypeError where it is none."""
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise argparse.ArgumentTypeError(f'"{text}" is not a time; write it like 2026-11-20T06:10:00+00:00') from error
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def main(parser: argparse.ArgumentParser, run: Run, argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run an entry point on the words after its name; returns its exit code.

    The code is also the step's output `code` in Actions. An error that we know becomes a message (and the output
    `problem`), any other shows where it arose. Raises SystemExit where the words are wrong, or ask for help.
    """
    asked = parser.parse_args(argv)
    gc.set_threshold(50_000, 20, 20)  # most of what a run makes it keeps: looking for garbage costs it a fifteenth
    code = _run(lambda: run(asked, environment), environment)
    actions.output(environment, "code", str(code))
    return code


def _run(verb: Callable[[], int], environment: Mapping[str, str]) -> int:
    try:
        return _told(verb())
    except DigestError as error:
        _say(str(error), environment)
        return error.exit_code
    except KeyboardInterrupt:
        _say("Stopped. Nothing is lost: run it again.", environment)
        return 130
    except BrokenPipeError:  # `| head` has read enough; Python must not find that out once more when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:  # a defect of ours: its trace is what a report of it needs
        if isinstance(error, ModuleNotFoundError) and not (error.name or "digest").startswith("digest"):
            _say(_not_installed(error.name or ""), environment)
            return ConfigurationError.exit_code
        _say(f"This is a defect of the digest; please report it:\n{traceback.format_exc()}", environment)
        return 1


def _not_installed(package: str) -> str:
    """What helps where a package is missing: the file of requirements that names it, or the main one."""
    asked = re.compile(rf"^{re.escape(package).replace('_', '[_-]')}\b", re.IGNORECASE | re.MULTILINE)
    files = sorted(ROOT.glob("requirements*.txt"), reverse=True)  # the main one first
    named = next((file.name for file in files if asked.search(file.read_text("utf-8"))), MAIN_REQUIREMENTS)
    by_make = "; or `make demo`, and from then on .venv/bin/python in place of python"
    return (
        f"The package `{package}` is not installed. Run `python -m pip install -r {named}`"
        f"{by_make if named == MAIN_REQUIREMENTS else ''}. See docs/troubleshooting.md."
    )


def tell(line: str, environment: Mapping[str, str]) -> None:
    """Print a line in which words of others may stand: no secret is in it, and no command for GitHub's runner."""
    sys.stdout.write(f"{actions.inert(masked(line, secrets_of(environment)))}\n")


def _told(code: int) -> int:
    """An exit code, once everything printed has been taken."""
    sys.stdout.flush()
    return code


def _say(message: str, environment: Mapping[str, str]) -> None:
    message = for_terminal(masked(message, secrets_of(environment)))
    actions.output(environment, "problem", message)
    if actions.running(environment):
        sys.stderr.write(f"::error::{actions.escape(message)}\n")
        from digest.markdown.writer import (
            message as escaped,
        )  # here, so that --help and a run without packages stay light

        # Answers of servers are quoted in it: nothing in them becomes a link or a picture.
        actions.step_summary(environment, f"> [!CAUTION]\n> {'<br>'.join(map(escaped, message.splitlines()))}\n")
    else:
        sys.stderr.write(f"error: {message}\n")
