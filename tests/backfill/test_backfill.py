"""The backfill, against a made-up arXiv: the same bytes by any number of machines, and nothing twice."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest

from digest.core.calendar import DAY, EASTERN, announcements
from digest.core.plural import counted
from fake_model import FakeModel, Question, error, good
from fork import ended, git, make_fork
from loopback_arxiv.server import LoopbackArxiv
from past_announcements import FIRST, LAST, NOW, PER_DAY, RANGE, Refusing, announced, new_on, reported, reported_in

pytestmark = pytest.mark.whole_run
DAYS = announcements(after=FIRST - DAY, until=LAST)


@pytest.fixture
def arxiv() -> Iterator[LoopbackArxiv]:
    """An arXiv that knows all of it."""
    with LoopbackArxiv(announced(), now=NOW) as site:
        yield site


def test_sharded_and_sequential_are_the_same_bytes(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """Sixty announcements: every paper is in the report of its first version's day, once; shards give the same files.

    A shard that was killed is run again alone; arXiv is asked by the plan step only.
    """
    alone = make_fork(tmp_path / "alone", arxiv)
    done = alone.run("backfill.py", "make", *RANGE)
    assert done.code == 0, done.err
    asked = len(arxiv.requests)
    assert asked <= 4
    assert "no model is called" in done.out
    assert done.err.count("  Submitted 2026-") == 4  # a line a month, while arXiv is read
    expected = {str(day): sorted(new_on(day)) for day in DAYS}
    assert {day: sorted(ids) for day, ids in reported(alone).items()} == expected
    assert len(DAYS) == 60

    many, plan, parts = make_fork(tmp_path / "many", arxiv), tmp_path / "plan.json", tmp_path / "parts"
    planned = many.run("backfill.py", "plan", str(plan), *RANGE, "--shards", "3")
    assert (planned.code, "by the shards that have OPENAI_API_KEY, about 1,800 calls" in planned.out) == (0, True)
    asked = len(arxiv.requests)
    for number in (3, 1, 2, 2):
        shard = ("--planned", str(plan), "--shard", f"{number}/3", "--into", str(parts / str(number)))
        ran = many.run("backfill.py", "make", *shard)
        assert ran.code == 0, ran.err
        if number == 1:
            for path in sorted((parts / "1").rglob("*.json"))[10:]:
                path.unlink()
            assert "10 reports written." in many.run("backfill.py", "make", *shard).out
    assert many.run("backfill.py", "merge", str(parts)).code == 0
    assert len(arxiv.requests) == asked
    assert many.files() == alone.files()


def test_shards_one_after_the_other_in_one_archive(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """Shards of a range, in any order and one of them twice, make the sequential run's files in one archive."""
    alone, shared = make_fork(tmp_path / "alone", arxiv), make_fork(tmp_path / "shared", arxiv)
    few = ("--from", "2026-10-20", "--to", "2026-11-12", *RANGE[4:])
    assert alone.run("backfill.py", "make", *few).code == 0
    for number, makes in ((3, 6), (1, 6), (3, 0), (2, 6)):
        ran = shared.run("backfill.py", "make", *few, "--shard", f"{number}/3")
        assert ran.code == 0, ran.err
        assert f"{counted(makes, 'report')} to write" in ran.out
    assert shared.files() == alone.files()


def test_shards_at_once_in_one_archive(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """Shards started at the same moment in one archive wait for each other and make the sequential run's files."""
    alone, shared = make_fork(tmp_path / "alone", arxiv), make_fork(tmp_path / "shared", arxiv)
    few = ("--from", "2026-11-02", "--to", "2026-11-12", *RANGE[4:])
    assert alone.run("backfill.py", "make", *few).code == 0
    shards = [shared.start("backfill.py", "make", *few, "--shard", f"{n}/3") for n in (1, 2, 3)]
    assert [ended(shard).code for shard in shards] == [0, 0, 0]
    assert shared.files() == alone.files()


def test_shards_of_machines_that_share_nothing(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """Each shard plans by itself; merging its folder, or copying its reports and rebuilding, gives the same files."""
    alone, merged, copied = (make_fork(tmp_path / name, arxiv) for name in ("alone", "merged", "copied"))
    few = ("--from", "2026-10-28", "--to", "2026-11-12", *RANGE[4:])
    assert alone.run("backfill.py", "make", *few).code == 0
    (copied.root / "data").mkdir()
    for number in (1, 2):
        machine = make_fork(tmp_path / f"machine-{number}", arxiv)
        shard = ("--shard", f"{number}/2")
        assert (
            machine.run("backfill.py", "make", *few, *shard, "--into", str(tmp_path / "parts" / str(number))).code == 0
        )
        assert reported(machine) == {}
        assert machine.run("backfill.py", "make", *few, *shard).code == 0
        for day in reported(machine):
            shutil.copy(machine.root / "data" / f"{day}.json", copied.root / "data")
    assert merged.run("backfill.py", "merge", str(tmp_path / "parts")).code == 0
    assert copied.run("rebuild.py").code == 0
    assert merged.files() == copied.files() == alone.files()


def test_a_killed_backfill_goes_on(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """What a killed backfill wrote stays, a report that the ledger does not know yet included; nothing is in two."""
    whole, torn = make_fork(tmp_path / "whole", arxiv), make_fork(tmp_path / "torn", arxiv)
    assert whole.run("backfill.py", "make", *RANGE).code == 0
    (torn.root / "data").mkdir()
    for day in DAYS[:15]:
        shutil.copy(whole.root / "data" / f"{day}.json", torn.root / "data")
    (torn.root / ".cache").mkdir(exist_ok=True)
    (torn.root / ".cache" / "unfinished.txt").write_text("".join(f"{day}\n" for day in DAYS[:15]))
    assert torn.run("backfill.py", "make", *RANGE).code == 0
    assert torn.files() == whole.files()


def test_kept_or_forced(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """Reports that are there are kept and arXiv is not asked; with --force they are made anew, with the same papers."""
    fork = make_fork(tmp_path, arxiv)
    few = ("--from", "2026-11-02", "--to", "2026-11-12", *RANGE[4:])
    assert fork.run("backfill.py", "make", *few).code == 0
    before, asked = fork.files(), len(arxiv.requests)
    again = fork.run("backfill.py", "make", *few)
    assert (again.code, "Nothing to do" in again.out) == (0, True)
    assert len(arxiv.requests) == asked
    fork.configure("max_papers: 30", "max_papers: 2")
    papers = reported(fork)
    assert fork.run("backfill.py", "make", *few, "--force").code == 0
    assert {day: sorted(ids) for day, ids in reported(fork).items()} == {d: sorted(i) for d, i in papers.items()}
    assert fork.files() != before


def test_daily_and_backfill_share_the_law(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """Around reports of daily runs, a backfill announces what these have not, and no paper twice."""
    fork = make_fork(tmp_path, arxiv)
    for day in DAYS[-20:-10:3]:
        arxiv.now = datetime.combine(day, time(6), EASTERN)
        assert fork.run("run_daily.py", "--now", arxiv.now.isoformat()).code == 0
    arxiv.now = NOW
    assert fork.run("backfill.py", "make", *RANGE).code == 0
    counts = Counter(paper_id for ids in reported(fork).values() for paper_id in ids)
    assert max(counts.values()) == 1
    assert {paper_id for day in DAYS for paper_id in new_on(day)} <= counts.keys()


def test_a_weekend(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """Where arXiv announces nothing, nothing is asked for and the run says so."""
    ran = make_fork(tmp_path, arxiv).run(
        "backfill.py", "make", "--from", "2026-11-07", "--to", "2026-11-08", *RANGE[4:]
    )
    assert (ran.code, "announces nothing then" in ran.out, arxiv.requests) == (0, True, [])


@pytest.mark.parametrize("first", ["the daily runs", "the backfill"])
def test_a_backfill_of_long_ago_leaves_daily_reports_alone(tmp_path: Path, arxiv: LoopbackArxiv, first: str) -> None:
    """What lies between a backfill and the first daily run was never to be reported: it is in no daily report."""
    fork = make_fork(tmp_path, arxiv)
    long_ago = ("--from", "2026-08-21", "--to", "2026-08-28", *RANGE[4:])
    if first == "the backfill":
        assert fork.run("backfill.py", "make", *long_ago).code == 0
    for day in (date(2026, 11, 5), date(2026, 11, 6), date(2026, 11, 9)):
        arxiv.now = datetime.combine(day, time(6), EASTERN)
        assert fork.run("run_daily.py", "--now", arxiv.now.isoformat()).code == 0
        if first == "the daily runs":
            assert fork.run("backfill.py", "make", *long_ago).code == 0
        there = set(reported(fork)[str(day)])
        assert new_on(day) <= there
        assert len(there) <= PER_DAY + 1  # and what is cross-listed that day


def test_a_daily_run_after_an_unreadable_past(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """A torn report at the far end of the deep look-back keeps no daily run from its report, and is named: red."""
    fork = make_fork(tmp_path, arxiv)
    assert fork.run("backfill.py", "make", "--from", "2026-09-08", "--to", "2026-11-06", *RANGE[4:]).code == 0
    (fork.root / "data" / "2026-09-10.json").write_text("torn")
    arxiv.now = datetime(2026, 11, 9, 6, tzinfo=EASTERN)
    ran = fork.run("run_daily.py", "--now", arxiv.now.isoformat())
    assert (ran.code, "data/2026-09-10.json cannot be read" in ran.err) == (1, True), ran.err
    assert new_on(date(2026, 11, 9)) <= set(reported_in(fork.root / "data" / "2026-11-09.json"))


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_a_daily_run_between_plan_and_merge(tmp_path: Path, arxiv: LoopbackArxiv, force: tuple[str, ...]) -> None:
    """What a daily run announces after the plan was made is left out of the reports that are merged."""
    fork, plan, parts = make_fork(tmp_path, arxiv), tmp_path / "plan.json", tmp_path / "parts"
    arxiv.now = datetime(2026, 10, 8, 6, tzinfo=EASTERN)
    assert fork.run("run_daily.py", "--now", arxiv.now.isoformat()).code == 0
    arxiv.now = NOW
    between = ("--from", "2026-10-08", "--to", "2026-11-06", *RANGE[4:], *force)
    assert fork.run("backfill.py", "plan", str(plan), *between).code == 0
    assert fork.run("run_daily.py", "--date", str(LAST), "--now", NOW.isoformat()).code == 0
    assert fork.run("backfill.py", "make", "--planned", str(plan), "--shard", "1/1", "--into", str(parts)).code == 0
    papers = reported(fork)
    ran = fork.run("backfill.py", "merge", str(parts), *force)
    assert (ran.code, "Left out: " in ran.err) == (0, True), ran.err
    counts = Counter(paper_id for ids in reported(fork).values() for paper_id in ids)
    assert max(counts.values()) == 1
    assert {paper_id for day in DAYS if day > date(2026, 10, 8) for paper_id in new_on(day)} <= counts.keys()
    assert {day: sorted(ids) for day, ids in papers.items()}.items() <= {
        day: sorted(ids) for day, ids in reported(fork).items()
    }.items()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["make", "--from", "1990-01-01", "--to", "1990-02-01", "--yes"], "before arXiv's first paper"),
        (["make", "--from", "2026-11-02", "--to", "2027-02-01", "--yes"], "is in the future"),
        (["make", "--from", "2026-11-03", "--to", "2026-11-02", "--yes"], "is after --to"),
        (["make", "--from", "2026-11-02"], "Say which announcements"),
        (["make", "--from", "2026-11-02", "--to", "2026-11-03"], "agree with --yes"),
        (["make", "--shard", "4/3"], 'write it like 3/8'),
        (["make", "--shard", "x"], 'write it like 3/8'),
        (["make", "--shard", "1/3"], "Say which announcements"),
        (["--from", "2026-11-02", "--to", "2026-11-03", "--shard", "1/3", "--plan", "x"], "leave --shard out"),
        (["make", "--from", "2026-11-02", "--to", "2026-11-03", "--into", "x"], "--into needs --shard"),
        (["make", "--from", "yesterday", "--to", "2026-11-03"], '"yesterday" is not a date; write it like'),
        (["make", "--planned", "absent.json", "--shard", "1/3", "--into", "x"], "cannot be read as a plan"),
        (["merge", "absent"], "has no reports of shards"),
        (["make", "--planned", "absent.json", "--shard", "1/3"], "--planned needs --shard I/N and --into DIR"),
        (["plan", "x", "--from", "2026-11-02", "--to", "2026-11-03", "--shards", "257"], "is not from 1 to 256"),
        (["plan", "x", "--from", "2026-11-02", "--shard", "1/3"], "unrecognized arguments: --shard"),
        (["plan", "--from", "2026-11-02"], "required: FILE"),
        ([], "required: VERB"),
    ],
)  # fmt: skip
def test_bad_input(tmp_path: Path, arxiv: LoopbackArxiv, arguments: list[str], says: str) -> None:
    """What cannot be is refused with exit code 2 and the remedy; arXiv is not asked and nothing is written."""
    fork = make_fork(tmp_path, arxiv)
    before = fork.files()
    ran = fork.run("backfill.py", *arguments, *(RANGE[4:6] if "--from" in arguments else ()))
    assert (ran.code, says in ran.err) == (2, True), ran.err
    assert not arxiv.requests
    assert fork.files() == before


def test_an_unreadable_report_in_the_middle(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """A torn report is named and left alone, all others are made or rendered anew, and the exit code is 1."""
    fork = make_fork(tmp_path, arxiv)
    (fork.root / "data").mkdir()
    torn = fork.root / "data" / "2026-11-05.json"
    torn.write_text("torn", "utf-8")
    few = ("--from", "2026-11-02", "--to", "2026-11-12", *RANGE[4:])
    for words in (("plan", str(tmp_path / "plan.json")), ("make",)):
        ran = fork.run("backfill.py", *words, *few)
        assert (ran.code, "data/2026-11-05.json cannot be read" in ran.err) == (1, True), ran.err
    assert torn.read_text("utf-8") == "torn"
    page = fork.root / "daily" / "2026-11-04.md"
    page.unlink()
    for again in (fork.run("rebuild.py", "--check"), fork.run("rebuild.py")):
        assert (again.code, "data/2026-11-05.json cannot be read" in again.err) == (1, True), again.err
        assert "daily/2026-11-04.md" in again.out
    assert page.is_file()
    torn.unlink()
    assert len(reported(fork)) == 8
    assert (fork.root / "daily" / "2026-11-12.md").is_file()


def test_unreadable_reports_around_the_range(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """A torn report before the range, or long after it, is named; the reports of the range and their pages are made.

    One that was deleted waits, with exit code 1, until no unreadable report may have its papers.
    """
    fork = make_fork(tmp_path, arxiv)
    assert fork.run("backfill.py", "make", *RANGE).code == 0
    data, before = fork.root / "data", fork.files()
    for name in ("2026-09-01.json", "2026-09-02.json"):
        (data / name).unlink()
    ledger = data / "seen" / "2609.txt"
    ledger.write_text("".join(f"{i}\n" for i in ledger.read_text().split() if i not in new_on(date(2026, 9, 1))))
    for torn in ("2026-08-31.json", "2026-09-17.json"):
        (data / torn).write_text("torn")
    few = ("--from", "2026-09-01", "--to", "2026-09-02", *RANGE[4:])
    ran = fork.run("backfill.py", "make", *few)
    assert (ran.code, "1 report written." in ran.out) == (1, True), ran.err
    assert "data/2026-08-31.json cannot be read" in ran.err
    assert sorted(reported_in(data / "2026-09-01.json")) == sorted(new_on(date(2026, 9, 1)))
    for torn in ("2026-08-31.json", "2026-09-17.json"):
        (data / torn).write_bytes(before[f"data/{torn}"])
    assert fork.run("backfill.py", "make", *few).code == 0
    assert fork.run("rebuild.py").code == 0
    assert fork.files() == before


def test_interests_that_shards_have_translated_are_joined(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """What each had translated for itself is kept by the merge: the first shard's, unless it was there before."""
    fork, parts = make_fork(tmp_path / "fork", arxiv), tmp_path / "parts"
    fork.configure("interests: []", "interests: [扩散语言模型]")
    fork.configure("max_papers: 30", "max_papers: 1")
    plan, wanted = tmp_path / "plan.json", ("--from", str(DAYS[0]), "--to", str(DAYS[1]), *RANGE[4:])
    assert fork.run("backfill.py", "plan", str(plan), *wanted, "--shards", "2").code == 0
    for number in (2, 1):

        def answer(question: Question, number: int = number) -> str:
            if "You translate" in question.fixed:
                return json.dumps({"interests": [{"number": 1, "english": f"diffusion {'models' * number}"}]})
            return good(question)

        (fork.root / "data" / "interests.json").unlink(missing_ok=True)  # each is another machine
        shard = ("--planned", str(plan), "--shard", f"{number}/2", "--into", str(parts / str(number)))
        with FakeModel(answer) as model:
            ran = fork.run("backfill.py", "make", *shard, OPENAI_API_KEY="sk-of-a-test", OPENAI_BASE_URL=model.url)
        assert ran.code == 0, ran.err
    kept = fork.root / "data" / "interests.json"
    kept.unlink()
    assert fork.run("backfill.py", "merge", str(parts)).code == 0
    assert '"diffusion models"' in kept.read_text("utf-8")
    kept.write_text(kept.read_text("utf-8").replace("diffusion models", "masked diffusion"), "utf-8")
    (parts / "2" / "data" / "interests.json").write_text("{torn", "utf-8")
    again = fork.run("backfill.py", "merge", str(parts))
    assert (again.code, "Of the shard in" in again.err) == (1, True), again.err
    assert '"masked diffusion"' in kept.read_text("utf-8")


def test_a_damaged_report_of_a_shard(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """A merge names a shard's damaged report and takes all others; the shard, run again, makes that report anew."""
    fork, plan, parts = make_fork(tmp_path, arxiv), tmp_path / "plan.json", tmp_path / "parts"
    few = ("--from", "2026-11-02", "--to", "2026-11-05", *RANGE[4:])
    shard = ("--planned", str(plan), "--shard", "1/1", "--into", str(parts))
    assert fork.run("backfill.py", "plan", str(plan), *few).code == 0
    assert fork.run("backfill.py", "make", *shard).code == 0
    torn = parts / "data" / "2026-11-03.json"
    torn.write_bytes(torn.read_bytes()[:100])
    ran = fork.run("backfill.py", "merge", str(parts))
    assert (ran.code, "2026-11-03.json cannot be read as a report" in ran.err) == (1, True), ran.err
    assert list(reported(fork)) == ["2026-11-02", "2026-11-04", "2026-11-05"]
    assert "1 report written." in fork.run("backfill.py", "make", *shard).out
    assert fork.run("backfill.py", "merge", str(parts)).code == 0
    assert sorted(reported(fork)["2026-11-03"]) == sorted(new_on(date(2026, 11, 3)))


def test_a_deleted_report_is_made_again(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """A deleted report is named by rebuild.py and check_setup.py; a backfill makes it again, byte for byte.

    A paper that a later report has announced is not lost, and is not announced twice.
    """
    fork = make_fork(tmp_path, arxiv)
    few = ("--from", "2026-11-02", "--to", "2026-11-12", *RANGE[4:])
    assert fork.run("backfill.py", "make", *few).code == 0
    before = fork.files()
    (fork.root / "data" / "2026-11-05.json").unlink()
    for ran in (fork.run("rebuild.py", "--check"), fork.run("rebuild.py")):
        assert (ran.code, "daily/2026-11-05.md has no data/2026-11-05.json any more" in ran.err) == (1, True), ran.err
    assert "has no data/2026-11-05.json" in fork.run("check_setup.py").out
    again = fork.run("backfill.py", "make", *few)
    assert (again.code, "1 report to write" in again.out) == (0, True), again.err
    assert fork.files() == before

    moved = json.loads((fork.root / "data" / "2026-11-05.json").read_bytes())
    later = json.loads((fork.root / "data" / "2026-11-06.json").read_bytes())
    later["papers"].append(moved["papers"].pop())
    (fork.root / "data" / "2026-11-06.json").write_text(json.dumps(later))
    (fork.root / "data" / "2026-11-05.json").unlink()
    assert fork.run("backfill.py", "make", *few).code == 0
    counts = Counter(paper_id for ids in reported(fork).values() for paper_id in ids)
    assert max(counts.values()) == 1
    assert len(reported(fork)["2026-11-05"]) == PER_DAY - 1


def test_a_deleted_newest_report_is_made_again(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """A daily run makes the newest report anew where it was deleted, with the same papers."""
    fork = make_fork(tmp_path, arxiv)
    few = ("--from", "2026-11-02", "--to", "2026-11-12", *RANGE[4:])
    assert fork.run("backfill.py", "make", *few).code == 0
    papers = sorted(reported(fork)["2026-11-12"])
    (fork.root / "data" / "2026-11-12.json").unlink()
    arxiv.now = datetime.combine(LAST, time(6), EASTERN)
    ran = fork.run("run_daily.py", "--now", arxiv.now.isoformat())
    assert ran.code == 0, ran.err
    assert sorted(reported(fork)["2026-11-12"]) == papers


def test_arxiv_refuses_half_way(tmp_path: Path) -> None:
    """The months that were read have their reports and pages, the exit code is 4; the next call makes the rest."""
    with Refusing(announced(), now=NOW) as site:
        fork = make_fork(tmp_path, site)
        ran = fork.run("backfill.py", "make", *RANGE)
        assert ran.code == 4, ran.err
        made = reported(fork)
        assert 0 < len(made) < 60
        assert all((fork.root / "daily" / f"{day}.md").is_file() for day in made)
        site.refuses_after = 1000
        assert fork.run("backfill.py", "make", *RANGE).code == 0
        assert len(reported(fork)) == 60


def test_a_model_that_refuses_stops_it(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """No page without summaries is written by the hundred: a refusal ends the backfill with 3, and it goes on later."""
    with FakeModel() as model:
        fork = make_fork(tmp_path, arxiv, OPENAI_API_KEY="sk-made-up", OPENAI_BASE_URL=model.url)
        fork.configure("concurrency: 8", "concurrency: 1")
        few = ("--from", "2026-11-09", "--to", "2026-11-12", *RANGE[4:])
        model.queue(*[model.answer] * 6, error(401))
        ran = fork.run("backfill.py", "make", *few)
        assert ran.code == 3, ran.err
        assert "the model's API refuses the key" in " ".join(ran.err.split())
        assert len(reported(fork)) == 1
        assert fork.run("backfill.py", "make", *few).code == 0
        assert len(reported(fork)) == 4
        assert len(model.questions) == 4 * PER_DAY + 1


def test_a_merge_is_published_on_top_of_others(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """Where a daily run was first to push, the shards' reports are merged again on top; both are there."""
    fork, plan, parts = make_fork(tmp_path, arxiv), tmp_path / "plan.json", tmp_path / "parts"
    few = ("--from", "2026-11-02", "--to", "2026-11-05", *RANGE[4:])
    assert fork.run("backfill.py", "plan", str(plan), *few).code == 0
    assert fork.run("backfill.py", "make", "--planned", str(plan), "--shard", "1/1", "--into", str(parts)).code == 0
    assert fork.run("backfill.py", "merge", str(parts)).code == 0
    git(tmp_path, "clone", "--quiet", str(fork.remote), "other")
    other = replace(fork, root=tmp_path / "other")
    arxiv.now = datetime.combine(LAST, time(6), EASTERN)
    assert other.run("run_daily.py", "--now", arxiv.now.isoformat()).code == 0
    assert other.run("publish.py").code == 0
    ran = fork.run("publish.py", "--merged", str(parts))
    assert ran.code == 0, ran.err
    there = git(fork.remote, "ls-tree", "-r", "--name-only", "main").split()
    days = [name for name in there if name.startswith("data/2026")]
    assert days == [f"data/2026-11-{day:02}.json" for day in (2, 3, 4, 5, 12)]
    assert "daily/2026-11-03.md" in there
