"""Merging the original's newer version into a fork, so that no report of either stands in the way.

Where the original has reports of its own, a plain merge conflicts with the fork's, or brings them in. So what is merged
is the newer version with data/, daily/ and the reports in README.md as they were when both last met: git then takes the
fork's own, and merges everything else as ever.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from digest.core.errors import ConfigurationError, PublicationRefused
from digest.github.git import Git, GitFailed
from digest.pages.missing import PAGES
from digest.pages.readme import with_region

GENERATED = ("data", PAGES)
README = "README.md"
_READ_MORE = "See docs/forking.md#upgrading."


@dataclass(frozen=True, kw_only=True)
class Upgrade:
    """The taking over of a newer version."""

    git: Git

    def merge(self, address: str) -> bool:
        """Merge the newest version at `address` into the work tree, for its owner to look at and to commit.

        Returns whether there was one that is not merged yet. Raises ConfigurationError where that needs a person:
        changes of one's own, conflicts, no common history.
        """
        try:
            changes = self.git("status", "--porcelain", "--untracked-files=no").strip()
        except GitFailed as error:
            raise ConfigurationError(
                f"{self.git.root} is not a clone of a repository: {error}. {_READ_MORE}"
            ) from error
        if changes:
            raise ConfigurationError("There are changes that are not committed. Commit or stash them, then try again.")
        try:
            self.git("fetch", "--quiet", "--", address, "HEAD")
            theirs = self.git("rev-parse", "FETCH_HEAD").strip()
        except GitFailed as error:
            raise PublicationRefused(f"{address} cannot be read: {error}") from error
        try:
            base = self.git("merge-base", "HEAD", theirs).strip()
        except GitFailed as error:
            raise ConfigurationError(
                f"This repository has no history in common with {address}; it was made from a template. {_READ_MORE}"
            ) from error
        if base == theirs:
            return False
        newer = self._without_reports(theirs, base)
        try:
            self.git("merge", "--quiet", "--no-commit", "--no-ff", newer)
        except GitFailed as error:
            both = self.git("diff", "--name-only", "--diff-filter=U").split()
            raise ConfigurationError(
                f"Both sides have changed {', '.join(both) or 'something'} ({str(error).splitlines()[-1]}). Edit what "
                f"git has marked, `git add` it, `git commit`; or give up with `git merge --abort`. {_READ_MORE}"
            ) from error
        return True

    def _without_reports(self, theirs: str, base: str) -> str:
        """A commit on top of `theirs` whose reports are those of `base`."""
        with tempfile.TemporaryDirectory() as folder:
            staging = Git(
                root=self.git.root, environment={**self.git.environment, "GIT_INDEX_FILE": str(Path(folder) / "index")}
            )
            staging("read-tree", theirs)
            staging("rm", "-r", "--quiet", "--cached", "--force", "--ignore-unmatch", "--", *GENERATED)
            for name in GENERATED:
                if self._has(base, name):
                    staging("read-tree", f"--prefix={name}/", f"{base}:{name}")
            if self._has(base, README) and self._has(theirs, README):
                path = Path(folder) / README
                path.write_text(
                    with_region(self.git("show", f"{theirs}:{README}"), self.git("show", f"{base}:{README}")),
                    "utf-8",
                    newline="",
                )
                blob = staging("hash-object", "-w", "--no-filters", str(path)).strip()
                staging("update-index", "--cacheinfo", f"100644,{blob},{README}")
            tree = staging("write-tree").strip()
        return self.git("commit-tree", tree, "-p", theirs, "-m", "The newer version, without its reports").strip()

    def _has(self, commit: str, name: str) -> bool:
        return bool(self.git("ls-tree", commit, "--", name).strip())
