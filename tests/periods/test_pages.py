"""Pages of weeks and months, from data/ alone."""

import os
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from lxml import etree

from digest.archive.reports import Archive
from digest.config.schema import Page
from digest.console.command import ROOT
from digest.core.calendar import by_month
from digest.core.errors import ArchiveError
from digest.core.report import Report
from digest.core.spans import month_of, touched, week_of
from digest.pages.look import Look
from digest.periods import record, themes, update
from digest.periods.chart import chart
from digest.periods.reading import Reader
from digest.periods.record import AboutTheme, Noticed, Record, Sentence
from reports import listing, look, with_summary
from weeks import LAST, archive_of, day, filled

GOLDEN = ROOT / "tests" / "golden"
WEEK, MONTH = week_of(LAST), month_of(LAST)
AUTHORS = ("B. Minta",)


def made(root: Path, reports: Sequence[Report], language: str = "en", **looks: object) -> dict[str, str]:
    """Every page of weeks and months of an archive, by its path within daily/."""
    archive = filled(root, reports)
    wanted = update.rendered(root, look(language, **looks), AUTHORS, archive, archive.dates()).texts
    return {str(path.relative_to(root / "daily")): text for path, text in wanted.items()}


def test_all_that_a_week_says_is_counted(tmp_path: Path) -> None:
    """A week's numbers, its rising term, its best, what was cut off, and authors followed are those of its reports."""
    page = made(tmp_path, archive_of(9))["weeks/2026-W47.md"]
    assert "> 60 papers, 20 summarised · 16 November 2026 to 20 November 2026" in page
    assert re.search(r"\| \*\*Underwater gliders\*\*.*\| 20 \| &lt; 1 \|", page)
    best = page.partition("## Best of the week")[2].partition("## Themes")[0]
    assert [int(score) for score in re.findall(r"&nbsp;\*\*(\d+)\*\*<br>", best)] == [80] * 5 + [70] * 5
    missed = page.partition("## What you missed")[2].partition("## Over time")[0]
    assert [int(score) for score in re.findall(r"^\| (\d+) \|", missed, re.MULTILINE)] == [*range(56, 50, -1)]
    assert "**B. Minta**" in page
    assert "[← 2026-W46](../weeks/2026-W46.md)" in page
    assert "[2026-11](../2026-11.md)" in page


def test_papers_are_read_while_a_model_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """What papers are about is read beside the run, the rest too where our code does not survive one of the texts."""
    seen, over = list[str](), Event()

    def topics(title: str, _abstract: str) -> None:
        seen.append(title)
        if len(seen) == 1:
            raise ValueError("a defect of ours")
        over.set()

    monkeypatch.setattr(update, "topics", topics)
    update.get_ready([entry.paper for entry in archive_of(9)[0].papers[:2]])
    assert over.wait(10)
    assert len(set(seen)) == 2


def test_planted_topics_are_the_themes(tmp_path: Path) -> None:
    """The five topics of made-up weeks are themes of the month, and so are the gliders of its last week."""
    page = made(tmp_path, archive_of(9))["2026-11.md"]
    names = " ".join(re.findall(r"^### (.*)$", page, re.MULTILINE)).lower()
    for topic in ("speech", "protein", "robot", "theorem", "knowledge graphs", "gliders"):
        assert topic in names


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_whole_page(tmp_path: Path, language: str) -> None:
    """A week and a month with everything in them are, byte for byte, the pages that were looked at and found good.

    Made anew with UPDATE_GOLDEN=1; look at the difference before you commit it.
    """
    reports = archive_of(9)
    ids = [entry.paper.id for report in reports[-5:] for entry in report.papers]
    said = Record(
        language=language,
        text=(Sentence(text="Gliders went under water.", ids=tuple(ids[:2])),),
        themes=(AboutTheme(name="gone", papers=(), text=()),),
        model="made-up-1",
        calls=3,
        tokens_in=900,
        tokens_out=120,
        noticed=(Noticed(id=reports[-1].also[0].id, upvotes=41), Noticed(id="2601.00001", upvotes=9)),
    )
    for span in (WEEK, MONTH):
        record.save(tmp_path, span, said)
    pages = made(tmp_path, reports, language)
    for name, text in {
        f"week.{language}.md": pages[WEEK.page],
        f"month.{language}.md": pages[MONTH.page],
        "week.svg": pages["charts/2026-W47.svg"],
    }.items():
        if name == "week.svg" and language != "en":
            continue
        golden = GOLDEN / name
        if os.environ.get("UPDATE_GOLDEN"):
            golden.write_text(text, "utf-8")
        assert text == golden.read_text("utf-8")


def test_a_rebuild_gives_the_same_bytes(tmp_path: Path) -> None:
    """Pages made anew, month by month or all at once, are those that are there."""
    archive = filled(tmp_path, archive_of(9))
    style = look("en")
    update.update(tmp_path, style, AUTHORS, archive, archive.dates())
    before = {path: path.read_bytes() for path in (tmp_path / "daily").rglob("*") if path.is_file()}
    assert update.update(tmp_path, style, AUTHORS, archive, archive.dates()).paths == ()
    months = sorted({(day.year, day.month) for day in archive.dates()})
    for month in months:
        days = [day for day in archive.dates() if (day.year, day.month) == month]
        later = [day for day in archive.dates() if (day.year, day.month) > month]
        assert update.update(tmp_path, style, AUTHORS, Archive(tmp_path), days, later).paths == ()
    assert before == {path: path.read_bytes() for path in (tmp_path / "daily").rglob("*") if path.is_file()}


def test_months_side_by_side_make_each_page_once(tmp_path: Path) -> None:
    """Of months that are made apart, each week and month is made by one alone, and together they make all of them."""
    archive = filled(tmp_path, archive_of(9))
    style, every, reader = look("en"), archive.dates(), Reader(archive)
    whole = update.rendered(tmp_path, style, AUTHORS, archive, every).texts
    apart: dict[Path, str] = {}
    for month in by_month(every):
        others = [day for day in every if day not in month]
        made_of_month = update.rendered(tmp_path, style, AUTHORS, archive, month, others, reader).texts
        assert apart.keys().isdisjoint(made_of_month)
        apart |= made_of_month
    assert apart == whole


def test_day_by_day_is_as_at_once(tmp_path: Path) -> None:
    """An archive that grows by a report a day has the pages that a rebuild of the whole makes."""
    one, other = tmp_path / "one", tmp_path / "other"
    style, reports = look("en"), archive_of(4)
    archive = Archive(one)
    for report in reports:
        archive.save(report)
        update.update(one, style, AUTHORS, archive, [report.date])
    whole = filled(other, reports)
    update.update(other, style, AUTHORS, whole, whole.dates())
    for path in sorted((other / "daily").rglob("*.*")):
        assert (one / path.relative_to(other)).read_text("utf-8") == path.read_text("utf-8")


def test_links_lead_to_pages_that_are_there(tmp_path: Path) -> None:
    """Each link of a week and a month to another page of daily/ leads to one, but for the reports' own."""
    pages = made(tmp_path, archive_of(9))
    for name, text in pages.items():
        for target in re.findall(r'(?:\]\(|src=")([^):"#]+\.(?:md|svg))', text):
            found = os.path.normpath(os.path.join(os.path.dirname(name), target))  # noqa: PTH118, PTH120
            assert found in pages or re.fullmatch(r"README\.md|2026-\d\d-\d\d\.md", found)


def test_a_week_of_one_report_in_a_young_archive(tmp_path: Path) -> None:
    """The first report of an archive makes a week and a month, which say that there is nothing to compare with."""
    pages = made(tmp_path, archive_of(1)[:1])
    assert set(pages) == {"weeks/2026-W47.md", "2026-11.md", "charts/2026-W47.svg", "charts/2026-11.svg"}
    assert "There are too few weeks before to compare with." in pages["weeks/2026-W47.md"]
    assert "## Rising" not in pages["weeks/2026-W47.md"]


def test_an_empty_report_makes_a_page(tmp_path: Path) -> None:
    """A report without a paper has a week without themes and without an empty table, and nothing breaks."""
    empty = day(LAST, 1).model_copy(update={"papers": (), "also": ()})
    page = made(tmp_path, [empty])["weeks/2026-W47.md"]
    assert "> 0 papers" in page
    assert "| Score |" not in page
    assert "There are too few papers to group them." in page


def test_a_week_between_holidays_is_stepped_over(tmp_path: Path) -> None:
    """A week without a report has no page, and its neighbours lead to each other."""
    reports = [report for report in archive_of(3) if week_of(report.date).name != "2026-W46"]
    pages = made(tmp_path, reports)
    assert "weeks/2026-W46.md" not in pages
    assert "[2026-W47 →](../weeks/2026-W47.md)" in pages["weeks/2026-W45.md"]


def test_a_torn_report_is_left_out_and_named(tmp_path: Path) -> None:
    """A report that cannot be read is named: as not counted, or, of a week before, as missing from the comparison."""
    archive = filled(tmp_path, archive_of(9))
    archive.path(date(2026, 11, 18)).write_text('{"schema": 1, "da', "utf-8")
    archive.path(date(2026, 10, 7)).write_text("<<<<<<< HEAD\n", "utf-8")
    made = update.rendered(tmp_path, look("en"), AUTHORS, Archive(tmp_path), [LAST])
    page = made.texts[tmp_path / "daily" / WEEK.page]
    assert "could not be read and are not counted: 18 November 2026." in page
    assert "could not be read; the comparison is without them: 7 October 2026." in page
    assert "> 48 papers" in page
    assert sorted(problem.split(" cannot")[0] for problem in made.unreadable) == [
        "data/2026-10-07.json",
        "data/2026-11-18.json",
    ]
    assert all("git checkout" in problem for problem in made.unreadable)
    # A rebuild, which hides what it cannot read, says the same.
    hiding = Archive(tmp_path, frozenset({date(2026, 11, 18), date(2026, 10, 7)}))
    assert update.rendered(tmp_path, look("en"), AUTHORS, hiding, [LAST]).texts[tmp_path / "daily" / WEEK.page] == page


def test_a_torn_record_is_told_of(tmp_path: Path) -> None:
    """What cannot be read of data/periods/ is an error with its name and remedy, and never taken for nothing."""
    archive = filled(tmp_path, archive_of(1))
    place = record.path(tmp_path, WEEK)
    for text in ("{", '{"schema": 2, "period": "2026-W47"}', '{"schema": 1, "period": "2026-W46"}', "[]"):
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, "utf-8")
        with pytest.raises(ArchiveError, match=r"data/periods/2026-W47\.json cannot be read"):
            update.rendered(tmp_path, look("en"), AUTHORS, archive, archive.dates())


def test_a_sentence_whose_paper_is_gone_is_not_shown(tmp_path: Path) -> None:
    """A sentence that stands on a paper which the period has no more is left out of the page."""
    said = (Sentence(text="Stands on nothing.", ids=("2601.00001",)), Sentence(text="No ids.", ids=()))
    record.save(tmp_path, WEEK, Record(text=said))
    page = made(tmp_path, archive_of(1))[WEEK.page]
    assert "Stands on nothing" not in page
    assert "No ids" not in page


def test_the_chart_is_an_image_of_both_schemes(tmp_path: Path) -> None:
    """The chart is well-formed, has a style for dark mode, and a bar for each week of each category and interest."""
    drawn = made(tmp_path, archive_of(9))["charts/2026-W47.svg"]
    root = etree.fromstring(drawn.encode())
    space = {"svg": "http://www.w3.org/2000/svg"}
    assert root.xpath("count(//svg:rect)", namespaces=space) == 9 * 3
    assert "prefers-color-scheme:dark" in drawn
    assert root.get("width") == "360"


def test_the_bars_of_a_first_week_are_as_high_as_their_counts() -> None:
    """One week has no other to be compared with, so its rows have one scale; of more weeks, each row has its own."""
    rows = {"cs.AI": (20,), "cs.CL": (5,)}
    first = chart(["2026-W47"], [("Categories", rows)], [True])
    assert [int(height) for height in re.findall(r'<rect[^>]* height="(\d+)"', first)] == [22, 6]
    later = chart(["2026-W46", "2026-W47"], [("Categories", {"cs.AI": (20, 10), "cs.CL": (5, 5)})], [False, True])
    assert [int(height) for height in re.findall(r'<rect[^>]* height="(\d+)"', later)] == [22, 11, 22, 22]


def test_categories_that_change_in_mid_month(tmp_path: Path) -> None:
    """A category that is added in mid-month is counted and charted, and raises no term; one that is gone stays."""
    reports = []
    for report in archive_of(9):
        if report.date >= date(2026, 11, 11):
            first = (report.date - date(2026, 11, 1)).days * 10
            added = [
                listing(1, title=f"Tendon actuators for harbour {n}", primary_category="cs.RO").model_copy(
                    update={"id": f"2612.{first + n:05}"}
                )
                for n in range(8)
            ]
            kept = [one for one in report.also if one.primary_category != "cs.LG"]
            update = {"categories": ("cs.AI", "cs.RO"), "also": (*kept, *added)}
            report = report.model_copy(update=update)  # noqa: PLW2901
        reports.append(report)
    pages = made(tmp_path, reports)
    month = pages["2026-11.md"]
    papers = sum(len(report.papers) + len(report.also) for report in reports if report.date >= date(2026, 11, 1))
    assert f"> {papers} papers" in month
    assert "endon" not in month.partition("## Rising and new terms")[2].partition("\n## ")[0]
    for name in ("cs.AI", "cs.LG", "cs.RO"):
        assert f">{name}<" in pages["charts/2026-11.svg"]
        assert f"&nbsp;{name}" in month.partition("## Over time")[2]


def test_a_language_that_changes_in_mid_month(tmp_path: Path) -> None:
    """A month half in Chinese and half in English has the best of both; what a model wrote before stays as it is."""
    reports = []
    for report in archive_of(4):
        language = "zh-CN" if report.date < date(2026, 11, 11) else "en"
        said = "中文的一句话。" if language == "zh-CN" else "A sentence in English."
        papers = [with_summary(entry, language=language, one_sentence=said) for entry in report.papers]
        reports.append(report.model_copy(update={"papers": tuple(papers)}))
    told = Sentence(text="滑翔机下水了。", ids=(reports[-1].papers[0].paper.id,))
    record.save(tmp_path, MONTH, Record(language="zh-CN", text=(told,), model="made-up-1"))
    page = made(tmp_path, reports, "en")["2026-11.md"]
    best = page.partition("## Best of the month")[2].partition("\n## ")[0]
    assert "中文的一句话。" in best
    assert "A sentence in English." in best
    assert "滑翔机下水了。" in page
    assert "# Papers of November 2026" in page


def test_what_a_report_has_a_part_in() -> None:
    """A report has a part in its week and month, in those compared with it, and in the pages that link to its week."""
    dates = [report.date for report in archive_of(12, LAST)]
    names = {span.name for span in touched([date(2026, 9, 15)], dates)}
    assert names == {
        *("2026-W37", "2026-08", "2026-09", "2026-10", "2026-11"),
        *(f"2026-W{week}" for week in range(38, 47)),
    }
    assert {span.name for span in touched([LAST], dates)} == {"2026-W46", "2026-W47", "2026-10", "2026-11"}


@pytest.mark.parametrize("when", [date(2026, 12, 31), date(2027, 1, 1), date(1, 1, 1), date(9999, 12, 31)])
def test_weeks_are_those_of_iso(when: date) -> None:
    """A week is named as ISO 8601 names it, also where the year turns, and a month has all its days."""
    week, month = week_of(when), month_of(when)
    year, number, _ = when.isocalendar()
    assert week.name == f"{year:04}-W{number:02}"
    assert week.first <= when <= week.last
    assert month.first <= when <= month.last
    assert (month.first.day, month.last.day) == (1, 31)


def test_right_to_left(tmp_path: Path) -> None:
    """A page in Arabic stands in a frame that runs from right to left, opened as often as it is closed."""
    archive = filled(tmp_path, archive_of(4))
    style = Look.load(ROOT, "ar", Page())
    page = update.rendered(tmp_path, style, AUTHORS, archive, [LAST]).texts[tmp_path / "daily" / WEEK.page]
    assert page.count('<div dir="rtl">') == page.count("</div>") > 0


def test_a_text_that_our_code_does_not_survive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where reading a paper's text fails, its week has the best papers and the numbers, and nothing is raised."""

    def fail(title: str) -> None:
        raise ZeroDivisionError(title)

    monkeypatch.setattr(themes, "telling", fail)
    page = made(tmp_path, archive_of(4))["weeks/2026-W47.md"]
    assert "> 60 papers" in page
    assert page.count(" · Score&nbsp;**80**<br>") == 5
