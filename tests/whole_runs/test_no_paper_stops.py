"""No paper stops a fork: what our code does not survive costs one paper its text, and no other paper anything."""

import io
import json
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

import fake_arxiv
from digest.archive.layout import Places
from digest.archive.reports import Archive
from digest.console import actions
from digest.console.command import ROOT
from digest.console.progress import Progress
from digest.core.calendar import EASTERN, announcements
from digest.core.sparing import spared
from digest.outcome import Outcome
from digest.pages import release_text, update
from digest.pages.plain_papers import plainly, showing
from digest.periods import update as periods
from digest.pipeline import run
from digest.rank import evidence, examples, ranking, topics
from digest.settings import Settings
from digest.summarise import extractive, question
from digest.taste.profile import keep_texts
from digest.tex import parser
from fake_arxiv import FaultyArxiv, paper
from fake_model import FakeModel
from fork import ended, git, make_fork
from loopback_arxiv.server import AnnouncedPaper
from reports import listing, look, report, summarised

pytestmark = pytest.mark.whole_run
FIRST, LAST = date(2026, 11, 2), date(2026, 11, 20)
BAD_DAY = date(2026, 11, 4)
BAD_ID = "2611.90666"
UNDREAMT = "An undreamt-of macro!"
"""In a text of one paper, where a test has our code fail at it."""


@dataclass(frozen=True, kw_only=True)
class Weeks:
    """What three weeks of a fork came to."""

    settings: Settings
    ends: dict[date, int]
    """The exit code of each day's run."""
    outcomes: list[Outcome]

    @property
    def archive(self) -> Archive:
        return Archive(self.settings.root)

    def text(self, name: str) -> str:
        return (self.settings.root / name).read_text("utf-8")


def three_weeks(root: Path, **bad: Any) -> Weeks:
    """A run each morning for three weeks, as `weeks_until`."""
    return weeks_until(LAST, root, **bad)


def week(root: Path, llm: str = "", key: str = "", **bad: Any) -> Weeks:
    """A run each morning for a week, as `weeks_until`."""
    return weeks_until(FIRST + timedelta(days=4), root, llm, key, **bad)


def weeks_until(last: date, root: Path, llm: str = "", key: str = "", **bad: Any) -> Weeks:
    """A run each morning, three papers a day; one more of the third day, the best of all, has what is `bad`."""
    for name in ("labels", "prompts", "templates"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "README.md", root)
    (root / "config.yml").write_text(f"categories: [cs.AI]\nlanguage: en\nmax_papers: 3\n{llm}", "utf-8")
    days = announcements(after=FIRST - timedelta(days=1), until=last)
    announced = []
    for number, on in enumerate(days):
        submitted = datetime.combine(on - timedelta(days=1), time(15), UTC)
        submitted -= timedelta(days=2) if on.weekday() == 0 else timedelta(0)
        usual = [paper(10 * number + place, submitted) for place in range(3)]
        announced += [AnnouncedPaper(announced=on, paper=found) for found in usual]
        if on == BAD_DAY:
            changed = paper(666, submitted).model_copy(update={"authors": ("Ada Example",) * 30} | bad)
            announced.append(AnnouncedPaper(announced=on, paper=changed))
    ends, outcomes = {}, []
    with FaultyArxiv(announced) as site:
        urls = {"ARXIV_API_URL": site.api_url, "ARXIV_RSS_URL": site.rss_url, "ARXIV_DELAY_SECONDS": "0"}
        settings = Settings.load(root, None, {**urls, "OPENAI_API_KEY": key})
        for on in days:
            site.now = datetime.combine(on, time(8), EASTERN)
            outcomes.append(run(settings, site.now, Progress(environment={}, stream=io.StringIO())))
            ends[on] = outcomes[-1].exit_code
    return Weeks(settings=settings, ends=ends, outcomes=outcomes)


def assert_nothing_is_held_up(weeks: Weeks) -> None:
    """Each day has its report, each paper is in exactly one, and all that is written can be read."""
    assert weeks.archive.dates() == tuple(weeks.ends)
    ids = Counter(paper_id for on in weeks.archive.dates() for paper_id in weeks.archive.load(on).ids)
    assert len(ids) == 3 * len(weeks.ends) + 1
    assert set(ids.values()) == {1}
    assert BAD_ID in weeks.archive.load(BAD_DAY).ids
    for name in ("daily/2026-11-04.md", "daily/2026-11.md", "daily/feed.xml", "README.md"):
        assert not set(weeks.text(name)) & {chr(code) for code in (*range(9), 11, 12, *range(14, 32))}


@pytest.mark.parametrize(
    "bad",
    [{"abstract": r"We show $\unicode{xD800}$ here."}, {"title": r"A $\unicode{x0}$ title"}],
    ids=["surrogate", "null"],
)
def test_three_weeks_with_a_character_that_no_file_may_hold(tmp_path: Path, bad: dict[str, str]) -> None:
    """A formula that makes a lone surrogate, or a NUL in a title of the best five, ends no run of a later day."""
    weeks = three_weeks(tmp_path, **bad)
    assert_nothing_is_held_up(weeks)
    assert {code for on, code in weeks.ends.items() if on != BAD_DAY} == {0}


@pytest.mark.parametrize("field", ["title", "abstract", "comment"])
def test_three_weeks_with_a_text_that_cannot_be_rendered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    """The run that first meets it ends with 1 and names it; it is shown by id, title and link; later runs end well."""
    fail_at_it(monkeypatch, parser, "parse")
    weeks = three_weeks(tmp_path, **{"title": "A plain title", field: f"{UNDREAMT} & @octocat"})
    assert_nothing_is_held_up(weeks)
    assert weeks.ends == {on: int(on == BAD_DAY) for on in weeks.ends}
    made = weeks.archive.load(BAD_DAY)
    assert made.run.defects["render"] == (BAD_ID,)
    (met,) = [outcome.defects for outcome in weeks.outcomes if outcome.exit_code]
    assert f"{BAD_ID} (render)" in met
    page = weeks.text("daily/2026-11-04.md")
    title = "A plain title" if field != "title" else "An undreamt<span>&#45;</span>of macro"
    shown = f"2611<span>&#46;</span>90666 {title}"
    assert shown in page
    assert f"](https://arxiv.org/abs/{BAD_ID}v1)" in page
    assert "@octocat" not in page
    assert "cannot be shown here, by a defect" in page
    others = [found.paper for found in made.papers if found.paper.id != BAD_ID]
    assert len(others) == 2
    assert all(other.abstract in page for other in others)
    for name in ("daily/2026-11.md", "daily/feed.xml"):
        assert title.split("<")[0] in weeks.text(name).replace("&lt;", "<")
    again = update.rendered(
        weeks.settings.root, weeks.settings.look, weeks.settings.repository, weeks.archive, [BAD_DAY]
    ).texts
    assert {path: path.read_text("utf-8") for path in again} == again


def fail_at_it(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> None:
    """Have a function of ours fail at the text that nobody thought of."""
    works = getattr(module, name)

    def failing(*given: object, **more: object) -> object:
        if any(UNDREAMT in str(text) for text in given):
            raise RecursionError("made up")
        return works(*given, **more)

    monkeypatch.setattr(module, name, failing)


def test_the_ranker_fails_at_one_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper that the ranker does not survive comes last, without points; the day's other papers are ranked."""
    fail_at_it(monkeypatch, ranking, "read")
    weeks = week(tmp_path, abstract=UNDREAMT)
    assert_nothing_is_held_up(weeks)
    assert weeks.ends == {on: int(on == BAD_DAY) for on in weeks.ends}
    made = weeks.archive.load(BAD_DAY)
    assert made.run.defects == {"rank": (BAD_ID,)}
    assert [(listing.id, listing.score) for listing in made.also] == [(BAD_ID, 0)]
    assert all(found.score.total for found in made.papers)


def test_the_extractive_summary_fails_at_one_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper whose sentences cannot be told apart has no summary, which the page says; the others have theirs."""
    fail_at_it(monkeypatch, extractive, "sentences")
    weeks = week(tmp_path, "interests: [undreamt-of macros]\n", abstract=UNDREAMT)
    assert_nothing_is_held_up(weeks)
    assert weeks.ends == {on: int(on == BAD_DAY) for on in weeks.ends}
    made = weeks.archive.load(BAD_DAY)
    assert made.run.defects == {"summarise": (BAD_ID,)}
    summaries = {found.paper.id: found.summary.status for found in made.papers}
    assert summaries.pop(BAD_ID) == "pending"
    assert set(summaries.values()) == {"extractive"}
    assert "a defect of the digest itself" in weeks.text("daily/2026-11-04.md")


@pytest.mark.parametrize(("stage", "pack"), [("quoted", 1), ("quoted", 3), ("check", 1), ("check", 3)])
def test_the_question_or_the_checks_fail_at_one_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str, pack: int
) -> None:
    """A paper that cannot be asked about, or whose answer cannot be checked, is the only one without a summary."""
    fail_at_it(monkeypatch, question, stage)
    with FakeModel() as model:
        llm = f"interests: [undreamt-of macros]\nllm: {{base_url: {model.url}, model: a, papers_per_call: {pack}}}\n"
        weeks = week(tmp_path, llm, "a-key", abstract=UNDREAMT)
    assert_nothing_is_held_up(weeks)
    assert weeks.ends == {on: int(on == BAD_DAY) for on in weeks.ends}
    made = weeks.archive.load(BAD_DAY)
    assert made.run.defects == {"summarise": (BAD_ID,)}
    assert Counter(found.summary.status for found in made.papers) == {"ok": 2, "pending": 1}


@pytest.mark.parametrize(
    ("module", "name"),
    [(examples, "vector_of_text"), (evidence, "read"), (topics, "phrases")],
    ids=["words", "reading", "phrases"],
)
def test_three_days_with_a_liked_paper_that_nothing_can_be_learned_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: object, name: str
) -> None:
    """Every report is made, by what else is liked; it says what is missing and why, and its run ends with 1."""
    fail_at_it(monkeypatch, module, name)
    liked = (fake_arxiv.paper(8001, title=UNDREAMT), fake_arxiv.paper(8002, title="A made-up paper that is liked"))
    keep_texts(tmp_path, {one.id: one for one in liked})
    config = f"interests: [violins]\nauthors: [Ada Example]\nliked: [{', '.join(one.id for one in liked)}]\n"
    weeks = weeks_until(FIRST + timedelta(days=2), tmp_path, config)
    assert_nothing_is_held_up(weeks)
    assert weeks.ends == dict.fromkeys(weeks.ends, 1)
    for outcome in weeks.outcomes:
        (made,) = outcome.reports
        assert (outcome.defects, made.run.defects) == ((f"{liked[0].id} (learn)",), {"learn": (liked[0].id,)})
        assert any(f"{liked[0].id} taught nothing, by a defect" in notice for notice in made.run.notices)
        assert made.run.learned.liked == 1
        assert all(entry.score.total for entry in made.papers)


def test_an_old_page_that_a_new_version_fails_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an upgrade, a paper of an earlier report may be one that cannot be rendered: no run turns red for it."""
    weeks = week(tmp_path, title=UNDREAMT)
    assert set(weeks.ends.values()) == {0}
    fail_at_it(monkeypatch, parser, "parse")
    update.update(
        weeks.settings.root, weeks.settings.look, weeks.settings.repository, weeks.archive, weeks.archive.dates()
    )
    periods.update(weeks.settings.root, weeks.settings.look, (), weeks.archive, weeks.archive.dates())
    for name in ("daily/2026-11-04.md", "daily/2026-11.md", "daily/feed.xml"):
        assert "An undreamt<span>" in weeks.text(name).replace("&lt;", "<").replace("&gt;", ">")


def test_a_release_with_a_paper_that_cannot_be_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those who watch are told of it by its title, and of the others as ever."""
    fail_at_it(monkeypatch, parser, "parse")
    made = report(summarised(1), summarised(2, title=UNDREAMT), also=(listing(3, title=UNDREAMT),))
    period = release_text.Period(tag="digest", name="a day", dates=(made.date,))
    text = showing(
        [made],
        look("en"),
        lambda show: release_text.text(period, [show(made)], look("en"), "owner/repository", Places()),
    )
    assert (
        "[2611<span>&#46;</span>90002 An undreamt<span>&#45;</span>of macro<span>&#33;</span>](https://arxiv.org/abs/2611.90002v1)"
        in text
    )
    assert "[Made-up paper 1]" in text


def test_what_is_no_papers_doing_is_no_papers_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no paper is to blame, the error is raised as it is, and nothing is shown in less than full."""

    def make(_: object) -> str:
        raise RuntimeError("made up")

    with pytest.raises(RuntimeError, match="made up"):
        showing([report(summarised(1))], look("en"), make)


def test_together_but_not_alone() -> None:
    """Where papers fail only together, also beside one that fails alone, nothing is made of any, and none is lost."""

    def make(numbers: Sequence[int]) -> int:
        return sum(numbers) // (len(numbers) != 2 and 7 not in numbers)

    assert spared([1, 2, 3], make) == (6, ())
    assert spared([1, 2], make) == (0, (1, 2))
    assert spared([1, 7, 2], make) == (0, (7, 1, 2))


def test_plain_characters_are_nothing_else() -> None:
    """A title in plain characters has no character that Markdown, HTML or GitHub reads as more than itself."""
    made = plainly("a\x00 \ud800\u202e`b` <b> @c #1 www.x.org $x$ ![y](z) GH-1 é中\n| d")
    assert set(made.replace("<span>&#", "").replace(";</span>", "")) <= set("0123456789 abcxyzworgGHé中d")


FAILS_AT_IT = f"""
import sys
sys.path.insert(0, {str(ROOT / "scripts")!r})
from digest.tex import parser
works = parser.parse
def parse(text):
    if {UNDREAMT!r} in text:
        raise RecursionError("made up")
    return works(text)
parser.parse = parse
"""
"""For a process of its own: it is run when Python starts, https://docs.python.org/3/library/site.html."""


def test_a_push_race_with_a_paper_that_cannot_be_rendered(tmp_path: Path) -> None:
    """A run that meets it, and has to begin anew on top of another's report, ends with 1 and publishes everything."""
    (tmp_path / "start").mkdir()
    (tmp_path / "start" / "sitecustomize.py").write_text(FAILS_AT_IT, "utf-8")
    tuesday = datetime(2026, 11, 17, 9, tzinfo=EASTERN)
    wednesday, later = tuesday + timedelta(days=1), fake_arxiv.MONDAY + timedelta(days=1)
    announced = fake_arxiv.announced(paper(1), paper(2), on=tuesday.date())
    announced += fake_arxiv.announced(paper(11, later), paper(666, later, title=UNDREAMT), on=wednesday.date())
    with FaultyArxiv(announced, now=tuesday) as site:
        ours = make_fork(tmp_path, site, PYTHONPATH=str(tmp_path / "start"))
        git(tmp_path, "clone", "--quiet", str(ours.remote), str(tmp_path / "other"))
        theirs = replace(ours, root=tmp_path / "other")
        now = ("--now", tuesday.isoformat())
        assert [theirs.run(script, *now).code for script in ("run_daily.py", "publish.py")] == [0, 0]
        site.now = wednesday
        now = ("--now", wednesday.isoformat())
        made, published = ended(ours.start("run_daily.py", *now)), ended(ours.start("publish.py", *now))
        again = ended(ours.start("run_daily.py", *now))
    assert (made.code, published.code, again.code) == (1, 0, 0), published.err
    assert f"{BAD_ID} (render)" in made.out
    assert "ours is made again on top of it" in published.out
    there = git(ours.remote, "ls-tree", "-r", "--name-only", "main").split()
    assert {"data/2026-11-17.json", "data/2026-11-18.json", "daily/2026-11-18.md"} <= set(there)
    report_of_ours = json.loads(git(ours.remote, "show", "main:data/2026-11-18.json"))
    assert report_of_ours["run"]["defects"] == {"render": [BAD_ID], "summarise": [BAD_ID]}


def test_what_another_process_handed_over(tmp_path: Path) -> None:
    """Outputs are read as they were written, whatever a value looks like; a file that is not there has none."""
    environment = {"GITHUB_OUTPUT": str(tmp_path / "output")}
    said = {"problem": "complete<<x\ntrue\nx", "complete": "false", "code": ""}
    for name, value in said.items():
        actions.output(environment, name, value)
    assert actions.outputs(tmp_path / "output") == said
    assert actions.outputs(tmp_path / "none") == {}
