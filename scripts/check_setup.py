#!/usr/bin/env python3
"""Look for everything that can be wrong before the first run, and say how to put it right."""

import argparse
import os
import sys
from dataclasses import replace

from digest import actions, command
from digest.masking import masked, secrets_of

EXITS = """
exit codes: 0 a run can do its work; 1 data/ cannot be read; 2 configuration;
            with --online: 3 key or model refused; 4 arXiv could not be read
"""


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = command.parser(
        "Look for everything that can be wrong before the first run, and say how to put it right.",
        f"python scripts/check_setup.py --online\n{EXITS}",
    )
    parser.add_argument(
        "--online", action="store_true", help="reach arXiv and, with a key, ask the model a tiny question"
    )
    return parser.parse_args()


def run(asked: argparse.Namespace) -> int:
    """Check everything, and say what was found on the terminal or on the run's page."""
    from digest import finding
    from digest.setup_checks import check

    checked = check(asked.root.resolve(), os.environ)
    found = list(checked.findings)
    if asked.online and checked.config and checked.endpoints:
        from digest import setup_online

        found += setup_online.check_arxiv(checked.config, checked.endpoints)
        key = os.environ.get("OPENAI_API_KEY", "").strip()
        if key and finding.exit_code(found) != 2:
            found = [each for each in found if (each.level, each.about) != ("ok", "the model")]  # said untried
            found += setup_online.check_model(checked.config.llm, key)
    # Before anything is escaped: an escaped secret would not be found again.
    found = [replace(each, says=masked(each.says, secrets_of(os.environ))) for each in found]
    for line in finding.console(found):
        command.tell(line)
    print(finding.verdict(found))
    if actions.running(os.environ):
        for each in found:
            if each.level in ("error", "warning"):
                print(f"::{each.level}::{actions.escape(f'{each.about}: {each.says}')}")
    actions.step_summary(os.environ, finding.step_summary(found))
    return finding.exit_code(found)


if __name__ == "__main__":
    asked = arguments()
    sys.exit(command.main(lambda: run(asked)))
