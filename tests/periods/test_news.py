"""A week in a few lines, for those who are told of it."""

from pathlib import Path

from digest.archive.layout import Places
from digest.core.spans import week_of
from digest.pages.release_text import Period, newest_period, text
from digest.periods import record, update
from digest.periods.news import news_of, of_release
from digest.periods.record import Record, Sentence
from reports import look
from weeks import archive_of, filled


def test_a_release_says_what_the_page_says(tmp_path: Path) -> None:
    """The release of a week has its sentences, themes and rising terms, and leads to its page."""
    reports = archive_of(9)
    archive = filled(tmp_path, reports)
    said = Record(text=(Sentence(text="Gliders went under water.", ids=(reports[-1].papers[0].paper.id,)),))
    record.save(tmp_path, week_of(reports[-1].date), said)
    period = newest_period(archive.dates(), "weekly")
    assert period is not None
    news = of_release(tmp_path, look("en"), archive, period)
    assert news is not None
    made = text(period, reports[-5:], look("en"), "someone/papers", Places(), news)
    pages = update.rendered(tmp_path, look("en"), (), archive, archive.dates()).texts
    page = pages[tmp_path / "daily" / news.span.page]
    assert "https://github.com/someone/papers/blob/HEAD/daily/weeks/2026-W47.md" in made
    for part in ("Gliders went under water.", "Underwater gliders", *(theme.name for theme in news.themes)):
        assert part in made
        assert part in page
    assert len(news.themes) >= 3


def test_a_day_has_no_news_of_a_week(tmp_path: Path) -> None:
    """The release of a single day, and days of several weeks, tell of no week."""
    reports = archive_of(2)
    archive = filled(tmp_path, reports)
    day = Period(tag="digest-2026-11-20", name="2026-11-20", dates=(reports[-1].date,))
    assert of_release(tmp_path, look("en"), archive, day) is None
    assert news_of(tmp_path, look("en"), archive, archive.dates()) is None
