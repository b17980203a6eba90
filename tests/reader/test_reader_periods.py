"""Weeks and months in the reader: they say what their Markdown pages say, and lead from day to week to month."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import lxml.html
import pytest

from digest.archive.reports import Archive
from digest.core.spans import month_of, week_of
from digest.periods import record, update
from digest.periods.record import Noticed, Record, Sentence
from digest.reader.building import build
from reader.conftest import Served, lay_out, serving, site_of, visit
from reports import look
from weeks import LAST, archive_of

WEEK, MONTH = week_of(LAST), month_of(LAST)
AUTHOR = "B. Minta"


def kept() -> Record:
    """What a model wrote of the week, a sentence of which stands on a paper that is gone."""
    ids = tuple(entry.paper.id for report in archive_of(1) for entry in report.papers)
    return Record(
        text=(Sentence(text="Gliders went <under> water.", ids=ids[:2]), Sentence(text="Gone.", ids=("2601.00001",))),
        noticed=(Noticed(id=archive_of(1)[-1].also[0].id, upvotes=41),),
        model="made-up-1",
    )


def repository(root: Path, weeks: int = 9) -> Path:
    """A repository of so many weeks."""
    made = lay_out(root, archive_of(weeks))
    record.save(made, WEEK, kept())
    return made


@pytest.fixture(scope="module")
def weekly(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The site of nine weeks, of which the last four reports are the newest."""
    root = repository(tmp_path_factory.mktemp("weeks") / "repository")
    folder = root.parent / "site" / "papers"
    folder.parent.mkdir()
    site = site_of(root)
    build(site_of(root, config=site.config.model_copy(update={"authors": (AUTHOR,)})), folder, lambda _: None, recent=4)
    with serving(folder.parent) as url:
        yield Served(url=f"{url}papers/", folder=folder)


def text_of(page: str) -> str:
    """The text of a page, white space folded."""
    return " ".join(lxml.html.document_fromstring(page.encode()).text_content().split())


def test_it_says_what_the_markdown_page_says(weekly: Served) -> None:
    """Themes with their counts and comparison, rising terms, best and missed papers are those of daily/weeks/."""
    root = weekly.folder.parents[1] / "repository"
    markdown = update.rendered(root, look("en"), (AUTHOR,), Archive(root), [LAST]).texts[root / "daily" / WEEK.page]
    html = (weekly.folder / "weeks" / f"{WEEK.name}.html").read_text("utf-8")
    page = lxml.html.document_fromstring(html.encode())
    themes = re.findall(r"^### (.*)\n\n(.*)$", markdown, re.MULTILINE)
    sections = page.xpath("//section[@class='theme'][p[@class='counts']]")
    assert len(themes) == len(sections) > 2
    for (name, counts), section in zip(themes, sections, strict=True):
        assert " ".join(section.find("h3").text_content().split()) == name
        assert section.find("p").text_content() == counts.replace("&lt;", "<")
    rising = re.findall(r"^\| \*\*(.*?)\*\*<br>.*\| (\S+) \| (.*) \|$", markdown, re.MULTILINE)
    rows = page.xpath("//h2[text()='Rising and new terms']/following-sibling::table[1]/tbody/tr")
    said = [(row.find("th/bdi").text, row.find("td[1]").text, row.find("td[2]").text) for row in rows]
    assert said == [(term, now, usual.replace("&lt;", "<")) for term, now, usual in rising] != []
    best = re.findall(r"^\d+\. \[.*&nbsp;\*\*(\d+)\*\*", markdown, re.MULTILINE)
    assert page.xpath("//h2[text()='Best of the week']/following-sibling::ol//b/text()") == best != []
    for heading in ("Authors you follow", "What you missed", "What others noticed", "Over time"):
        assert f"## {heading}" in markdown
        assert f"<h2>{heading}</h2>" in html


def test_sentences_lead_to_their_papers(weekly: Served) -> None:
    """A model's sentence is text with links to the papers it stands on; one whose paper is gone is not there."""
    page = (weekly.folder / "weeks" / f"{WEEK.name}.html").read_text("utf-8")
    assert "Gliders went &lt;under&gt; water." in page
    assert "Gone." not in page
    links = re.findall(r'class="source" href="([^"]+)">([^<]+)<', page)
    assert [name for _, name in links] == list(kept().text[0].ids)
    for link, _ in links:
        path, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in (weekly.folder / "weeks" / path).read_text("utf-8")


@pytest.mark.browser
def test_from_day_to_week_to_month_and_back(weekly: Served) -> None:
    """By links alone, without scripts: day, week, month, week, day; and the chart is drawn under the page's policy."""
    address = "location.pathname.split('/papers/')[1]"
    steps: list[tuple[str, ...]] = [("goto", "index.html"), ("click", f"a[href='weeks/{WEEK.name}.html']")]
    for link in (f"../months/{MONTH.name}.html", f"../weeks/{WEEK.name}.html", "../reports/2026-11-18.html",
                 f"../weeks/{WEEK.name}.html", "../weeks/2026-W46.html"):  # fmt: skip
        steps += [("read", address), ("click", f"a[href='{link}']")]
    steps += [("read", address), ("goto", f"weeks/{WEEK.name}.html"),
              ("read", "document.querySelector('img.chart').naturalWidth")]  # fmt: skip
    seen = visit(weekly.url, steps, scripts=False)
    week, month = f"weeks/{WEEK.name}.html", f"months/{MONTH.name}.html"
    assert seen.read == [week, month, week, "reports/2026-11-18.html", week, "weeks/2026-W46.html", 360]
    assert seen.complaints == []


@pytest.mark.browser
def test_keys_go_through_a_week(weekly: Served) -> None:
    """In a week, j and k go through the papers, s stars with what BibTeX wants, [ and ] lead to its neighbours."""
    page = f"weeks/{WEEK.name}.html"
    steps: list[tuple[str, ...]] = [
        ("goto", page), ("press", "j"), ("press", "j"), ("press", "k"), ("press", "s"),
        ("wait", "document.querySelector('li.current.starred')"), ("press", "["),
        ("wait", "location.pathname.endsWith('2026-W46.html')"), ("wait", "document.documentElement.dataset.ready"),
        ("press", "]"), ("wait", f"location.pathname.endsWith('{page}')"),
        ("goto", "starred.html"), ("download", "#bibtex"),
    ]  # fmt: skip
    seen = visit(weekly.url, steps)
    assert "author = {" in seen.read[-1]
    assert "primaryClass = {" in seen.read[-1]
    assert seen.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_everybody_can_use_a_week(weekly: Served, scheme: str, width: int) -> None:
    """axe finds nothing in a week, a month, and an old one with nothing but its best; nothing sticks out sideways."""
    steps: list[tuple[str, ...]] = []
    for page in (f"weeks/{WEEK.name}.html", f"months/{MONTH.name}.html", "weeks/2026-W40.html"):
        steps += [("goto", page), ("axe",), ("read", "document.documentElement.scrollWidth")]
    seen = visit(weekly.url, steps, scheme=scheme, width=width)
    assert seen.read == [[], width] * 3
    assert seen.complaints == []


def test_an_old_week_leads_to_the_one_at_github(weekly: Served) -> None:
    """A week older than the newest reports has its best papers and a link to its whole page, and no chart."""
    page = (weekly.folder / "weeks" / "2026-W40.html").read_text("utf-8")
    assert 'href="https://github.com/octo/papers/blob/HEAD/daily/weeks/2026-W40.md"' in page
    assert "<h2>Themes</h2>" not in page
    assert page.count('data-id="') == 10
    assert not (weekly.folder / "charts" / "2026-W40.svg").exists()


@pytest.mark.parametrize("language", ["ar", "zh-CN"])
def test_other_languages(tmp_path: Path, language: str) -> None:
    """A week in Arabic runs from right to left, and its English phrases stand apart; in Chinese it is in Chinese."""
    build(site_of(repository(tmp_path / "repository", 4), language), tmp_path / "site", lambda _: None)
    page = (tmp_path / "site" / "weeks" / f"{WEEK.name}.html").read_text("utf-8")
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page
    assert f"<h2>{look(language).labels('themes')}</h2>" in page
    assert re.search(r'<h3 dir="auto"><bdi>[A-Za-z]', page)


def test_a_torn_record_is_named_and_the_week_is_there(tmp_path: Path) -> None:
    """A record in data/periods/ that cannot be read is a problem with its name; its week has all else."""
    root = repository(tmp_path / "repository", 2)
    record.path(root, WEEK).write_text("{", "utf-8")
    Archive(root).path(date(2026, 11, 18)).write_text("{", "utf-8")
    made = build(site_of(root), tmp_path / "site", lambda _: None)
    assert sorted(said.split(" cannot")[0] for said in made.problems) == [
        "data/2026-11-18.json",
        f"data/periods/{WEEK.name}.json",
    ]
    page = text_of((tmp_path / "site" / "weeks" / f"{WEEK.name}.html").read_text("utf-8"))
    assert "could not be read and are not counted: 18 November 2026." in page
    assert "Gliders went" not in page
