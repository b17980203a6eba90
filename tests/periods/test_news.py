"""A week in a few lines, for those who are told of it."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from digest.archive.layout import Places
from digest.archive.reports import Archive
from digest.core.spans import week_of
from digest.messages import dialects
from digest.messages.dialects import write
from digest.messages.mail import mail
from digest.messages.message import Choice, Message, of_reports
from digest.pages.release_text import WeekNews, newest_period, text
from digest.periods import record, update
from digest.periods.news import news_of
from digest.periods.record import Record, Sentence
from reports import look
from weeks import archive_of, filled

REPORTS = archive_of(9)
WEEK = REPORTS[-10:-5]
SENTENCE = "Speech went to school."


def repository(root: Path) -> Archive:
    """Nine weeks; of the one before the last, a model wrote a sentence, and one on a paper that is gone."""
    archive = filled(root, REPORTS)
    sentences = (
        Sentence(text=SENTENCE, ids=(WEEK[0].papers[0].paper.id,)),
        Sentence(text="Gone.", ids=("2601.00001",)),
    )
    record.save(root, week_of(WEEK[0].date), Record(text=sentences))
    return archive


def message_of(news: WeekNews) -> Message:
    """The message on that week."""
    choice = Choice(papers=5, least_score=0)
    made = of_reports("2026-W46", WEEK, choice, look("en").labels, "someone/papers", Places(), news)
    assert made is not None
    return made


def test_all_say_the_same_of_a_week(tmp_path: Path) -> None:
    """Release, message and mail of a week have the sentences, themes and rising terms of its page, and lead to it."""
    archive, style = repository(tmp_path), look("en")
    period = newest_period(archive.dates(), "weekly")
    assert period is not None
    news = news_of(tmp_path, archive, period.dates)
    assert news is not None
    assert news.sentences == (SENTENCE,)
    assert len(news.themes) >= 3
    release = text(period, WEEK, style, "someone/papers", Places(), news)
    message = message_of(news)
    told = [write(message, dialect, style.labels, 5, with_heading=True) for dialect in (dialects.PLAIN, dialects.SLACK)]
    page = update.rendered(tmp_path, style, (), archive, archive.dates()).texts[tmp_path / "daily" / news.span.page]
    address = "https://github.com/someone/papers/blob/HEAD/daily/weeks/2026-W46.md"
    for said in (release, mail(message, style), *told):
        assert address in said
        assert "Gone." not in said
        for names, count in news.themes:
            assert f"{', '.join(names)} ({count} papers)" in said
            assert f"### {', '.join(names)}\n\n{count} papers" in page
        for part in (SENTENCE, *news.rising):
            assert part in said
            assert part in page


def test_a_release_names_its_parts() -> None:
    """Who only watches is told which papers are the best, and that the number behind a title is its score."""
    period = newest_period([*(report.date for report in WEEK), WEEK[-1].date + timedelta(days=7)], "weekly")
    assert period is not None
    news = WeekNews(span=week_of(WEEK[0].date), sentences=(), themes=((("gliders",), 3),), rising=())
    weekly = text(period, WEEK, look("en"), "someone/papers", Places(), news)
    assert "### Themes\n\n- gliders (3 papers)\n\n### Best of the week\n\n1. [" in weekly
    score = max(entry.score.total for report in WEEK for entry in report.papers)
    assert f" · Score&nbsp;**{score}**" in weekly
    daily = newest_period([WEEK[-1].date], "daily")
    assert daily is not None
    assert text(daily, WEEK[-1:], look("en"), "someone/papers", Places()).startswith("### Best of the day\n\n1. [")


def test_rising_terms_are_told(tmp_path: Path) -> None:
    """The gliders of the last week rise in what is told of it."""
    news = news_of(tmp_path, filled(tmp_path, REPORTS), [REPORTS[-1].date])
    assert news is not None
    assert "Underwater gliders" in news.rising
    assert "Rising and new terms: Underwater gliders" in write(
        message_of(news), dialects.PLAIN, look("en").labels, 1, with_heading=False
    )


def test_days_of_several_weeks_have_no_news(tmp_path: Path) -> None:
    """Of days in several weeks, no week is told."""
    assert news_of(tmp_path, repository(tmp_path), [REPORTS[0].date, REPORTS[-1].date]) is None


@pytest.mark.parametrize(
    "written",
    [
        *(
            partial(write, dialect=dialect, labels=look("en").labels, shown=1, with_heading=True)
            for dialect in (dialects.SLACK, dialects.DISCORD, dialects.COMMONMARK, dialects.TELEGRAM)
        ),
        lambda message: mail(message, look("en")),
    ],
)
def test_what_a_week_says_is_text(written: Callable[[Message], str]) -> None:
    """No phrase or sentence of a week becomes markup, a mention or a link of its own in any service."""
    evil = "<!channel> [x](https://evil.example) @everyone <script>alert(1)</script>"
    news = WeekNews(span=week_of(WEEK[0].date), sentences=(evil,), themes=(((evil,), 3),), rising=(evil,))
    said = written(message_of(news))
    assert "https://evil.example" not in said
    for live in ("<!channel>", "[x](", "@everyone", "<script"):
        assert live not in said
