"""Where the temporary files of tests lie: in memory, where this machine has enough of it to give.

Forks, their remotes and the commands of git are thousands of small files each; to write them to a disk takes a fifth of
the processor time of such a test. TMPDIR, where it is set, is where they lie instead.
"""

import os
import tempfile
from collections.abc import MutableMapping
from pathlib import Path

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - what Linux calls it
ENOUGH = 2 * 1024**3
"""More than a run of all tests writes; containers have 64 MB, which Chromium needs for itself."""


def keep_in_memory(environment: MutableMapping[str, str], folder: Path = IN_MEMORY) -> None:
    """Have this process and those it starts make temporary files in a folder in memory, if it can hold them."""
    if "TMPDIR" in environment or not os.access(folder, os.W_OK):
        return
    there = os.statvfs(folder)
    if there.f_flag & os.ST_NOEXEC or there.f_bavail * there.f_frsize < ENOUGH:
        return
    environment["TMPDIR"] = tempfile.tempdir = str(folder)
