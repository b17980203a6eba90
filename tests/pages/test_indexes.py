"""The ways into the archive: README.md, daily/README.md, the months."""

import re
from datetime import date, timedelta

from lxml import etree

from digest.archive.brief import Brief
from digest.archive.layout import Places
from digest.console.command import ROOT
from digest.core.calendar import announcements
from digest.pages import indexes, report_page
from digest.pages.readme import NO_REPORT_YET, read_readme, splice
from reports import DAY, listing, look, pending, report, summarised


def briefs(count: int) -> list[Brief]:
    """So many reports up to the newest, oldest first."""
    reports = [report(day=DAY - timedelta(days=n)) for n in reversed(range(count))]
    return [Brief(report=made, listed={"cs.AI": 3}, ids=frozenset()) for made in reports]


def test_readme_is_bounded() -> None:
    """However many days there are, README shows the newest report's five best and the last fourteen days."""
    newest = report(*(summarised(n, total=90 - n) for n in range(30)))
    region = indexes.readme_region(newest, briefs(400), look(), Places())
    assert region.count("](daily/2026-11-20.md#paper-") == 5
    assert region.count("\n| [2026-") == indexes.RECENT
    assert len(region) < 6000


def test_equal_scores_stand_as_in_the_report() -> None:
    """Papers of one score stand in README in the order of the report, whose ranks are finer than whole points."""
    newest = report(*(summarised(n, total=90) for n in (3, 1, 2)))
    region = indexes.readme_region(newest, [Brief.of(newest)], look(), Places())
    page = report_page.pages(newest, look(), report_page.Around())["2026-11-20.md"]
    order = [f"#paper-2611-9000{n}" for n in (3, 1, 2)]
    assert re.findall(r"#paper-[\d-]+", region) == re.findall(r"#paper-[\d-]+", page)[:3] == order


def test_nothing_summarised() -> None:
    """Of a report in which every paper is only listed, README has the numbers and no empty table."""
    made = report(also=(listing(1), listing(2)))
    region = indexes.readme_region(made, [Brief.of(made)], look("en"), Places())
    assert "| [2026-11-20](daily/2026-11-20.md) | 2 | 0 |" in region
    assert "| Score |" not in region


def test_no_report_yet() -> None:
    """Before the first run, README says that there is nothing yet, and leads to an example that is there."""
    assert indexes.readme_region(None, [], look("en"), Places()).strip() == NO_REPORT_YET
    for language in ("zh-CN", "zh-TW", "en", "de"):
        region = indexes.readme_region(None, [], look(language), Places())
        (link,) = re.findall(r"\]\((.+?)\)", region)
        assert (ROOT / link).is_file()
        assert ("/zh-CN/" in link) == language.startswith("zh")
    assert "docs/example" not in indexes.readme_region(report(summarised(1)), briefs(1), look(), Places())


def test_the_first_readme_leads_to_the_example() -> None:
    """A copy of the repository says so from the start, until its first report takes the place."""
    readme = read_readme(ROOT)
    first = splice(readme, NO_REPORT_YET)
    assert readme == first or list((ROOT / "data").rglob("2*.json"))


def test_all_days_by_month() -> None:
    """daily/README.md has every day below its month, newest first, made from the dates alone."""
    text = indexes.all_days([date(2026, 10, 30), date(2026, 11, 2), date(2026, 11, 3)], look(), Places())
    assert [
        text.index(day) for day in ("2026年11月", "2026-11-03", "2026-11-02", "2026年10月", "2026-10-30")
    ] == sorted(text.index(day) for day in ("2026年11月", "2026-11-03", "2026-11-02", "2026年10月", "2026-10-30"))
    assert "[本月最佳](2026-11.md)" in text


def test_all_days_are_bounded() -> None:
    """Ten years fit on daily/README.md: the days of twelve months, and a link to each month before."""
    every = announcements(after=date(2016, 11, 20), until=DAY)
    text = indexes.all_days(every, look(), Places())
    assert all((f"]({day}.md)" in text) == (day >= date(2025, 12, 1)) for day in every)
    assert all(f"]({month:%Y-%m}.md)" in text for month in every)
    assert len(text) < 20_000


def test_the_badge_says_when_and_whether() -> None:
    """The badge has the newest report's date; it is green where all is there, and another colour where not."""
    good, bad = indexes.badge(report(summarised(1)), look()), indexes.badge(report(summarised(1), pending(2)), look())
    assert "2026-11-20" in "".join(map(str, etree.fromstring(good.encode()).itertext()))
    assert ("#2da44e" in good, "#2da44e" in bad) == (True, False)
