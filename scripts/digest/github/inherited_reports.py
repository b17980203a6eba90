"""A fork starts clean: reports that came with the copy are another repository's, and are set aside.

data/repository.txt has the id that GitHub gave to the repository whose reports these are. The id survives a rename and
a transfer; a fork or a copy of the template has another one.
"""

import shutil
from pathlib import Path

from digest.archive.reports import Archive
from digest.core import files
from digest.core.errors import ArchiveError
from digest.core.git_conflicts import remedy
from digest.pages.missing import PAGES
from digest.pages.readme import NO_REPORT_YET, read_readme, splice

RECORD = "repository.txt"


def start_fresh(root: Path, repository_id: str) -> bool:
    """Remove inherited reports from the work tree (git's history keeps them); returns whether there were any.

    Reports without a record are this repository's own, from before it was kept. Raises ArchiveError where the record
    is no id, and ConfigurationError where README.md has no region for reports; nothing is removed then.
    """
    data = root / "data"
    path = data / RECORD
    known = path.read_bytes().decode("utf-8", "replace").strip() if path.is_file() else ""
    if known and not (known.isascii() and known.isdecimal()):
        raise ArchiveError(
            f"data/{RECORD} is not the id of a repository. If the reports in data/ are your own, delete it: "
            f"the next run writes it anew. If not: {remedy(f'data/{RECORD}')}"
        )
    inherited = bool(known) and known != repository_id and bool(Archive(root).dates())
    if inherited:
        readme = splice(read_readme(root), NO_REPORT_YET)  # may raise, so it comes before anything is removed
        shutil.rmtree(data)
        shutil.rmtree(root / PAGES, ignore_errors=True)
        files.write(root / "README.md", readme)
    files.write(path, f"{repository_id}\n")
    return inherited
