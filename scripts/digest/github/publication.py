"""The publish stage: commit what was generated, and push it, on top of whatever others have pushed meanwhile."""

import re
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from digest.core.errors import PublicationRefused
from digest.github.git import Git, GitFailed

GENERATED = ("data", "daily", "README.md")
"""The only paths that a run writes and publishes."""
TRIES = 5
FIRST_WAIT = 1.0
OTHERS = ("data/sent.json", "data/feedback.json", "data/interests.json", "data/periods/")
"""What others push beside a daily run, each on top of whatever is there: no reason to make a report again."""
_REPORT = re.compile(r"data/(?:\d{4}/)?(\d{4}-\d{2}-\d{2})\.json")
_PROTECTED = re.compile(r"protected branch|\berror: GH0(?:06|13):", re.IGNORECASE)
"""What GitHub says where a branch protection (GH006) or a ruleset (GH013) is in the way."""
_NOT_ALLOWED = re.compile(
    r"returned error: 40[13]\b|permission (?:to \S+ )?denied|insufficient permission|not granted|refusing to allow"
    r"|authentication failed|could not read username",
    re.IGNORECASE,
)
"""What git and GitHub say where a key may not write. Names of repositories and hashes of commits say neither."""


@dataclass(frozen=True, kw_only=True)
class Publication:
    """One attempt to publish."""

    git: Git
    make_again: Callable[[], int]
    """Runs the daily job anew on the archive as it then stands; returns its exit code, or 0 where all is written.

    A run that fails at one paper ends with 1, and has written everything nevertheless.
    """
    say: Callable[[str], None]
    first_wait: float = FIRST_WAIT

    def publish(self) -> bool:
        """Commit and push; returns whether there was anything to publish.

        Raises PublicationRefused; what was generated then still lies in the work tree or in a local commit.
        """
        refuse_symbolic_links(self.git.root)
        try:
            self._commit()
            return self._push()
        except GitFailed as error:
            raise PublicationRefused(f"git could not publish the report: {error}\n{_remedy(str(error))}") from error

    def _commit(self) -> None:
        """Commit what was generated, if anything was."""
        present = [path for path in GENERATED if (self.git.root / path).exists()]
        self.git("add", "--all", "--", *present)
        changed = self.git("diff", "--cached", "--name-only", "--", *present).split("\n")
        if any(changed):
            self.git("commit", "--quiet", "--message", message(changed), "--", *present)

    def _push(self) -> bool:
        """Push the commits that the remote lacks, if any."""
        try:
            # Whole: the short name of a branch that is called like a tag is another one, "heads/main".
            ref = self.git("symbolic-ref", "HEAD").strip()
        except GitFailed as error:
            raise GitFailed("no branch is checked out, so there is none to push to") from error
        wait = self.first_wait
        for attempt in range(1, TRIES + 1):
            try:
                self.git("fetch", "--quiet", "origin", ref)
                if not self._ahead():
                    return attempt > 1
                if self._behind():
                    self._catch_up(ref.removeprefix("refs/heads/"))
                if not self._ahead():
                    return False
                self.git("push", "--quiet", "origin", f"HEAD:{ref}")
            except GitFailed as error:
                if attempt == TRIES or _is_for_good(str(error)):
                    raise
                self.say(f"The push did not get through ({str(error).splitlines()[-1]}); once more in {wait:.0f} s.")
                time.sleep(wait)
                wait *= 2
            else:
                return True
        raise AssertionError("the last try returns or raises")

    def _ahead(self) -> bool:
        return self.git("rev-list", "--count", "FETCH_HEAD..HEAD").strip() != "0"

    def _behind(self) -> bool:
        return self.git("rev-list", "--count", "HEAD..FETCH_HEAD").strip() != "0"

    def _catch_up(self, branch: str) -> None:
        """Put our commit on top of theirs; where both made reports, ours is made anew on top of theirs."""
        theirs = self.git("diff", "--name-only", "HEAD...FETCH_HEAD", "--", *GENERATED).split()
        ours = self.git("diff", "--name-only", "FETCH_HEAD...HEAD").split()
        # Two changes of one file would be a conflict; what both wrote is then made again on top of theirs.
        if all(path.startswith(OTHERS) for path in theirs) and not set(theirs) & set(ours):
            self._rebase()
            return
        foreign = [path for path in ours if path.split("/")[0] not in GENERATED]
        if foreign or self.git("status", "--porcelain", "--untracked-files=no").strip():
            raise PublicationRefused(
                f"{branch} has reports at origin that this clone does not have, and changes of your own "
                "keep ours from being made again on top of them. Push or stash your changes, "
                "`git pull`, and run again."
            )
        self.say("Another run has published meanwhile; ours is made again on top of it.")
        self.git("reset", "--quiet", "--hard", "FETCH_HEAD")
        code = self.make_again()
        if code not in (0, 3, 5):
            raise PublicationRefused(f"The daily job ended with exit code {code} when it was made again; see above.")
        self._commit()

    def _rebase(self) -> None:
        """Put our commits on top of theirs. Raises PublicationRefused where they conflict; the clone is as it was."""
        try:
            self.git("rebase", "--quiet", "FETCH_HEAD")
        except GitFailed as error:
            both = self.git("diff", "--name-only", "--diff-filter=U").split("\n")
            with suppress(GitFailed):  # where it has not even begun, over changes that are not committed
                self.git("rebase", "--abort")
            raise PublicationRefused(
                f"What you have changed in this clone does not go on top of what is at origin "
                f"({', '.join(filter(None, both)) or str(error).splitlines()[-1]}). Commit or stash it, "
                "`git pull --rebase`, and run again. docs/troubleshooting.md"
            ) from error


@dataclass(frozen=True, kw_only=True)
class OwnChange:
    """One generated file that is changed by itself, beside the reports: its change goes on top of whatever is there."""

    path: str
    message: str
    apply: Callable[[str | None], str]
    """Takes the file as it is at origin (nothing where there is none), and gives it with the change."""


def published(git: Git) -> frozenset[str] | None:
    """The paths in data/ that lie at origin, as far as this clone knows; nothing where it has no origin."""
    try:
        branch = git("symbolic-ref", "HEAD").strip().removeprefix("refs/heads/")
        listed = git("ls-tree", "-r", "-z", "--name-only", f"refs/remotes/origin/{branch}", "--", "data")
    except GitFailed:
        return None
    return frozenset(listed.split("\0"))


def publish_change(git: Git, change: OwnChange, say: Callable[[str], None], first_wait: float = FIRST_WAIT) -> bool:
    """Push a change of one file as a commit of its own; returns whether there was one. Raises PublicationRefused.

    It is made on top of origin's newest, without a work tree, so all else that is changed here stays as it is. Where
    others push meanwhile, it is applied again.
    """
    wait = first_wait
    for attempt in range(1, TRIES + 1):
        try:
            ref = git("symbolic-ref", "HEAD").strip()
            git("fetch", "--quiet", "origin", ref)
            return _push_change(git, change, ref)
        except GitFailed as error:
            if attempt == TRIES or _is_for_good(str(error)):
                raise PublicationRefused(
                    f"git could not publish {change.path}: {error}\n{_remedy(str(error))}"
                ) from error
            say(f"The push did not get through ({str(error).splitlines()[-1]}); once more in {wait:.0f} s.")
            time.sleep(wait)
            wait *= 2
    raise AssertionError("the last try returns or raises")


def _push_change(git: Git, change: OwnChange, ref: str) -> bool:
    """One try, on top of what was fetched."""
    is_there = git("ls-tree", "--name-only", "FETCH_HEAD", "--", change.path).strip()
    theirs = git("show", f"FETCH_HEAD:{change.path}") if is_there else None
    changed = change.apply(theirs)
    if changed == theirs:
        return False
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        content.write_bytes(changed.encode())
        index = replace(git, environment={**git.environment, "GIT_INDEX_FILE": str(Path(folder) / "index")})
        blob = index("hash-object", "-w", "--no-filters", str(content)).strip()
        index("read-tree", "FETCH_HEAD")
        index("update-index", "--add", "--cacheinfo", f"100644,{blob},{change.path}")
        tree = index("write-tree").strip()
    commit = git("commit-tree", tree, "-p", "FETCH_HEAD", "-m", change.message).strip()
    git("push", "--quiet", "origin", f"{commit}:{ref}")
    return True


def message(paths: Sequence[str]) -> str:
    """The commit's message, from the names of the files alone: no text of arXiv is in it."""
    days = sorted({report[1] for path in paths if (report := _REPORT.fullmatch(path))})
    if not days:
        return "Keep late papers for the next report" if "data/waiting.json" in paths else "Update the pages"
    return f"Report {days[0]}" if len(days) == 1 else f"Report {days[0]} to {days[-1]} ({len(days)} reports)"


def refuse_symbolic_links(root: Path) -> None:
    """Raise PublicationRefused where a generated path is, or holds, a symbolic link: it could publish any file."""
    for name in GENERATED:
        path = root / name
        for place in (path, *(path.rglob("*") if path.is_dir() and not path.is_symlink() else ())):
            if place.is_symlink():
                raise PublicationRefused(
                    f"{place.relative_to(root)} is a symbolic link; generated paths hold plain files only. Remove it."
                )


def _is_for_good(refusal: str) -> bool:
    """Whether another try would be refused as well: a push that came second is no such refusal."""
    return bool(_PROTECTED.search(refusal) or _NOT_ALLOWED.search(refusal))


def _remedy(refusal: str) -> str:
    if _PROTECTED.search(refusal):
        return "The branch is protected: allow github-actions to push to it (Settings, Rules). docs/troubleshooting.md"
    if _NOT_ALLOWED.search(refusal):
        return (
            "The workflow may not write: Settings, Actions, General, Workflow permissions must be “Read and write”, "
            "or the job must grant `contents: write`. docs/troubleshooting.md"
        )
    return "Nothing is lost: the next run publishes it. docs/troubleshooting.md"
