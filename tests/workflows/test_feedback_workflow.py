"""feedback.yml itself, beside daily.yml: from a link on a page to the next report, a bare remote in GitHub's place."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from digest.console.command import ROOT
from digest.markdown.feedback_links import FEWER, MORE, TITLE
from fork import original
from fork_at_github import Place, fork_of
from workflow_expressions import holds

WORKFLOW = ROOT / ".github" / "workflows" / "feedback.yml"
OTHER, FORM = "Something is wrong", f"### {MORE}\n\n2611.90001\n\n### {FEWER}\n\n_No response_"
LEDGER = "data/feedback.json"


def event(title: str, body: str | None, association: str) -> dict[str, Any]:
    return {"issue": {"title": title, "body": body, "author_association": association}}


@pytest.mark.parametrize(
    ("name", "happened", "runs"),
    [
        ("issues", event(TITLE, FORM, "OWNER"), True),
        ("issues", event("edited", FORM, "MEMBER"), True),
        ("issues", event(f"{TITLE} 2026-11-20", "2611.90001", "COLLABORATOR"), True),
        ("issues", event("my stars", '{"schema": 1, "starred": []}', "OWNER"), True),
        ("issues", event(TITLE, FORM, "NONE"), False),
        ("issues", event(TITLE, FORM, "CONTRIBUTOR"), False),
        ("issues", event(TITLE, FORM, "FIRST_TIMER"), False),
        ("issues", event(OTHER, "2611.90001 is there twice", "OWNER"), False),
        ("issues", event(OTHER, None, "OWNER"), False),
        ("workflow_dispatch", {"inputs": None}, True),
    ],
)
def test_who_starts_it(name: str, happened: dict[str, Any], runs: bool) -> None:
    """The job runs for feedback of those whom GitHub calls the repository's own, and for nobody and nothing else."""
    condition = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]["take"]["if"]
    assert holds(condition, {"github": {"event_name": name, "event": happened}}, failed=False) is runs


def test_strangers_take_no_place_in_the_queue() -> None:
    """The queue is the job's own, so that a skipped job is not in it; it is not the daily report's, and keeps all."""
    record = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    assert "concurrency" not in record
    assert record["jobs"]["take"]["concurrency"] == {"group": "feedback", "cancel-in-progress": False, "queue": "max"}
    daily = yaml.safe_load(WORKFLOW.with_name("daily.yml").read_text("utf-8"))
    assert daily["concurrency"]["group"] != "feedback"


def test_only_one_step_has_the_token() -> None:
    """The step that answers has the token, no step a secret, and no shell an expression."""
    steps = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]["take"]["steps"]
    assert [step["name"] for step in steps if "github.token" in str(step)] == ["Take it, answer and close"]
    assert not [step for step in steps if "secrets." in str(step) or "${{" in step.get("run", "")]


def test_it_starts_no_other_workflow() -> None:
    """No workflow of ours runs on a push to a branch, so that what feedback pushes makes no report."""
    daily = yaml.safe_load(WORKFLOW.with_name("daily.yml").read_text("utf-8"))
    assert daily[True].keys() == {"schedule", "workflow_dispatch"}


def switch_on(place: Place) -> None:
    """Write `feedback: on` into config.yml."""
    path = place.clone()
    config = path / "config.yml"
    config.write_text(config.read_text("utf-8") + "\nfeedback: on\n", "utf-8")
    place.push(path)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A fork with feedback switched on, after its first report."""
    with fork_of(original(), tmp_path_factory.mktemp("feedback")) as made:
        switch_on(made)
        job = made.run()
        assert not job.failed, job.log
        yield made


@pytest.fixture
def place(begun: Place, tmp_path: Path) -> Iterator[Place]:
    """A copy of it."""
    with fork_of(begun.remote, tmp_path) as made:
        yield made


def links(place: Place) -> list[dict[str, str]]:
    """What the links of the newest page fill in, the one for all papers first."""
    page = place.show("daily/2026-11-20.md")
    addresses = re.findall(r"\((https://github\.com/someone/daily-papers/issues/new\?[^\s()]*)\)", page)
    return [{name: values[0] for name, values in parse_qs(urlsplit(address).query).items()} for address in addresses]


def sent(place: Place, filled: dict[str, str], **who: str) -> dict[str, Any]:
    """A filled-in form is sent, which GitHub writes as an issue; returns the event."""
    fields = {MORE: filled.get("more"), FEWER: filled.get("fewer")}
    form = "\n\n".join(f"### {heading}\n\n{value or '_No response_'}" for heading, value in fields.items())
    return place.github.opened(filled["title"], filled.get("body", form), **who)


def taken(place: Place) -> list[dict[str, Any]]:
    """What data/feedback.json has."""
    issues: list[dict[str, Any]] = json.loads(place.show(LEDGER))["issues"]
    return issues


@pytest.mark.whole_run
def test_from_a_link_to_the_next_report(place: Place) -> None:
    """A thumb on a page is sent, taken, answered and closed; the report that is made next has it as a reason."""
    filled = links(place)[1]
    job = place.feedback(sent(place, filled))
    assert job is not None
    assert not job.failed, job.log
    assert [list(one["up"]) for one in taken(place)] == [[filled["more"]]]
    assert place.github.issues[0]["state"] == "closed"
    assert re.search(r"By title, .* 2026-11-20 would ", place.github.answers(1)[0])
    place.inputs = {"date": "2026-11-20"}
    job = place.run()
    assert not job.failed, job.log
    papers = json.loads(place.show("data/2026-11-20.json"))["papers"]
    names = {paper["id"]: [part["name"] for part in paper["score"]["parts"]] for paper in papers}
    assert "papers with a thumb up" in names[filled["more"]]
    assert "你点过 👍 的论文" in place.show("daily/2026-11-20.md")


@pytest.mark.whole_run
def test_beside_a_daily_run(begun: Place, tmp_path: Path) -> None:
    """Feedback that is pushed while a report is made goes below it: nothing is made again, and nothing is lost."""
    with fork_of(original(), tmp_path) as place:
        event = sent(place, links(begun)[1])
        switch_on(place)

        def tap() -> None:
            job = place.feedback(event)
            assert job is not None
            assert not job.failed, job.log

        job = place.run(Publish_it=tap)
        assert not job.failed, job.log
        assert "Another run has published meanwhile" not in job.log
        assert {"data/2026-11-20.json", LEDGER} <= place.names()


@pytest.mark.whole_run
def test_a_doubled_run_and_a_stranger(place: Place) -> None:
    """The same event twice counts once and is answered once; a stranger's issue starts nothing and stays open."""
    assert place.feedback(sent(place, links(place)[1], by="stranger", association="NONE")) is None
    event = sent(place, {**links(place)[0], "body": links(place)[0]["body"].replace("- [ ]", "- [x]")})
    jobs = [place.feedback(event), place.feedback(event)]
    assert [job.failed for job in jobs if job] == [False, False]
    assert len(taken(place)) == 1
    assert len(taken(place)[0]["up"]) == len(links(place)) // 2
    assert [issue["state"] for issue in place.github.issues] == ["open", "closed"]
    assert (len(place.github.answers(1)), len(place.github.answers(2))) == (0, 1)
