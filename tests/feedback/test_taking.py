"""Feedback from an issue to data/feedback.json and the answer: GitHub's API on loopback, git with a bare remote."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import take_feedback
from digest.archive.feedback import NAME, Ledger, from_json
from digest.archive.reports import Archive
from digest.archive.seen import Seen
from digest.config.schema import Config
from digest.core.errors import ArchiveError, PublicationRefused
from digest.core.report import Listing, Report
from digest.feedback.taking import LABEL, Taking
from digest.github.git import Git
from digest.markdown.feedback_links import FEWER, MORE, TITLE
from fake_github import FakeGitHub
from fork import git
from reports import summarised

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
ONE, TWO, LISTED, FORGED = "2611.90001", "2611.90002", "2611.90003", "2611.90099"
CONFIG = Config(categories=("cs.AI",), interests=("poetry of bridges",), feedback=True)


@dataclass(kw_only=True)
class Site:
    """A repository at GitHub with one report, and a clone of it."""

    folder: Path
    github: FakeGitHub
    config: Config = CONFIG
    waits: list[float] = field(default_factory=list)

    @property
    def remote(self) -> Path:
        return self.folder / "remote.git"

    def clone(self, name: str = "clone") -> Path:
        git(self.folder, "clone", "--quiet", "--template=", str(self.remote), str(self.folder / name))
        return self.folder / name

    def taking(self, clone: Path) -> Taking:
        return Taking(
            archive=Archive(clone),
            config=self.config,
            github=self.github.client,
            git=Git(root=clone, environment=os.environ),
            now=NOW,
            say=lambda _: None,
            first_wait=0.01,
            sleep=self.waits.append,
        )

    def run(self, event: dict[str, Any] | None = None) -> str:
        """A run of the workflow, in a fresh checkout."""
        shutil.rmtree(self.folder / "clone", ignore_errors=True)
        return self.taking(self.clone()).all(event["issue"]["number"] if event else None)

    def more(self, *ids: str, **who: str) -> dict[str, Any]:
        """Somebody opens the form's issue for papers."""
        return self.github.opened(TITLE, f"### {MORE}\n\n{' '.join(ids)}\n\n### {FEWER}\n\n_No response_", **who)

    def fewer(self, *ids: str) -> dict[str, Any]:
        return self.github.opened(TITLE, f"### {MORE}\n\n_No response_\n\n### {FEWER}\n\n{' '.join(ids)}")

    def ledger(self) -> Ledger:
        try:
            return from_json(git(self.remote, "show", f"main:{NAME}"))
        except Exception:  # git has no such file
            return Ledger()

    def thumbs(self) -> dict[str, str]:
        return {thumbed.id: thumbed.thumb for thumbed in self.ledger().thumbs()}

    def commits(self) -> list[str]:
        return git(self.remote, "log", "--format=%s", "main").strip().split("\n")

    def states(self) -> list[str]:
        return [issue["state"] for issue in self.github.issues]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare remote with a report of five papers on bridges and five on auctions, listed, and two summarised."""
    folder = tmp_path_factory.mktemp("built")
    git(folder, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", str(folder / "remote.git"))
    with FakeGitHub() as github:
        root = Site(folder=folder, github=github).clone("first")
        titles = [f"Poetry of bridges, part {n}" for n in range(5)] + [f"Truthful auctions, part {n}" for n in range(5)]
        also = tuple(
            Listing(
                id=f"2611.9000{3 + n}" if n < 7 else f"2611.9001{n}", title=title, primary_category="cs.GT", score=9
            )
            for n, title in enumerate(titles)
        )
        papers = (summarised(1, title="Auctions that are truthful"), summarised(2, title="Violins"))
        report = Report(date=DAY, categories=("cs.AI",), papers=papers, also=also)
        Archive(root).save(report)
        Seen(root).add(report.ids)
        git(root, "checkout", "--quiet", "-B", "main")
        git(root, "add", "--all")
        git(root, "commit", "--quiet", "--message", "Report 2026-11-20")
        git(root, "push", "--quiet", "origin", "main")
    return folder / "remote.git"


@pytest.fixture
def site(tmp_path: Path, built: Path) -> Iterator[Site]:
    """That remote for one test, beside an API that knows of no issue."""
    shutil.copytree(built, tmp_path / "remote.git")
    with FakeGitHub() as github:
        yield Site(folder=tmp_path, github=github)


def test_a_tap_is_counted_answered_and_closed(site: Site) -> None:
    """One tap is one commit; the issue says what it changes, has its label, and is closed."""
    event = site.more(ONE)
    site.run(event)
    assert site.thumbs() == {ONE: "up"}
    assert site.commits() == ["Take feedback", "Report 2026-11-20"]
    assert site.states() == ["closed"]
    assert site.github.issues[0]["labels"] == [{"name": LABEL}]
    assert [label["name"] for label in site.github.labels] == [LABEL]
    (answer,) = site.github.answers(1)
    assert answer.startswith(f"👍 `{ONE}`: from the next report on, papers like it come further up.\n\n")
    assert "By title, 4 papers of 2026-11-20 would move into your best 5.\n" in answer
    assert "reopen this issue" in answer


def test_all_open_taps_are_one_commit(site: Site) -> None:
    """A run takes every tap that is open, and the runs of the others find nothing left."""
    events = [site.more(ONE), site.more(LISTED), site.fewer(TWO)]
    site.run(events[0])
    assert site.thumbs() == {ONE: "up", LISTED: "up", TWO: "down"}
    assert [site.run(event) for event in events[1:]] == ["No feedback is open."] * 2
    assert site.commits().count("Take feedback") == 1
    assert [len(site.github.answers(number)) for number in (1, 2, 3)] == [1, 1, 1]


def test_a_hundred_taps_at_once(site: Site) -> None:
    """A hundred issues are one commit and a hundred answers, at the pace that GitHub asks for."""
    for number in range(100):
        site.more(ONE if number % 2 else LISTED)
    site.run()
    assert site.commits().count("Take feedback") == 1
    assert site.states() == ["closed"] * 100
    assert len(site.waits) == 2 * 100 + 1
    assert len(site.ledger().issues) == 100


def test_a_run_killed_before_it_answered(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was pushed and not answered is answered by the next run, and not counted again."""
    site.more(ONE)
    monkeypatch.setattr(site.github.client.__class__, "post", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        site.run()
    monkeypatch.undo()
    pushed = site.ledger()
    assert (site.states(), site.github.comments) == (["open"], [])
    site.run()
    assert (site.states(), len(site.github.answers(1))) == (["closed"], 1)
    assert "would move into your best 5" in site.github.answers(1)[0]
    assert site.ledger() == pushed
    assert site.commits().count("Take feedback") == 1


def test_a_run_killed_before_it_closed(site: Site) -> None:
    """What was answered and not closed is closed by the next run, without a second answer."""
    site.more(ONE)
    site.github.refuse = {"issues/1": 500}
    site.github.refuse_methods = {"PATCH"}
    with pytest.raises(PublicationRefused, match="Not all feedback could be answered"):
        site.run()
    assert (site.states(), len(site.github.answers(1))) == (["open"], 1)
    site.github.refuse = {}
    site.run()
    assert (site.states(), len(site.github.answers(1))) == (["closed"], 1)


def test_two_runs_at_the_same_second(site: Site) -> None:
    """Where another run pushes in between, what both have read is counted and answered once, and nothing is lost."""
    site.more(ONE)

    @dataclass(frozen=True, kw_only=True)
    class Overtaken(Git):
        """Another run, which knows of one tap more, does all its work between the fetch and the push of this one."""

        def __call__(self, *arguments: str) -> str:
            if arguments[0] == "commit-tree" and len(site.github.issues) == 1:
                site.more(TWO)
                site.run()
            return super().__call__(*arguments)

    late = site.clone("late")
    replace(site.taking(late), git=Overtaken(root=late, environment=os.environ)).all()
    assert site.thumbs() == {ONE: "up", TWO: "up"}
    assert [taps.number for taps in site.ledger().issues] == [1, 2]
    assert site.commits().count("Take feedback") == 1
    assert [len(site.github.answers(number)) for number in (1, 2)] == [1, 1]


def test_reopening_takes_back(site: Site) -> None:
    """Reopened, an issue no longer counts and says so; reopened once more it does, however often a run looks."""
    site.run(site.more(ONE))
    event = site.github.changed(1, "open")
    site.run(event)
    assert (site.thumbs(), site.states()) == ({}, ["closed"])
    assert site.github.answers(1)[1].startswith("Taken back")
    assert site.run(event) == "No feedback is open."
    site.run(site.github.changed(1, "open"))
    assert (site.thumbs(), len(site.github.answers(1))) == ({ONE: "up"}, 3)


def test_the_other_thumb_takes_back(site: Site) -> None:
    """A thumb down on what had a thumb up takes that back, and the answer says so."""
    site.run(site.more(ONE))
    site.run(site.fewer(ONE))
    assert site.thumbs() == {}
    assert "this takes the other thumb back" in site.github.answers(2)[0]


def test_ticked_after_it_was_sent(site: Site) -> None:
    """An issue without a ticked box is told how to go on; what is ticked when it is reopened counts."""
    body = f"### {MORE}\n\n- [ ] {ONE} A title\n- [ ] {TWO} Another"
    site.run(site.github.opened(TITLE, body))
    assert (site.thumbs(), site.states()) == ({}, ["closed"])
    assert "Tick boxes, then reopen this issue." in site.github.answers(1)[0]
    site.github.issues[0]["body"] = body.replace("[ ]", "[x]", 1)
    site.run(site.github.changed(1, "open"))
    assert site.thumbs() == {ONE: "up"}


def test_an_edited_body_changes_nothing_by_itself(site: Site) -> None:
    """Once it was taken, an issue counts as it was; reopening takes back what it said then."""
    site.run(site.more(ONE))
    site.github.issues[0]["body"] = f"### {MORE}\n\n{TWO}"
    site.run()
    assert site.thumbs() == {ONE: "up"}
    site.run(site.github.changed(1, "open"))
    assert site.thumbs() == {}


def test_a_reopening_that_an_earlier_run_closed_again(site: Site) -> None:
    """A reopening that came while the issue was being closed is heeded by its own run, though it is closed by then."""
    site.run(site.more(ONE))
    event = site.github.changed(1, "open")
    site.github.issues[0]["state"] = "closed"
    site.run(event)
    assert (site.thumbs(), len(site.github.answers(1))) == ({}, 2)


def test_closed_before_it_was_taken(site: Site) -> None:
    """Whoever closes the issue before a run has taken it does not want it to count."""
    event = site.more(ONE)
    site.github.changed(1, "closed")
    assert site.run(event) == "No feedback is open."
    assert (site.ledger(), site.github.comments) == (Ledger(), [])


def test_ids_that_do_not_exist(site: Site) -> None:
    """A made-up id is answered so and counts for nothing; what stands beside it counts."""
    site.run(site.more(FORGED, "hep-th/9901001", ONE))
    assert site.thumbs() == {ONE: "up"}
    assert f"`{FORGED}`, `hep-th/9901001` are in no report of this digest" in site.github.answers(1)[0]


def test_strangers_do_not_count(site: Site) -> None:
    """Who may not write is not heard, whatever GitHub calls them, and neither is who reopens for somebody else."""
    site.github.permissions |= {"reader": "read", "triager": "read", "friend": "write"}
    for by, association in (("stranger", "NONE"), ("reader", "COLLABORATOR"), ("helper[bot]", "MEMBER")):
        site.more(ONE, by=by, association=association)
    assert site.run() == "No feedback is open."
    assert "GET collaborators/stranger/permission" not in site.github.asked
    site.more(TWO, by="friend", association="COLLABORATOR")
    site.run()
    assert site.thumbs() == {TWO: "up"}
    site.run(site.github.changed(4, "open", by="triager"))
    assert site.thumbs() == {TWO: "up"}
    assert site.states() == ["open", "open", "open", "closed"]


def test_hostile_issues(site: Site) -> None:
    """Scripts, mentions and commands in an issue reach neither the answer nor data/ nor the commit."""
    hostile = "<script>alert(1)</script> @somebody #1 `rm -rf` ${{ github.token }} ../../etc/passwd ::set-output::"
    site.run(site.github.opened(f"{TITLE} {hostile}", f"### {MORE}\n\n{hostile}\n{ONE} {hostile}\n- [x] {hostile}"))
    written = "\n".join([*site.github.answers(1), git(site.remote, "show", "main"), json.dumps(site.github.labels)])
    assert site.thumbs() == {ONE: "up"}
    assert not [sign for sign in ("<script", "@somebody", "rm -rf", "token", "passwd", "::") if sign in written]


def test_other_issues_and_pull_requests_are_left_alone(site: Site) -> None:
    """An issue about something else, the owner's health issue and a pull request stay as they are."""
    site.github.opened("Something is wrong", f"{ONE} is there twice")
    site.more(ONE)
    site.github.issues[1]["pull_request"] = {"url": "https://api.github.com/"}
    assert site.run() == "No feedback is open."
    assert site.states() == ["open", "open"]


def test_feedback_off(site: Site) -> None:
    """Where feedback is off, an issue is answered so, closed and not counted; reopened once it is on, it counts."""
    site.config = CONFIG.model_copy(update={"feedback": False})
    site.run(site.more(ONE))
    assert (site.states(), site.commits()) == (["closed"], ["Report 2026-11-20"])
    assert "`feedback` is not `on`" in site.github.answers(1)[0]
    site.config = CONFIG
    site.run(site.github.changed(1, "open"))
    assert site.thumbs() == {ONE: "up"}


def test_a_broken_ledger_is_not_overwritten(site: Site) -> None:
    """Where data/feedback.json cannot be read nothing is pushed or closed: it is never taken for an empty one."""
    first = site.clone("first")
    (first / NAME).write_text("{", "utf-8")
    git(first, "add", "--all")
    git(first, "commit", "--quiet", "--message", "Break")
    git(first, "push", "--quiet", "origin", "main")
    site.more(ONE)
    with pytest.raises(ArchiveError, match=r"data/feedback\.json cannot be read"):
        site.run()
    assert (site.states(), site.commits()[0]) == (["open"], "Break")


def test_github_is_down(site: Site) -> None:
    """Where the issues cannot be read nothing is counted or lost, and the message says which permission is needed."""
    site.more(ONE)
    site.github.refuse = {"issues": 403}
    with pytest.raises(PublicationRefused, match="issues: write"):
        site.run()
    assert site.ledger() == Ledger()


def test_an_issue_that_was_deleted_meanwhile(site: Site) -> None:
    """A run that is told of an issue that is gone takes what else is open."""
    gone = {"issue": {"number": 7}}
    site.more(ONE)
    site.github.refuse = {"issues/7": 410}
    site.run(gone)
    assert site.thumbs() == {ONE: "up"}


def test_a_broken_report_hides_only_the_effect(site: Site) -> None:
    """Where the newest report cannot be read, taps on older ones count and are answered, without what they change."""
    first = site.clone("first")
    (first / "data" / "2026-11-23.json").write_text("{", "utf-8")
    git(first, "add", "--all")
    git(first, "commit", "--quiet", "--message", "Break")
    git(first, "push", "--quiet", "origin", "main")
    site.run(site.more(ONE))
    assert (site.thumbs(), site.states()) == ({ONE: "up"}, ["closed"])
    assert "best 5" not in site.github.answers(1)[0]


def test_a_page_in_place_of_answers(site: Site) -> None:
    """A proxy's page, or JSON of another shape, in place of every answer is no feedback."""
    site.more(ONE)
    site.github.page = '{"issues": "none"}'
    assert site.run() == "No feedback is open."


@pytest.mark.parametrize(
    ("event", "code", "says"),
    [
        ({"issue": {"number": 1, "title": "Something is wrong", "body": None}}, 0, "no feedback on papers"),
        ({"inputs": {}}, 0, "no workflow of GitHub"),
        (None, 2, "cannot be read as an event of GitHub"),
    ],
)
def test_the_event(
    tmp_path: Path, event: dict[str, Any] | None, code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An issue about something else ends the run without a request; without an event there is an error."""
    path = tmp_path / "event.json"
    path.write_text("{" if event is None else json.dumps(event), "utf-8")
    assert take_feedback.main(["--root", str(tmp_path), "--event", str(path)], {}) == code
    output = capsys.readouterr()
    assert says in output.out + output.err
