"""What can be seen of the forker's library before a run reads it; nothing is looked at where config.yml names none."""

from collections.abc import Mapping
from pathlib import Path

from digest.config.endpoints import Endpoints
from digest.config.schema import Config
from digest.core.errors import OK, ConfigurationError, LibraryUnread
from digest.core.plural import counted
from digest.setup.findings import Finding

ABOUT = "the library"
PASSED_ON = "secrets.ZOTERO_KEY"
STEP = "requirements-library.lock"
"""What the workflows of a fork name that can read a private library, and a BibTeX file."""
READ_MORE = "See docs/library.md."


def check_library(root: Path, config: Config, environment: Mapping[str, str]) -> list[Finding]:
    """Whether the BibTeX file can be read, how Zotero would be asked, and what the fork's workflows lack."""
    library, findings = config.library, list[Finding]()
    if library.has_zotero:
        key = bool(environment.get("ZOTERO_KEY", "").strip())
        says = (
            "Zotero is asked with the secret ZOTERO_KEY (not tried; --online does)."
            if key
            else "Zotero is asked without a key, which reads public libraries only: for a private one, make a key at "
            f"https://www.zotero.org/settings/keys and paste it into the secret ZOTERO_KEY. {READ_MORE}"
        )
        findings.append(Finding(level="ok" if key else "note", about=ABOUT, says=says))
        findings += _of_workflows(
            root, PASSED_ON, "does not pass the secret ZOTERO_KEY on to the steps that make reports"
        )
    if library.bibtex is not None:
        findings += _of_bibtex(root, library.bibtex)
        findings += _of_workflows(root, STEP, "has no step that installs what reads `library.bibtex`")
    return findings


def _of_bibtex(root: Path, name: str) -> list[Finding]:
    from digest.library import bibtex

    try:
        there = bibtex.read(bibtex.text_of(root, name), name)
    except ConfigurationError as error:
        return [Finding(level="error", about=ABOUT, says=str(error), exit_code=error.exit_code)]
    except ModuleNotFoundError:
        says = f"{name} was not looked into: that needs `python -m pip install -r requirements-library.txt`."
        return [Finding(level="note", about=ABOUT, says=says)]
    usable = sum(one.says_enough for one in there.items)
    broken_entries = filter(None, (*there.notices, there.problem))
    broken = [Finding(level="warning", about=ABOUT, says=notice) for notice in broken_entries]
    if not usable:
        says = f"{name} has no paper that counts: one has a title, and an arXiv id, a DOI or an abstract. {READ_MORE}"
        return [*broken, Finding(level="warning", about=ABOUT, says=says)]
    return [*broken, Finding(level="ok", about=ABOUT, says=f"{name} has {counted(usable, 'usable paper')}.")]


def _of_workflows(root: Path, name: str, lacks: str) -> list[Finding]:
    """A fork's own workflows may be older than this."""
    findings = []
    for workflow in ("daily.yml", "backfill.yml"):
        path = root / ".github" / "workflows" / workflow
        if path.is_file() and name not in path.read_text("utf-8", "replace"):
            says = f".github/workflows/{workflow} {lacks}: take over the original's. {READ_MORE}"
            findings.append(Finding(level="warning", about="the workflow", says=says))
    return findings


def check_zotero(config: Config, endpoints: Endpoints, key: str) -> list[Finding]:
    """Read the library as a run does; of what is in it, numbers alone are told."""
    from digest.core.run_record import PASSING
    from digest.library.papers import Item
    from digest.library.reading import read_zotero

    if not config.library.has_zotero:
        return []
    items: tuple[Item, ...]
    items, missing = read_zotero(config.library, endpoints.zotero_url, key)
    for reason, says in missing.items():
        passing = reason == PASSING
        code = OK if passing else LibraryUnread.exit_code
        return [Finding(level="warning" if passing else "error", about="Zotero", says=says, exit_code=code)]
    usable = sum(one.says_enough for one in items)
    if not usable:
        says = f"can be read, and has no paper that counts among the newest {len(items)} items. {READ_MORE}"
        return [Finding(level="warning", about="Zotero", says=says)]
    return [Finding(level="ok", about="Zotero", says=f"can be read: {counted(usable, 'usable paper')}.")]
