"""daily.yml itself: its steps executed in order, with servers on loopback and a bare remote in GitHub's place."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from digest.core.calendar import EASTERN
from fake_model import error, good
from fork import git, original
from fork_at_github import KEY, MORNING, TOKEN, Place, fork_of
from secret_forms import traces
from workflow_runner import Job

pytestmark = pytest.mark.whole_run


def release_daily(place: Place) -> None:
    """Have each report released, not only a week that is over."""
    path = place.clone()
    with (path / "config.yml").open("a", encoding="utf-8") as config:
        config.write("\nnotify:\n  release: daily\n")
    place.push(path)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A fresh fork without a key."""
    with fork_of(original(), tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, Job]:
    """A fork after its first run, without a key."""
    with fork_of(original(), tmp_path_factory.mktemp("begun")) as made:
        release_daily(made)
        return made, made.run()


@pytest.fixture
def later(tmp_path: Path, begun: tuple[Place, Job]) -> Iterator[Place]:
    """A fork that has had its first run."""
    with fork_of(begun[0].remote, tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def healed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, list[Job], list[str]]:
    """A fork whose key was refused for two runs, with the key quoted, and was good in the third; the issue's texts."""
    with fork_of(original(), tmp_path_factory.mktemp("healed")) as made:
        made.secrets = {"OPENAI_API_KEY": f"{KEY}\n"}
        made.model.answer = error(401, f"Incorrect API key provided: {KEY}")
        jobs, issues = [made.run()], [json.dumps(made.github.issues)]
        jobs.append(made.run())
        issues.append(json.dumps(made.github.issues))
        made.model.answer = good
        jobs.append(made.run())
        return made, jobs, issues


def test_the_first_run(begun: tuple[Place, Job]) -> None:
    """The first run is green, pushes the report and tells watchers; there is no issue and nothing left behind.

    Without the secret NOTIFY_URLS, no step of messages runs.
    """
    place, job = begun
    assert not job.failed, job.log
    for name in ("Install what messages need", "Send messages", "Remember what was sent"):
        assert job.steps[name] == "skipped"
    assert {"data/2026-11-20.json", "daily/2026-11-20.md", "data/repository.txt"} <= place.names()
    assert "daily/2026-11-20.md" in place.show("README.md")
    assert (
        git(place.remote, "log", "-1", "--format=%an: %s", "main").strip() == "github-actions[bot]: Report 2026-11-20"
    )
    assert [release["tag_name"] for release in place.github.releases] == ["digest-2026-11-20"]
    assert not place.github.issues
    assert not job.artifacts


def test_nothing_is_due(later: Place) -> None:
    """A run that finds nothing due is green, asks arXiv for nothing and makes no commit."""
    head = later.head()
    job = later.run()
    assert not job.failed, job.log
    assert "Nothing to do" in job.log
    assert (later.head(), later.arxiv.requests) == (head, [])


def test_degraded_and_healed(healed: tuple[Place, list[Job], list[str]]) -> None:
    """A refused key makes the run red with a report and one issue; once renewed, the next run heals both."""
    place, (first, second, third), (before, after) = healed
    assert [first.failed, second.failed, third.failed] == [True, True, False], third.log
    assert first.steps["Publish it"] == "success"
    assert first.summary.index("[!WARNING]") < first.summary.index("Found 40 new papers")
    assert "**What to do:** Renew the key" in before
    assert "**Since:** 2026-11-20" in before
    assert len(json.loads(after)) == 1
    assert place.statuses() == {"ok"}
    assert [issue["state"] for issue in place.github.issues] == ["closed"]


def test_a_push_race(place: Place) -> None:
    """A report that somebody else pushed between making and publishing ours is kept; nothing is doubled or lost.

    What makes ours anew gets the model's key, and not the token that may write to the repository.
    """
    other = replace(place, folder=place.folder / "elsewhere")
    other.folder.mkdir()
    # Of the same second, the two commits would be one and the same, and there would be no race.
    other.environment = {"GIT_COMMITTER_DATE": MORNING.isoformat()}
    place.secrets = other.secrets = {"OPENAI_API_KEY": KEY}
    path = place.clone()
    script = path / "scripts" / "run_daily.py"
    note = 'import os, pathlib\npathlib.Path(os.environ["HOME"], "seen").open("a").write(f"{sorted(os.environ)}\\n")\n'
    script.write_text(note + script.read_text("utf-8"), "utf-8")
    place.push(path)
    job = place.run(Publish_it=other.run)
    assert not job.failed, job.log
    assert "Another run has published meanwhile" in job.log
    assert git(place.remote, "log", "--format=%s", "main").split("\n")[:2] == ["Report 2026-11-20", "Edit"]
    assert place.statuses() == {"ok"}
    seen = (place.folder / "run1" / "home" / "seen").read_text("utf-8").splitlines()
    assert ["GITHUB_TOKEN" in names for names in seen] == [False, False]
    assert all("OPENAI_API_KEY" in names for names in seen)


def test_what_was_asked_for_by_hand_survives_a_race(later: Place) -> None:
    """A report that somebody has made anew, now with a key, is published though another push of pages came first."""
    later.secrets, later.inputs = {"OPENAI_API_KEY": KEY}, {"date": "2026-11-20"}

    def push() -> None:
        path = later.clone()
        (path / "daily" / "2026-11.md").write_text("# Another month\n", "utf-8")
        later.push(path)

    assert later.statuses() == {"extractive"}
    job = later.run(Publish_it=push)
    assert not job.failed, job.log
    assert "Another run has published meanwhile" in job.log
    assert later.statuses() == {"ok"}


def test_what_fails_in_the_second_making_is_told(place: Place, begun: tuple[Place, Job]) -> None:
    """A report that had to be made again, and then failed at a paper, is published and told of; the run is red."""
    best = json.loads(begun[0].show("data/2026-11-20.json"))["papers"][0]["id"]
    release_daily(place)

    def push() -> None:
        path = place.clone()
        module = path / "scripts" / "digest" / "summarise" / "extractive.py"
        failing = f'_sound = extract\n\n\ndef extract(paper, *more):\n    assert paper.id != "{best}"\n'
        module.write_text(f"{module.read_text('utf-8')}\n\n{failing}    return _sound(paper, *more)\n", "utf-8")
        (path / "README.md").write_text(f"{place.show('README.md')}\nOf mine.\n", "utf-8")
        place.push(path)

    job = place.run(Publish_it=push)
    failed = [name for name, ended in job.steps.items() if ended == "failure"]
    assert failed == ["Turn red where somebody has to act"], job.log
    assert job.steps["Keep what could not be published"] == "skipped"
    assert job.failed
    assert json.loads(place.show("data/2026-11-20.json"))["run"]["defects"] == {"summarise": [best]}
    assert [release["tag_name"] for release in place.github.releases] == ["digest-2026-11-20"]
    (issue,) = place.github.issues
    assert "this is a defect" in issue["body"]
    assert best in issue["body"]


def test_a_refused_push(place: Place) -> None:
    """A push that is refused for good leaves the report in an artifact, an issue with the remedy, and a red run."""
    hook = place.remote / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'GH006: Protected branch update failed' >&2\nexit 1\n")
    hook.chmod(0o755)
    job = place.run()
    assert job.failed
    assert {"data/2026-11-20.json", "daily/2026-11-20.md", "README.md"} <= job.artifacts["unpublished"].keys()
    assert "The branch is protected" in place.github.issues[0]["body"]
    assert job.steps["Tell those who watch"] == "skipped"
    hook.unlink()
    job = place.run()
    assert not job.failed, job.log
    assert place.github.issues[0]["state"] == "closed"


def test_a_mistake_in_the_configuration(place: Place) -> None:
    """A category that does not exist makes the run red, with the message in summary and issue, and pushes nothing."""
    path = place.clone()
    config = path / "config.yml"
    config.write_text(config.read_text("utf-8").replace("cs.CL", "cs.Cl"), "utf-8")
    place.push(path)
    head = place.head()
    job = place.run()
    assert job.failed
    assert "did you mean cs.CL?" in job.summary
    assert "Correct the configuration" in place.github.issues[0]["body"]
    assert place.head() == head
    assert not place.arxiv.requests


def test_a_readme_without_its_markers(later: Place) -> None:
    """What fails ahead of the report, here setting another's reports aside, is told to the owner, too."""
    path = later.clone()
    (path / "README.md").write_text("# Mine\n", "utf-8")
    later.push(path)
    later.repository_id = "2002"
    job = later.run()
    assert job.failed
    assert "reports:start" in later.github.issues[0]["body"]
    assert later.github.issues[0]["state"] == "open"


def test_a_killed_step_is_no_good_news(place: Place) -> None:
    """A report's step that ends without a word, as when memory runs out, is told to the owner."""
    path = place.clone()
    (path / "scripts" / "run_daily.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n", "utf-8")
    place.push(path)
    job = place.run()
    assert job.failed
    assert [issue["state"] for issue in place.github.issues] == ["open"]
    assert "ended without a word" in place.github.issues[0]["body"]


def test_a_silent_archive_is_red(later: Place) -> None:
    """Where runs end well and yet no report was written for three announcements, the run is red and the issue opens."""
    later.now = datetime(2026, 12, 1, 6, tzinfo=EASTERN)
    path = later.clone()
    (path / "scripts" / "run_daily.py").write_text("import sys\nsys.exit(0)\n", "utf-8")
    later.push(path)
    job = later.run()
    assert job.failed
    assert "No report was written since 2026-11-20" in job.summary
    assert "No report was written since 2026-11-20" in later.github.issues[0]["body"]


def test_a_copy_starts_clean(later: Place) -> None:
    """In a copy that brought the original's reports along, the first run leaves only the copy's own on the branch."""
    path = later.clone()
    shutil.copy(path / "data" / "2026-11-20.json", path / "data" / "2026-11-19.json")
    shutil.copy(path / "daily" / "2026-11-20.md", path / "daily" / "2026-11-19.md")
    later.push(path)
    later.repository_id = "2002"
    job = later.run()
    assert not job.failed, job.log
    assert "they were set aside" in job.log
    kept = {name for name in later.names() if name.startswith(("data/2026", "daily/2026"))}
    assert kept == {"data/2026-11-20.json", "daily/2026-11-20.md", "daily/2026-11.md"}
    assert "2026-11-19" not in later.show("README.md")
    assert later.show("data/repository.txt") == "2002\n"


def test_no_secret_is_written(healed: tuple[Place, list[Job], list[str]]) -> None:
    """With a marker for key and token, no file, log, summary, commit, request to the wrong server or issue has either.

    The model quotes the key in its refusal, as real ones do, and a second run makes the summaries. An encoding of a
    marker is one, too.
    """
    place, jobs, issues = healed
    assert place.statuses() == {"ok"}
    assert place.github.tokens == {f"Bearer {TOKEN}"}
    places = {str(path): path.read_bytes() for path in place.folder.rglob("*") if path.is_file()}
    for number in (1, 2, 3):
        checkout = place.folder / f"run{number}" / "checkout"
        everything = ["git", "cat-file", "--batch", "--batch-all-objects", "--unordered"]
        places[f"objects of run {number}"] = subprocess.run(
            everything, cwd=checkout, capture_output=True, check=True
        ).stdout
        places[f"run {number}"] = f"{jobs[number - 1].log}{jobs[number - 1].summary}".encode()
    places["GitHub"] = json.dumps([place.github.issues, place.github.comments, place.github.releases, issues]).encode()
    places["arXiv"] = "\n".join(place.arxiv.requests).encode()
    places["questions"] = "".join(str(question.body) for question in place.model.questions).encode()
    assert len(place.model.questions) > 8
    names = {content: name for name, content in places.items()}  # most files are the same in each checkout
    assert {name: traces(content, KEY, TOKEN) for content, name in names.items() if traces(content, KEY, TOKEN)} == {}
