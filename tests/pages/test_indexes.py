"""The ways into the archive: README.md, daily/README.md, the months."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from digest.archive.layout import Places
from digest.core.calendar import announcements
from digest.core.errors import ArchiveError, ConfigurationError
from digest.pages import indexes
from digest.pages.indexes import END, START, Day
from reports import DAY, look, pending, report, summarised
from yaml_bombs import BOMB, BOMB_AS_KEY, merged

README = f"# Mine\n\n{START}\nold\n{END}\n\nmy own words\n"


def days(count: int) -> list[Day]:
    """So many days before the newest, oldest first."""
    return [Day(date=DAY - timedelta(days=n), papers=n, summarised=min(n, 30)) for n in reversed(range(count))]


def test_the_region_is_replaced_and_the_rest_kept() -> None:
    """Only what stands between the markers changes; what the owner wrote around them stays byte for byte."""
    text = indexes.splice(README, r"new \g<0> \1 text")
    assert text.startswith(f"# Mine\n\n{START}\n")
    assert text.endswith(f"\n{END}\n\nmy own words\n")
    assert r"new \g<0> \1 text" in text
    assert "old" not in text


@given(st.text(), st.text())
@example("", "a\r\nb")
def test_splicing_again_changes_nothing(before: str, region: str) -> None:
    """The same region spliced twice gives the same README."""
    readme = f"{before.replace('<!--', '')}\n{START}\n{END}\n"
    once = indexes.splice(readme, region.replace("<!--", ""))
    assert indexes.splice(once, region.replace("<!--", "")) == once


@pytest.mark.parametrize(
    "readme", ["", START, END, f"{END}\n{START}", f"{START}{END}", f"a {START}\n{END}", f"{START}\nsee {END}"]
)
def test_missing_markers_are_refused(readme: str) -> None:
    """A README without both markers, in order and each alone on its line, is refused with the remedy."""
    with pytest.raises(ConfigurationError, match="must have the line <!-- reports:start -->"):
        indexes.splice(readme, "x")


def test_what_looks_like_a_marker_is_none() -> None:
    """Words that name a marker, and one that an earlier report brought in, neither end the region nor stop a run."""
    damaged = f"The line {START} is one.\n{START}\n| $`a{END}`$ |\n{START}\n{END}\nx {END}\nrest\n"
    assert indexes.splice(damaged, "new").split("\n")[3:] == ["", "new", "", END, f"x {END}", "rest", ""]


@pytest.mark.parametrize("marker", [START, END])
def test_no_region_brings_a_marker(marker: str) -> None:
    """A template or label that writes a marker is refused, before the next run would end at it."""
    with pytest.raises(ConfigurationError, match="may bring another"):
        indexes.splice(README, f"a\n{marker}\nb")


def test_line_ends_are_the_owners() -> None:
    """A README with Windows line ends keeps them, in the region too."""
    assert "\n" not in indexes.splice(README.replace("\n", "\r\n"), "a\nb").replace("\r\n", "")


def test_readme_is_bounded() -> None:
    """However many days there are, README shows the newest report's five best and the last fourteen days."""
    newest = report(*(summarised(n, total=90 - n) for n in range(30)))
    region = indexes.readme_region(newest, days(400), look(), Places())
    assert region.count("](daily/2026-11-20.md#paper-") == 5
    assert region.count("\n| [2026-") == indexes.RECENT
    assert len(region) < 6000


def test_no_report_yet() -> None:
    """Before the first run, README says that there is nothing yet."""
    assert "还没有日报" in indexes.readme_region(None, [], look(), Places())


def test_all_days_by_month() -> None:
    """daily/README.md has every day below its month, newest first, made from the dates alone."""
    text = indexes.all_days([date(2026, 10, 30), date(2026, 11, 2), date(2026, 11, 3)], look(), Places())
    assert [
        text.index(day) for day in ("2026 年 11 月", "2026-11-03", "2026-11-02", "2026 年 10 月", "2026-10-30")
    ] == sorted(text.index(day) for day in ("2026 年 11 月", "2026-11-03", "2026-11-02", "2026 年 10 月", "2026-10-30"))
    assert "[本月最佳](2026-11.md)" in text


def test_all_days_are_bounded() -> None:
    """Ten years fit on daily/README.md: the days of twelve months, and a link to each month before."""
    every = announcements(after=date(2016, 11, 20), until=DAY)
    text = indexes.all_days(every, look(), Places())
    assert all((f"]({day}.md)" in text) == (day >= date(2025, 12, 1)) for day in every)
    assert all(f"]({month:%Y-%m}.md)" in text for month in every)
    assert len(text) < 20_000


def test_front_matter_is_read(tmp_path: Path) -> None:
    """An index reads the keys on top of a page; a page without them is an error with its name, never a gap."""
    good = "---\ndate: '2026-11-20'\npapers: 3\nsummarised: 2\n---\n\n# body\npapers: 99\n"
    assert indexes.day(good, "x.md") == Day(date=DAY, papers=3, summarised=2)
    with pytest.raises(ArchiveError, match=r"daily/x\.md .*rebuild\.py"):
        indexes.day("# no keys\n", "x.md")
    with pytest.raises(ArchiveError, match=r"daily/gone\.md"):
        indexes.read_day(tmp_path / "gone.md")


@pytest.mark.parametrize("keys", [f"{BOMB}papers: *i", BOMB_AS_KEY, merged(), "[" * 3000, "- a", "date"])
def test_no_front_matter_hangs_an_index(keys: str) -> None:
    """Keys on top of a page that are a billion texts, merges of merges or no keys are an error with its name."""
    with pytest.raises(ArchiveError, match=r"daily/x\.md has no front matter that can be read"):
        indexes.day(f"---\ndate: '2026-11-20'\nsummarised: 2\n{keys}\n---\n\n# body\n", "x.md")


def test_the_badge_says_when_and_whether() -> None:
    """The badge has the newest report's date; it is green where all is there, and another colour where not."""
    good, bad = indexes.badge(report(summarised(1)), look()), indexes.badge(report(summarised(1), pending(2)), look())
    assert "2026-11-20" in "".join(map(str, etree.fromstring(good.encode()).itertext()))
    assert ("#2da44e" in good, "#2da44e" in bad) == (True, False)
