"""What the workflow does at GitHub: the health issue, releases, the schedule; over real HTTP."""

import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from digest.archive.brief import Brief
from digest.archive.layout import Places
from digest.core.errors import ArchiveError, ConfigurationError
from digest.github import keepalive, releases
from digest.github.api import GitHub, GitHubSaidNo
from digest.github.git import BOT, Git
from digest.github.health import Health, body, of_steps, report, silence
from digest.github.inherited_reports import start_fresh
from digest.pages import release_text
from digest.pages.readme import END, NO_REPORT_YET, START
from fake_github import FakeGitHub
from fork import git
from reports import listing, look, summarised, with_summary
from reports import report as made_up

RUN = "https://github.com/someone/daily-papers/actions/runs/1"
TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    """An empty repository."""
    with FakeGitHub() as server:
        yield server


def test_one_issue_from_bad_to_good(github: FakeGitHub) -> None:
    """The first bad run opens an issue, the next ones keep it up to date, a good one closes it; never a second one."""
    assert "says what to do" in report(Health(exit_code=3, problem="the model answered 401"), github.client, RUN, TODAY)
    assert "says what to do" in report(Health(exit_code=5, problem="one is pending"), github.client, RUN, TODAY)
    assert [issue["state"] for issue in github.issues] == ["open"]
    assert "one is pending" in github.issues[0]["body"]
    assert "is closed" in report(Health(exit_code=0), github.client, RUN, TODAY)
    assert github.issues[0]["state"] == "closed"
    assert len(github.comments) == 1
    assert report(Health(exit_code=0), github.client, RUN, TODAY) == "All is well."
    report(Health(exit_code=4, problem="arXiv"), github.client, RUN, date(2026, 12, 1))
    report(Health(exit_code=4, problem="arXiv"), github.client, RUN, date(2026, 12, 4))
    assert [issue["state"] for issue in github.issues] == ["open"]
    assert "**Since:** 2026-12-01\n" in github.issues[0]["body"]


def test_the_day_it_began_stays(github: FakeGitHub) -> None:
    """The issue says since when, through all its updates, also where somebody edited it into nonsense."""
    for day in (TODAY, date(2026, 11, 23)):
        report(Health(exit_code=4, problem="arXiv"), github.client, RUN, day)
    assert "**Since:** 2026-11-20\n" in github.issues[0]["body"]
    github.issues[0]["body"] = "**Since:** 2026-99-99\n"
    report(Health(exit_code=4, problem="arXiv"), github.client, RUN, date(2026, 11, 24))
    assert "**Since:** 2026-11-24\n" in github.issues[0]["body"]


def test_steps_say_how_a_run_was() -> None:
    """The first step that failed decides on the remedy; a step that ended without a word is a defect, never good."""
    failed = {"outcome": "failure", "outputs": {"code": "3", "problem": "401"}}
    silent_end = {"outcome": "failure", "outputs": {}}
    good = {"outcome": "success", "outputs": {"code": "0"}}
    assert of_steps({"daily": good, "publish": good}).is_good
    assert of_steps({"fresh": good, "daily": failed, "publish": silent_end}).exit_code == 3
    assert of_steps({"daily": silent_end}) == Health(
        exit_code=1, problem="The step `daily` ended without a word; its log may say why."
    )
    assert of_steps({"daily": good}, "No report was written").exit_code == 4


def test_what_was_made_again_counts() -> None:
    """A step that published what had to be made again says how that ended, though it has not failed itself."""
    again = {"outcome": "success", "outputs": {"code": "0", "made_again": "1", "problem": "2611.90001 (rank)"}}
    assert of_steps({"publish": again}) == Health(exit_code=1, problem="2611.90001 (rank)")


@pytest.mark.parametrize("marks", ["$@x ", "$", "&", "@a", "word "])
def test_a_long_story_is_cut(marks: str) -> None:
    """However much a run said, the issue stays within the 65,536 characters that GitHub takes; both ends are there."""
    text = body(Health(exit_code=1, problem="\n".join(f"line {n} {marks * 2000}" for n in range(999))), RUN, TODAY)
    assert len(text) <= 65_536
    assert "line 0 " in text
    assert "line 998 " in text


@pytest.mark.parametrize("page", ["<html>hello</html>", "{"])
def test_a_page_in_place_of_an_answer(github: FakeGitHub, page: str) -> None:
    """A proxy's page with status 200 is no answer of GitHub, and fails no run."""
    github.page = page
    assert "something other than JSON" in report(Health(exit_code=3), github.client, RUN, TODAY)


@pytest.mark.parametrize("code", range(1, 7))
def test_what_to_do_comes_first(code: int) -> None:
    """Each exit code has its own remedy, in the first line."""
    others = {body(Health(exit_code=other), RUN, TODAY).split("\n")[0] for other in range(1, 7)}
    assert body(Health(exit_code=code), RUN, TODAY).startswith("**What to do:** ")
    assert len(others) == 6


def test_no_text_pings_anybody() -> None:
    """What servers said is quoted so that it neither pings a person nor links a thread or a page."""
    text = body(Health(exit_code=4, problem="@someone see #12 and https://evil.example [x](y) <img src=x>"), RUN, TODAY)
    assert not re.search(r"(?<!>)@someone|(?<!>)#12|(?<![:>])https://evil|<img", text)


@pytest.mark.parametrize(("status", "says"), [(410, "has no issues"), (404, "has no issues"), (403, "issues: write")])
def test_a_repository_without_issues(github: FakeGitHub, status: int, says: str) -> None:
    """Where issues are switched off, or not allowed to the job, that is said, and the run does not fail for it."""
    github.refuse["issues"] = status
    assert says in report(Health(exit_code=3), github.client, RUN, TODAY)


@pytest.mark.parametrize("headers", [{"Retry-After": "60"}, {"X-RateLimit-Remaining": "0"}])
def test_a_limit_is_no_missing_right(github: FakeGitHub, headers: dict[str, str]) -> None:
    """A 403 by which GitHub asks to wait passes by itself, and nobody is told to grant a right that is there."""
    github.refuse["issues"], github.refusal_headers = 403, headers
    assert "issues: write" not in report(Health(exit_code=3), github.client, RUN, TODAY)
    with pytest.raises(GitHubSaidNo) as raised:
        github.client.get("issues")
    assert raised.value.is_passing


def test_github_is_down(github: FakeGitHub) -> None:
    """An API that is down, or not there at all, does not fail the run either."""
    github.refuse["issues"] = 502
    assert "could not be written" in report(Health(exit_code=3), github.client, RUN, TODAY)
    nowhere = GitHub(repository="a/b", token="x", api_url="http://127.0.0.1:9")  # noqa: S106
    assert "could not be reached" in report(Health(exit_code=3), nowhere, RUN, TODAY)


def test_three_silent_announcements() -> None:
    """Three announcements without a report are said; two, or an archive that has not begun, are not."""
    assert silence([date(2026, 11, 17)], NOW) == (
        "No report was written since 2026-11-17, though arXiv announced papers 3 times."
    )
    assert silence([date(2026, 11, 18)], NOW) == ""
    assert silence([], NOW) == ""


def test_silence_is_no_failure_of_arxiv() -> None:
    """The issue about runs that end well without a report says where to look, and not that arXiv could not be read."""
    silent = of_steps({"daily": {"outcome": "success"}}, "No report was written.")
    assert silent == Health(exit_code=4, problem="No report was written.", is_silent=True)
    assert body(silent, RUN, TODAY).startswith("**What to do:** Look at the last runs")
    failed = of_steps({"daily": {"outcome": "failure", "outputs": {"code": "4"}}}, "No report was written.")
    assert "arXiv could not be read" in body(failed, RUN, TODAY)


@pytest.mark.parametrize(("papers", "later", "is_said"), [(40, 3, True), (1, 3, False), (1, 20, True), (0, 20, False)])
def test_a_quiet_category_may_be_silent(papers: int, later: int, is_said: bool) -> None:
    """Three announcements without a report are no news where they would have had a paper or two, as in math.KT."""
    also = tuple(listing(n) for n in range(papers))
    recent = [Brief.of(made_up(also=also, day=date(2026, 11, day))) for day in (9, 11, 13, 17)]
    at = datetime(2026, 11, 17, 12, tzinfo=UTC) + timedelta(days=later)
    assert bool(silence([date(2026, 11, 17)], at, recent)) == is_said


@pytest.mark.parametrize(
    ("dates", "kind", "tag", "days"),
    [
        ([date(2026, 11, 20)], "daily", "digest-2026-11-20", 1),
        ([date(2026, 11, d) for d in (16, 17, 18, 19, 20, 23)], "weekly", "digest-2026-W47", 5),
        ([date(2026, 11, d) for d in (19, 20, 23, 24, 25, 26, 27)], "weekly", "digest-2026-W47", 2),
        ([date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 4)], "weekly", "digest-2026-W53", 2),
    ],
)
def test_periods(dates: list[date], kind: str, tag: str, days: int) -> None:
    """A week is told of when a later one has a report; by the ISO week's name."""
    period = release_text.newest_period(dates, kind)  # type: ignore[arg-type]
    assert period is not None
    assert (period.tag, len(period.dates)) == (tag, days)


def test_no_period_yet() -> None:
    """Before a second week has a report there is nothing to tell."""
    assert release_text.newest_period([date(2026, 11, 17), date(2026, 11, 20)], "weekly") is None
    assert release_text.newest_period([], "daily") is None


def week(count: int, **changes: str) -> str:
    period = release_text.Period(tag="digest-2026-W47", name="2026-W47", dates=(date(2026, 11, 20),))
    reports = [made_up(*(summarised(n, total=99 - n, **changes) for n in range(count)))]
    return release_text.text(period, reports, look(), "someone/daily-papers", Places())


def test_a_release_without_a_model() -> None:
    """Only a release with a summary by a model warns that summaries are generated: the authors' sentences are not."""
    period = release_text.Period(tag="digest-2026-11-20", name="2026-11-20", dates=(date(2026, 11, 20),))
    ours = summarised(1)
    theirs = with_summary(ours, status="extractive", why="no_key", model=None)
    warning = look().labels("disclaimer")
    for entry, warns in ((ours, True), (theirs, False)):
        made = release_text.text(period, [made_up(entry)], look(), "someone/daily-papers", Places())
        assert (warning in made) == warns


def test_a_release_is_made_once(github: FakeGitHub) -> None:
    """A release is made, found unchanged, brought up to date: there is one of a tag, whatever runs again."""
    period = release_text.Period(tag="digest-2026-W47", name="2026-W47", dates=(date(2026, 11, 20),))
    said = [releases.publish(period, text, look(), github.client) for text in (week(2), week(2), week(3))]
    assert [line.split(" ", 2)[2] for line in said] == [
        "tells those who watch.",
        "is up to date.",
        "was brought up to date.",
    ]
    assert len(github.releases) == 1
    assert github.releases[0]["name"] == "arXiv 论文日报 | 2026-W47"
    assert "https://github.com/someone/daily-papers/blob/HEAD/daily/2026-11-20.md" in github.releases[0]["body"]
    github.refuse["releases"] = 403
    with pytest.raises(GitHubSaidNo, match="403"):
        releases.publish(period, "x", look(), github.client)


def test_a_release_with_other_line_ends_is_the_same(github: FakeGitHub) -> None:
    """GitHub gives a text back with line ends of its own; that is no change, and nothing is sent again."""
    period = release_text.Period(tag="digest-2026-W47", name="2026-W47", dates=(date(2026, 11, 20),))
    releases.publish(period, week(2), look(), github.client)
    github.releases[0]["body"] = github.releases[0]["body"].replace("\n", "\r\n")
    assert "is up to date" in releases.publish(period, week(2), look(), github.client)
    github.releases[0]["body"] = None
    assert "brought up to date" in releases.publish(period, week(2), look(), github.client)


def test_a_pull_request_is_not_the_issue(github: FakeGitHub) -> None:
    """GitHub lists pull requests among issues; one with the label is left alone."""
    github.issues.append({"number": 1, "state": "open", "body": "Mine", "pull_request": {}})
    report(Health(exit_code=3), github.client, RUN, TODAY)
    assert (github.issues[0]["body"], len(github.issues)) == ("Mine", 2)


def test_a_release_is_cut_by_paper() -> None:
    """A text that GitHub would refuse is cut after a whole paper; the links to the reports stay."""
    text = week(40, title="A long title " * 400)
    assert len(text) <= release_text.LONGEST
    assert text.count("https://arxiv.org/abs/") < 40
    assert "daily/2026-11-20.md" in text


def test_a_release_pings_nobody() -> None:
    """Names and numbers in titles are no mentions and no links to threads."""
    assert not re.search(r"(?<!>)@octocat|(?<!>)#1\b", week(1, title="By @octocat, closes #1"))


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with one commit of a person, 70 days ago."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    (tmp_path / "README.md").write_text(f"# Mine\n\n{START}\nold\n{END}\n")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "Begin", f"--date={(NOW - timedelta(days=70)).isoformat()}")
    return tmp_path


def test_a_quiet_fork_is_kept_alive(clone: Path, github: FakeGitHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only the bot committed for 50 days, the workflow is enabled anew; a person's commit makes that needless."""
    monkeypatch.setenv("GIT_COMMITTER_DATE", (NOW - timedelta(days=70)).isoformat())
    git(clone, "commit", "--quiet", "--amend", "--no-edit")
    monkeypatch.setenv("GIT_COMMITTER_DATE", (NOW - timedelta(days=1)).isoformat())
    git(clone, "commit", "--quiet", "--allow-empty", "--message", "Report", f"--author={BOT[0]} <{BOT[1]}>")
    assert (
        keepalive.keep_alive(Git(root=clone, environment=os.environ), github.client, NOW)
        == "The schedule was kept alive."
    )
    assert github.enabled == ["daily.yml"]
    git(clone, "commit", "--quiet", "--allow-empty", "--message", "Mine")
    assert keepalive.keep_alive(Git(root=clone, environment=os.environ), github.client, NOW) == "The schedule is alive."
    assert len(github.enabled) == 1


@pytest.mark.parametrize("date", ["2033-01-01T00:00:00Z", "@99999999999999 +0000"])
def test_a_commit_of_the_future_keeps_nothing_alive(
    clone: Path, github: FakeGitHub, monkeypatch: pytest.MonkeyPatch, date: str
) -> None:
    """A commit by a clock that is wrong does not tell when somebody worked, so the workflow is enabled anew."""
    monkeypatch.setenv("GIT_COMMITTER_DATE", date)
    git(clone, "commit", "--quiet", "--amend", "--no-edit")
    keepalive.keep_alive(Git(root=clone, environment=os.environ), github.client, NOW)
    assert github.enabled == ["daily.yml"]


def test_keeping_alive_may_fail(clone: Path, github: FakeGitHub) -> None:
    """A refusal to enable the workflow is said and fails nothing."""
    github.refuse["actions"] = 403
    assert "could not be kept alive" in keepalive.keep_alive(
        Git(root=clone, environment=os.environ), github.client, NOW + timedelta(days=9999)
    )


def inherited(root: Path) -> None:
    """What a run has left in a repository."""
    (root / "data" / "seen").mkdir(parents=True)
    (root / "daily").mkdir()
    for name in ("data/2026-11-20.json", "data/seen/2611.txt", "daily/2026-11-20.md"):
        (root / name).write_text("theirs")


def test_inherited_reports_are_set_aside(clone: Path) -> None:
    """In a copy, the reports of the repository it came from go, and the index in README with them; once."""
    assert not start_fresh(clone, "111")
    inherited(clone)
    assert not start_fresh(clone, "111")
    assert start_fresh(clone, "222")
    assert sorted(path.name for path in (clone / "data").iterdir()) == ["repository.txt"]
    assert not (clone / "daily").exists()
    assert "old" not in (clone / "README.md").read_text()
    assert (clone / "README.md").read_text().startswith("# Mine")
    assert NO_REPORT_YET in (clone / "README.md").read_text()
    inherited(clone)
    assert not start_fresh(clone, "222")
    assert (clone / "daily" / "2026-11-20.md").exists()


def test_nothing_goes_where_the_readme_has_no_markers(clone: Path) -> None:
    """Where README's region cannot be emptied, that is an error, and no report is removed."""
    start_fresh(clone, "111")
    inherited(clone)
    (clone / "README.md").write_text("# Mine")
    with pytest.raises(ConfigurationError, match="reports:start"):
        start_fresh(clone, "222")
    assert (clone / "data" / "2026-11-20.json").exists()
    assert (clone / "daily" / "2026-11-20.md").exists()


@pytest.mark.parametrize("record", ["<<<<<<< HEAD\n222\n=======\n111\n>>>>>>> theirs\n", "\ufeff222\n", "\x00"])
def test_a_damaged_record_costs_no_report(clone: Path, record: str) -> None:
    """Where it cannot be read whose reports these are, that is an error, and none is removed."""
    inherited(clone)
    (clone / "data" / "repository.txt").write_text(record, "utf-8")
    with pytest.raises(ArchiveError, match=r"data/repository\.txt.*delete it"):
        start_fresh(clone, "222")
    assert (clone / "data" / "2026-11-20.json").exists()


def test_own_reports_without_a_record_stay(clone: Path) -> None:
    """Reports from before the record was kept are this repository's own."""
    inherited(clone)
    assert not start_fresh(clone, "111")
    assert (clone / "data" / "2026-11-20.json").exists()
    assert start_fresh(clone, "222")
