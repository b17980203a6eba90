"""Publishing with a real git remote."""

import base64
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

import publish as publish_script
from digest.console import actions
from digest.core.errors import PublicationRefused
from digest.github.git import Git, GitFailed
from digest.github.publication import Publication, message
from fork import copied, git
from written_files import write

PAGES = {"data/2026-11-20.json": "{}", "daily/2026-11-20.md": "# Report", "README.md": "# Mine, with an index"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a bare remote of one commit, and two clones of it."""
    folder = tmp_path_factory.mktemp("built")
    remote, one = folder / "remote.git", folder / "one"
    git(folder, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", str(remote))
    git(folder, "clone", "--quiet", "--template=", str(remote), str(one))
    git(one, "checkout", "--quiet", "-B", "main")
    write(one, {"README.md": "# Mine", "config.yml": "categories: [cs.AI]\n"})
    git(one, "add", "--all")
    git(one, "commit", "--quiet", "--message", "Fork")
    git(one, "push", "--quiet", "origin", "main")
    git(folder, "clone", "--quiet", "--template=", str(remote), str(folder / "other"))
    return folder


@pytest.fixture
def clones(tmp_path: Path, built: Path) -> tuple[Path, Path, Path]:
    """The same for one test."""
    copied(built, tmp_path)
    return tmp_path / "remote.git", tmp_path / "one", tmp_path / "other"


def publish(root: Path, make_again: Callable[[], int] = lambda: 0) -> tuple[bool, list[str]]:
    """Publish what lies in a clone; what was said on the way comes along."""
    said: list[str] = []
    made = Publication(
        git=Git(root=root, environment=os.environ), make_again=make_again, say=said.append, first_wait=0.01
    )
    return made.publish(), said


def test_only_generated_paths_are_published(clones: tuple[Path, Path, Path]) -> None:
    """A publication commits data/, daily/ and README.md as github-actions[bot], and nothing else that lies around."""
    remote, one, _ = clones
    write(one, {**PAGES, "config.yml": "categories: [cs.LG]\n", "secret.txt": "x"})
    assert publish(one)[0]
    assert set(git(remote, "ls-tree", "-r", "--name-only", "main").split()) == {*PAGES, "config.yml"}
    assert git(remote, "show", "main:config.yml") == "categories: [cs.AI]\n"
    assert git(remote, "log", "-1", "--format=%an|%s", "main").strip() == "github-actions[bot]|Report 2026-11-20"


def test_nothing_to_publish(clones: tuple[Path, Path, Path]) -> None:
    """Where nothing was generated there is no commit."""
    remote, one, _ = clones
    head = git(remote, "rev-parse", "main")
    assert not publish(one)[0]
    assert git(remote, "rev-parse", "main") == head


@pytest.mark.parametrize("branch", ["main", "+main", "a/b"])
def test_a_branch_may_be_called_anything(clones: tuple[Path, Path, Path], branch: str) -> None:
    """What is pushed to is the branch that is checked out, also where a tag has its name or a sign begins it."""
    remote, one, _ = clones
    git(one, "branch", "--move", branch)
    git(one, "push", "--quiet", "origin", f"refs/heads/{branch}:refs/heads/{branch}")
    git(one, "tag", branch)
    write(one, {"data/2026-11-20.json": "{}"})
    assert publish(one) == (True, [])
    assert git(remote, "log", "-1", "--format=%s", f"refs/heads/{branch}").strip() == "Report 2026-11-20"
    assert "heads/heads" not in git(remote, "for-each-ref")


def test_somebody_edited_something_else(clones: tuple[Path, Path, Path]) -> None:
    """A commit that others pushed meanwhile and that touches no report stays below ours; nothing is made again."""
    remote, one, other = clones
    write(other, {"config.yml": "categories: [cs.CL]\n"})
    git(other, "commit", "--quiet", "--all", "--message", "Other categories")
    git(other, "push", "--quiet", "origin", "main")
    write(one, PAGES)
    assert publish(one, make_again=lambda: 1 // 0)[0]
    assert git(remote, "show", "main:config.yml") == "categories: [cs.CL]\n"
    assert git(remote, "log", "--format=%s", "main").split("\n")[:3] == [
        "Report 2026-11-20",
        "Other categories",
        "Fork",
    ]


def test_another_run_was_first(clones: tuple[Path, Path, Path]) -> None:
    """Where others published a report meanwhile, ours is made anew on top of theirs, not merged by text."""
    remote, one, other = clones
    write(other, {**PAGES, "data/2026-11-20.json": '{"theirs": 1}'})
    publish(other)
    write(one, PAGES)

    def make_again() -> int:
        assert (one / "data" / "2026-11-20.json").read_text() == '{"theirs": 1}'
        write(one, {"data/2026-11-23.json": "{}"})
        return 0

    assert publish(one, make_again)[0]
    assert git(remote, "show", "main:data/2026-11-20.json") == '{"theirs": 1}'
    assert git(remote, "log", "-1", "--format=%s", "main").strip() == "Report 2026-11-23"


@pytest.mark.parametrize("path", ["data/sent.json", "data/feedback.json", "data/periods/2026-W47.json"])
def test_what_others_push_beside_reports(clones: tuple[Path, Path, Path], path: str) -> None:
    """What is remembered of messages, feedback and weeks and was pushed meanwhile makes no report anew."""
    remote, one, other = clones
    write(other, {path: "{}"})
    publish(other)
    write(one, PAGES)
    assert publish(one, make_again=lambda: 1 // 0)[0]
    assert git(remote, "show", f"main:{path}") == "{}"
    assert git(remote, "log", "-1", "--format=%s", "main").strip() == "Report 2026-11-20"


def test_the_second_run_may_fail(clones: tuple[Path, Path, Path]) -> None:
    """If the job that is made again fails, nothing of it is published, and the exit code is named."""
    remote, one, other = clones
    write(other, PAGES)
    publish(other)
    head = git(remote, "rev-parse", "main")
    write(one, {**PAGES, "data/2026-11-20.json": "ours"})
    with pytest.raises(PublicationRefused, match="exit code 4"):
        publish(one, lambda: 4)
    assert git(remote, "rev-parse", "main") == head


def test_own_changes_are_not_thrown_away(clones: tuple[Path, Path, Path]) -> None:
    """With uncommitted changes of the owner in the clone, a report is not made again over them."""
    _, one, other = clones
    write(other, PAGES)
    publish(other)
    write(one, {**PAGES, "data/2026-11-20.json": "ours", "config.yml": "categories: [cs.RO]\n"})
    with pytest.raises(PublicationRefused, match="changes of your own"):
        publish(one)
    assert (one / "config.yml").read_text() == "categories: [cs.RO]\n"


def test_commits_that_conflict_are_left_to_their_owner(clones: tuple[Path, Path, Path]) -> None:
    """Where the owner's commit conflicts with one at origin, nothing counts as published; the clone is as it was."""
    remote, one, other = clones
    for clone, category in ((other, "cs.CL"), (one, "cs.RO")):
        write(clone, {"config.yml": f"categories: [{category}]\n"})
        git(clone, "commit", "--quiet", "--all", "--message", "Mine")
    git(other, "push", "--quiet", "origin", "main")
    write(one, PAGES)
    with pytest.raises(PublicationRefused, match=r"config\.yml.*git pull"):
        publish(one)
    assert git(one, "symbolic-ref", "--short", "HEAD").strip() == "main"
    assert git(one, "log", "-2", "--format=%s").split("\n")[:2] == ["Report 2026-11-20", "Mine"]
    assert "data" not in git(remote, "ls-tree", "--name-only", "main")


def hook(remote: Path, name: str, script: str) -> None:
    path = remote / "hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_a_protected_branch_is_said(clones: tuple[Path, Path, Path]) -> None:
    """A push that is refused for good is not tried again, says what to allow, and leaves the commit in the clone."""
    remote, one, _ = clones
    hook(
        remote,
        "pre-receive",
        f"echo tried >> {remote}/tries; echo 'error: GH006: Protected branch update failed' >&2; exit 1",
    )
    write(one, PAGES)
    with pytest.raises(PublicationRefused, match="branch is protected") as raised:
        publish(one)
    assert raised.value.exit_code == 6
    assert (remote / "tries").read_text().count("tried") == 1
    assert git(one, "log", "-1", "--format=%s").strip() == "Report 2026-11-20"
    hook(remote, "pre-receive", "exit 0")
    assert publish(one)[0]
    assert git(remote, "log", "-1", "--format=%s", "main").strip() == "Report 2026-11-20"


@pytest.mark.parametrize(
    "refusal",
    [
        "remote: error: GH013: Repository rule violations found for refs/heads/main.",
        "remote: Permission to a/b.git denied to github-actions[bot].",
        "fatal: unable to access 'https://github.com/a/b/': The requested URL returned error: 403",
        "remote: Write access to repository not granted.",
        "refusing to allow a GitHub App to update workflow `.github/workflows/x.yml` without `workflows` permission",
        "fatal: Authentication failed for 'https://github.com/a/b/'",
        "fatal: could not read Username for 'https://github.com': terminal prompts disabled",
    ],
)
def test_what_another_try_cannot_mend(clones: tuple[Path, Path, Path], refusal: str) -> None:
    """What git and GitHub say of a missing right or a rule is tried once, and the remedy is the one for it."""
    remote, one, _ = clones
    (one / "refusal.txt").write_text(refusal)
    hook(remote, "pre-receive", f"echo tried >> {remote}/tries; cat {one}/refusal.txt >&2; exit 1")
    write(one, PAGES)
    with pytest.raises(PublicationRefused) as raised:
        publish(one)
    assert (remote / "tries").read_text().count("tried") == 1
    assert "Settings" in str(raised.value)


def test_hashes_and_names_are_no_refusal(tmp_path: Path, built: Path) -> None:
    """A push that came second is tried again, whatever the repository is called and the commit's hash holds."""
    folder = tmp_path / "permission-403-denied-authentication-GH006"
    copied(built, folder)
    remote, one = folder / "remote.git", folder / "one"
    hook(
        remote,
        "pre-receive",
        f"echo tried >> {remote}/tries; test $(wc -l < {remote}/tries) -ge 2 && exit 0\n"
        "echo ' ! [rejected] db57c403119884377105bd8de5ee46bb9638f60e -> main (fetch first)' >&2; exit 1",
    )
    write(one, PAGES)
    assert publish(one)[0]
    assert (remote / "tries").read_text().count("tried") == 2


def test_a_flaw_in_passing_is_tried_again(clones: tuple[Path, Path, Path]) -> None:
    """A push that fails in passing is tried again, with growing waits."""
    remote, one, _ = clones
    hook(remote, "pre-receive", f"echo x >> {remote}/n; test $(wc -l < {remote}/n) -ge 3")
    write(one, PAGES)
    published, said = publish(one)
    assert published
    assert len(said) == 2


def test_no_remote(tmp_path: Path) -> None:
    """Without a remote the error says so, and nothing of the report is lost."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    write(tmp_path, PAGES)
    with pytest.raises(PublicationRefused, match="Nothing is lost"):
        publish(tmp_path)


@pytest.mark.parametrize("name", ["data", "daily/leak.md"])
def test_symbolic_links_are_refused(clones: tuple[Path, Path, Path], name: str) -> None:
    """A symbolic link among the generated paths could publish any file of the machine: it is refused."""
    _, one, _ = clones
    (one / "daily").mkdir()
    (one / name).symlink_to("/etc")
    with pytest.raises(PublicationRefused, match=f"{name} is a symbolic link"):
        publish(one)


@pytest.mark.parametrize(
    ("paths", "subject"),
    [
        (["data/2026-11-20.json", "README.md"], "Report 2026-11-20"),
        (["data/2026-11-19.json", "data/2026-11-20.json"], "Report 2026-11-19 to 2026-11-20 (2 reports)"),
        (["data/2029/2029-12-31.json", "README.md"], "Report 2029-12-31"),
        (["data/waiting.json", "data/seen/2611.txt"], "Keep late papers for the next report"),
        (["README.md"], "Update the pages"),
        (["data/$(touch x).json"], "Update the pages"),
    ],
)
def test_the_message_is_made_of_dates(paths: list[str], subject: str) -> None:
    """A commit's message holds dates and counts only, whatever files are called."""
    assert message(paths) == subject


def test_the_token_reaches_github_alone(tmp_path: Path) -> None:
    """GITHUB_TOKEN goes to the server as a header, and stands in no file of the clone."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.headers.get("Authorization", ""))
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True).start()
    here = f"http://127.0.0.1:{server.server_port}"
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "remote", "add", "origin", f"{here}/a/b.git")
    environment = {"PATH": "/usr/bin:/bin:/usr/local/bin", "GITHUB_TOKEN": "ghs_marker\n", "GITHUB_SERVER_URL": here}
    with pytest.raises(GitFailed) as raised:
        Git(root=tmp_path, environment=environment)("fetch", "origin", "main")
    server.shutdown()
    server.server_close()
    assert seen
    assert {base64.b64decode(header.split()[-1]).decode() for header in seen} == {"x-access-token:ghs_marker"}
    assert "ghs_marker" not in str(raised.value)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"marker" in path.read_bytes()]


def test_a_hanging_git_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A git that never ends is stopped and named."""
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "config", "alias.hang", "!sleep 30")
    monkeypatch.setattr("digest.github.git.TIMEOUT", 0.2)
    with pytest.raises(GitFailed, match="did not end"):
        Git(root=tmp_path, environment=os.environ)("hang")


@pytest.mark.parametrize("merged", [None, Path("parts")])
def test_what_makes_reports_again_has_no_token(monkeypatch: pytest.MonkeyPatch, merged: Path | None) -> None:
    """Neither the daily job nor a merge that is run again on top of others' reports can write to the repository."""
    given: list[tuple[list[str], dict[str, str]]] = []

    def run(command: list[str], env: dict[str, str], check: bool) -> subprocess.CompletedProcess[bytes]:
        given.append((command, env))
        return subprocess.CompletedProcess(command, 0)

    @dataclass(frozen=True, kw_only=True)
    class Raced:
        git: Git
        make_again: Callable[[], int]
        say: Callable[[str], None]

        def publish(self) -> bool:
            """Another run was first."""
            return self.make_again() == 0

    monkeypatch.setattr(publish_script, "Publication", Raced)
    monkeypatch.setattr(subprocess, "run", run)
    secrets = {"GITHUB_TOKEN": "ghs_marker0a77", "OPENAI_API_KEY": "sk-marker-5f1d0c"}
    assert publish_script.main(["--merged", str(merged)] if merged else [], secrets) == 0
    ((command, environment),) = given
    assert ("merge" in command) == bool(merged)
    assert ("GITHUB_TOKEN" in environment, "OPENAI_API_KEY" in environment) == (False, True)


@pytest.mark.parametrize(
    ("ends", "left"),
    [
        ([1], {"made_again": "1", "problem": "2611.90001 (rank)"}),
        ([1, 0], {}),
        ([0, 5], {"made_again": "5", "problem": "2611.90001 (rank)"}),
    ],
)
def test_what_was_made_again_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ends: list[int], left: dict[str, str]
) -> None:
    """What the last making, of several, has left undone is handed on, and what it made is published all the same."""
    codes = iter(ends)

    def run(command: list[str], env: dict[str, str], check: bool) -> subprocess.CompletedProcess[bytes]:
        code = next(codes)
        actions.output(env, "complete", "true")
        if code:
            actions.output(env, "problem", "2611.90001 (rank)")
        return subprocess.CompletedProcess(command, code)

    @dataclass(frozen=True, kw_only=True)
    class Raced:
        git: Git
        make_again: Callable[[], int]
        say: Callable[[str], None]

        def publish(self) -> bool:
            """Another run was first, as often as there are ends."""
            return [self.make_again() for _ in ends] == [0] * len(ends)

    monkeypatch.setattr(publish_script, "Publication", Raced)
    monkeypatch.setattr(subprocess, "run", run)
    output = tmp_path / "output"
    assert publish_script.main([], {"GITHUB_OUTPUT": str(output)}) == 0
    assert actions.outputs(output) == {"published": "true", "reader": "off", **left, "code": "0"}
