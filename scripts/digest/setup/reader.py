"""What can be wrong with the reader on the web before its first run; nothing is looked at where it is off."""

from collections.abc import Mapping
from pathlib import Path

from digest.config.schema import Config
from digest.console import actions
from digest.reader.addresses import default
from digest.settings import repository_of
from digest.setup.findings import Finding

ABOUT = "the reader"
WORKFLOW = ".github/workflows/reader.yml"


def check_reader(root: Path, config: Config, environment: Mapping[str, str]) -> list[Finding]:
    """How to switch GitHub Pages on, what of the workflows is missing, and who will see the site."""
    if not config.reader:
        return []
    address = default(repository_of(root, config, environment))
    says = (
        f"is published at {address or 'your GitHub Pages'} once Settings, Pages has “GitHub Actions” as its source; "
        "until then its job says so and ends. See docs/reader.md."
    )
    findings = [Finding(level="note", about=ABOUT, says=says)]
    if not (root / WORKFLOW).is_file() or not _calls(root / ".github" / "workflows" / "daily.yml"):
        says = (
            "`reader: on` has no effect: the workflows of this fork are older than it. Take daily.yml, backfill.yml "
            "and reader.yml in .github/workflows from the original, as docs/forking.md says under “Upgrading”."
        )
        findings.append(Finding(level="warning", about=ABOUT, says=says))
    if is_private(environment):
        says = (
            "This repository is private, but on most plans its Pages are public: everybody who has the address can "
            "read the reports, your interests and scores with them. Leave `reader` off to keep them to yourself. See "
            "docs/reader.md."
        )
        findings.append(Finding(level="warning", about=ABOUT, says=says))
    return findings


def _calls(daily: Path) -> bool:
    try:
        return "reader.yml" in daily.read_text("utf-8", "replace")
    except OSError:
        return False


def is_private(environment: Mapping[str, str]) -> bool:
    """Whether GitHub says so in the event that started the run; on a person's machine it says nothing."""
    repository = actions.event(environment).get("repository")
    return isinstance(repository, dict) and repository.get("private") is True
