"""The workflows: audited, valid, pinned, with the least that each job needs."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from digest.console import actions
from digest.console.command import ROOT
from fork import call
from workflow_expressions import fill

FOLDER = ROOT / ".github" / "workflows"
FILES = sorted(FOLDER.glob("*.yml"))
BIN = Path(sys.executable).parent


def workflow(path: Path) -> dict[str, Any]:
    """A workflow as GitHub reads it (YAML takes its `on` for True)."""
    record: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    record["on"] = record.pop(True)  # type: ignore[call-overload]
    return record


def test_zizmor_finds_nothing() -> None:
    """The strictest audit of the workflows finds nothing."""
    command = [str(BIN / "zizmor"), "--pedantic", "--offline", "--no-progress", str(FOLDER)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_schema_holds() -> None:
    """Every workflow is valid by GitHub's schema."""
    command = [str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.github-workflows", *map(str, FILES)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_least_privilege(path: Path) -> None:
    """No permission stands on top; each job has its own, a time limit, and named steps; checkouts keep no token.

    A job that calls another workflow of this repository has the limits and steps of that one, which is held here too.
    """
    record = workflow(path)
    assert record["permissions"] == {}
    for job in record["jobs"].values():
        assert "permissions" in job
        assert "concurrency" in {**record, **job}
        if "uses" in job:
            assert (ROOT / job["uses"]).is_file()
            continue
        assert job["timeout-minutes"] <= 360
        for step in job["steps"]:
            assert step["name"]
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_actions_are_pinned(path: Path) -> None:
    """Each action is pinned to a full commit, its version in a comment."""
    uses = re.findall(r"uses: (?!\./)(.*)", path.read_text("utf-8"))
    assert uses
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use) for use in uses), uses


def test_ci_runs_what_contributors_run() -> None:
    """CI runs .ci/run alone, on the oldest Python and a newer one; on one of them, each law is tried in full."""
    job = workflow(FOLDER / "ci.yml")["jobs"]["test"]
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/run"]
    wanted = job["strategy"]["matrix"]["include"]
    assert [tried["python"] for tried in wanted][:1] == ["3.11"]
    assert sorted(tried["laws"] for tried in wanted) == ["fast", "full"]
    assert (ROOT / ".ci" / "run").read_text("utf-8").endswith("\nmake test\nmake slow\n")


def test_secrets_reach_only_who_needs_them() -> None:
    """Steps that call the model see its key, those that write to GitHub see the token, and no shell sees either."""
    for step in workflow(FOLDER / "daily.yml")["jobs"]["report"]["steps"]:
        seen = str(step.get("env", {})) + step.get("run", "")
        callers = ("Check the set-up", "Make the report", "Publish it")
        assert ("OPENAI_API_KEY" in seen) == (step["name"] in callers), step["name"]
        assert ("secrets.ZOTERO_KEY" in seen) == (step["name"] in callers)
        writers = ("Publish it", "Tell those who watch", "Remember what was sent", "Tell the owner")
        assert ("github.token" in seen) == (step["name"] in writers)
        assert ("secrets.NOTIFY_URLS" in seen) == (step["name"] == "Send messages")
        assert "${{" not in step.get("run", "")


def test_messages_cost_nothing_without_their_secret() -> None:
    """Whether there are services goes through the job's environment, as yes or no; what they need is installed then."""
    job = workflow(FOLDER / "daily.yml")["jobs"]["report"]
    assert job["env"] == {"HAS_NOTIFY_URLS": "${{ secrets.NOTIFY_URLS != '' }}"}
    (install,) = (step for step in job["steps"] if "requirements-messages.lock" in step.get("run", ""))
    assert "env.HAS_NOTIFY_URLS == 'true'" in install["if"]
    assert "--require-hashes --only-binary :all: -r requirements-messages.lock" in install["run"]
    (send,) = (step for step in job["steps"] if step["name"] == "Send messages")
    assert f"steps.{install['id']}.outcome == 'success'" in send["if"]


def test_a_bibtex_file_costs_nothing_where_there_is_none(tmp_path: Path) -> None:
    """What reads BibTeX is installed by its hashes, where config.yml has the key, in each job that makes reports."""
    daily, backfill = (workflow(FOLDER / name)["jobs"] for name in ("daily.yml", "backfill.yml"))
    jobs = (daily["report"], backfill["plan"], backfill["reports"])
    installs = [next(step for step in job["steps"] if "requirements-library" in step.get("run", "")) for job in jobs]
    for step in installs:
        assert "--require-hashes --only-binary :all: -r requirements-library.lock" in step["run"]
    assert [step.get("if") for step in installs] == [
        "steps.setup.outputs.bibtex == 'true'",
        "steps.setup.outputs.bibtex == 'true'",
        "needs.plan.outputs.bibtex == 'true'",
    ]
    for text, wanted in (
        ("library:\n  bibtex: a.bib", True),
        ('"library": {"bibtex": a.bib}', True),
        ("# bibtex: a.bib", False),
        ("interests: ['bibtex: a format']", False),
    ):
        (tmp_path / "config.yml").write_text(f"categories: [cs.AI]\n{text}")
        call("check_setup.py", ["--root", str(tmp_path)], {"GITHUB_OUTPUT": str(tmp_path / "output")})
        assert (actions.outputs(tmp_path / "output").get("bibtex") == "true") == wanted
        (tmp_path / "output").unlink()


@pytest.mark.parametrize(("greet", "given"), [(True, "--test\n"), (False, "\n"), ("", "\n")])
def test_a_greeting_by_hand(greet: object, given: str) -> None:
    """Who starts a run by hand may ask for a greeting, which becomes an argument of the script, or none at all."""
    steps = workflow(FOLDER / "daily.yml")["jobs"]["report"]["steps"]
    (send,) = (step for step in steps if step["name"] == "Send messages")
    environment = {"GREET": fill(send["env"]["GREET"], {"inputs": {"greet": greet}})}
    command = send["run"].replace("python scripts/send_messages.py", "echo")
    done = subprocess.run(["bash", "-e", "-c", command], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == given


def test_secrets_of_a_backfill() -> None:
    """Only the step that makes reports sees the model's key, only the one that publishes them the token."""
    jobs = workflow(FOLDER / "backfill.yml")["jobs"]
    for step in (step for job in jobs.values() for step in job.get("steps", ())):
        seen = str(step.get("env", {}))
        assert ("secrets." in seen) == (step["name"] == "Make this share of the reports"), step["name"]
        assert ("github.token" in seen) == (step["name"] == "Publish them"), step["name"]
        assert "${{" not in step.get("run", "")
    assert jobs["reports"]["strategy"]["max-parallel"] == 4
    assert jobs["reports"]["strategy"]["fail-fast"] is False


def test_nothing_that_waits_is_cancelled() -> None:
    """Reports and backfills wait for each other, any number of them, and none takes another's place in the queue."""
    daily, backfill = (workflow(FOLDER / f"{name}.yml") for name in ("daily", "backfill"))
    for group in (daily["concurrency"], backfill["concurrency"], backfill["jobs"]["publish"]["concurrency"]):
        assert (group["cancel-in-progress"], group["queue"]) == (False, "max")
    assert daily["concurrency"]["group"] == backfill["jobs"]["publish"]["concurrency"]["group"]


def test_slots_are_off_the_hour() -> None:
    """The slots follow arXiv's clock, none on the full hour, none in the hour that daylight saving skips."""
    slots = workflow(FOLDER / "daily.yml")["on"]["schedule"]
    assert len(slots) >= 3
    for slot in slots:
        minute, hour, *_ = slot["cron"].split()
        assert slot["timezone"] == "America/New_York"
        assert 3 <= int(minute) <= 57
        assert int(hour) != 2


def test_a_late_feed_is_read() -> None:
    """Some slot lies between midnight, when arXiv renders the feed, and the evening, when the next report is due."""
    hours = [int(slot["cron"].split()[1]) for slot in workflow(FOLDER / "daily.yml")["on"]["schedule"]]
    assert any(0 <= hour < 20 for hour in hours)
    assert any(hour >= 20 for hour in hours)


READER = {"contents": "read", "pages": "write", "id-token": "write"}


def test_the_reader_follows_what_was_published() -> None:
    """The reader is built after a published report, a red one too, and after a backfill, where it is switched on."""
    assert workflow(FOLDER / "reader.yml")["on"].keys() == {"workflow_call", "workflow_dispatch"}
    site = workflow(FOLDER / "reader.yml")["jobs"]["site"]
    assert (site["permissions"], site["environment"]["name"]) == (READER, "github-pages")
    for name, needed in (("daily", "report"), ("backfill", "publish")):
        job = workflow(FOLDER / f"{name}.yml")["jobs"]["reader"]
        assert (job["needs"], job["permissions"]) == (needed, READER)
        outputs = f"needs.{needed}.outputs"
        assert job["if"] == f"${{{{ !cancelled() && {outputs}.published == 'true' && {outputs}.reader == 'on' }}}}"
        step = next(
            step for step in workflow(FOLDER / f"{name}.yml")["jobs"][needed]["steps"] if step.get("id") == "publish"
        )
        assert "scripts/publish.py" in step["run"]


def test_the_reader_shows_the_newest_state() -> None:
    """The reader's job checks out the branch, not the commit that its run began with; one step sees the token."""
    steps = workflow(FOLDER / "reader.yml")["jobs"]["site"]["steps"]
    assert steps[0]["with"] == {"ref": "${{ github.ref_name }}", "persist-credentials": False}
    assert [step["name"] for step in steps if "github.token" in str(step.get("env"))] == ["Build the site"]
