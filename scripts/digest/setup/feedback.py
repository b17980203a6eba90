"""What can keep taps on papers from counting; nothing is looked at where feedback is off."""

from collections.abc import Mapping
from pathlib import Path

from digest.archive import feedback
from digest.config.schema import Config
from digest.console import actions
from digest.core.errors import ArchiveError
from digest.core.plural import counted
from digest.markdown.feedback_links import FORM
from digest.settings import feedback_to, repository_of
from digest.setup.findings import Finding
from digest.setup.reader import is_private

ABOUT = "feedback"
FILES = (f".github/ISSUE_TEMPLATE/{FORM}", ".github/workflows/feedback.yml")


def check_feedback(root: Path, config: Config, environment: Mapping[str, str]) -> list[Finding]:
    """What is missing for links and their workflow, whether Issues are on, and who sees what is tapped."""
    if not config.feedback:
        return []
    findings = []
    if missing := [name for name in FILES if not (root / name).is_file()]:
        says = (
            f"`feedback: on` has no effect: this fork is older than it, and lacks {' and '.join(missing)}. Take "
            "that from the original, as docs/forking.md says under “Upgrading”."
        )
        findings.append(Finding(level="warning", about=ABOUT, says=says))
    if not feedback_to(config, repository_of(root, config, environment)):
        says = (
            "the repository's name at GitHub is not known here, so pages made here have no links for feedback. Runs on "
            "GitHub know it; for pages that are made elsewhere, set page.repository in config.yml."
        )
        findings.append(Finding(level="warning", about=ABOUT, says=says))
    if not actions.takes_issues(environment):
        says = (
            "Issues are switched off in this repository, as in every new fork, so pages have no links for feedback. "
            "Switch them on: Settings, General, Features, Issues. See docs/feedback.md."
        )
        findings.append(Finding(level="warning", about=ABOUT, says=says))
    try:
        thumbs = len(feedback.read(root).thumbs())
    except ArchiveError as error:
        return [*findings, Finding(level="error", about=ABOUT, says=str(error), exit_code=error.exit_code)]
    seen = "those who can see it" if is_private(environment) else "everybody, where the repository is public"
    says = f"{counted(thumbs, 'paper')} with a thumb. Taps are issues, and read by {seen}. See docs/feedback.md."
    return [*findings, Finding(level="note", about=ABOUT, says=says)]
