#!/usr/bin/env python3
"""Look for everything that can be wrong before the first run, and say how to put it right."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from digest.console import actions, command
from digest.core.masking import masked, secrets_of

if TYPE_CHECKING:
    from digest.config.endpoints import Endpoints
    from digest.config.schema import Config
    from digest.setup.findings import Finding

EXITS = """
exit codes: 0 a run can do its work; 1 data/ cannot be read; 2 configuration;
            with --online: 3 key or model refused, or the library; 4 arXiv could not be read
"""


def parser() -> argparse.ArgumentParser:
    """What the command line may say."""
    made = command.parser(
        "Look for everything that can be wrong before the first run, and say how to put it right.",
        f"python scripts/check_setup.py --online\n{EXITS}",
    )
    made.add_argument(
        "--online",
        action="store_true",
        help="reach arXiv, Zotero and, with a key, the model, if they are used",
    )
    made.add_argument("--now", type=command.moment, metavar="ISO-8601", help="the clock, for what is due")
    return made


def run(asked: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Check everything, and say what was found on the terminal or on the run's page."""
    from digest.setup import findings
    from digest.setup.checks import check

    checked = check(asked.root.resolve(), environment)
    listed = list(checked.findings)
    if asked.online and checked.config and checked.endpoints:
        listed = online_too(asked.root.resolve(), checked.config, checked.endpoints, listed, environment)
    # Before anything is escaped: an escaped secret would not be found again.
    listed = [replace(each, says=masked(each.says, secrets_of(environment))) for each in listed]
    columns = os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else None
    for line in findings.console(listed, columns):
        command.tell(line, environment)
    print(findings.verdict(listed))
    if actions.running(environment):
        for each in listed:
            if each.level in ("error", "warning"):
                print(f"::{each.level}::{actions.escape(f'{each.about}: {each.says}')}")
    actions.step_summary(environment, findings.step_summary(listed))
    if checked.config and checked.config.library.bibtex is not None:
        actions.output(environment, "bibtex", "true")
    if checked.config and checked.config.llm.provider == "local":
        from digest.setup.local import for_workflow, is_asked

        config, root = checked.config, asked.root.resolve()
        wanted = is_asked(config, root, asked.now or datetime.now(UTC), environment)
        for name, value in for_workflow(config, root, wanted=wanted).items():
            actions.output(environment, name, value)
    return findings.exit_code(listed)


def online_too(
    root: Path, config: "Config", endpoints: "Endpoints", listed: "list[Finding]", environment: Mapping[str, str]
) -> "list[Finding]":
    """What was found with what a few requests tell."""
    from digest.setup import findings, online

    listed = listed + online.check_arxiv(config, endpoints)
    is_local = config.llm.provider == "local"
    key = "" if is_local else environment.get("OPENAI_API_KEY", "").strip()
    if key and findings.exit_code(listed) != 2:
        listed = [each for each in listed if (each.level, each.about) != ("ok", "the model")]  # said untried
        listed += online.check_model(config.llm, key)
    if config.library.has_zotero:
        from digest.setup.library import check_zotero

        listed += check_zotero(config, endpoints, environment.get("ZOTERO_KEY", "").strip())
    if is_local and findings.exit_code(listed) != 2:
        from digest.setup.local import check_hub

        listed += check_hub(config, root, environment)
    return listed


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Take the words after the program's name; returns the exit code."""
    return command.main(parser(), run, argv, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
