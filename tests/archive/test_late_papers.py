"""Every announced paper in exactly one report, also those that only the feed shows: arXiv in little, without HTTP."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from digest.archive.waiting import Waiting, unread_feed
from digest.core.calendar import DAY, EASTERN, announcements, feed_shows, newest_due
from digest.core.report import merge
from digest.dedupe.assignment import assign
from fake_arxiv import paper
from laws import tried
from loopback_arxiv.papers import AnnouncedPaper, indexed, listed

FIRST, LAST = date(2026, 11, 16), date(2026, 12, 4)  # three weeks with a holiday in them
LOOKBACK = timedelta(days=14)
DAYS = announcements(after=FIRST - DAY, until=LAST)


class Fork:
    """A repository that reports cs.AI, and nothing of it but dates and ids."""

    def __init__(self, root: Path, arxiv: Sequence[AnnouncedPaper], *, reads_late: bool) -> None:
        self.arxiv, self.reads_late = arxiv, reads_late
        self.waiting = Waiting(root)
        self.reports: dict[date, list[str]] = {}
        self.last = FIRST - DAY
        self.read: set[date] = set()

    @property
    def reported(self) -> list[str]:
        return [paper_id for ids in self.reports.values() for paper_id in ids]

    def run(self, now: datetime) -> None:
        shown = listed(self.arxiv, now.astimezone(EASTERN).date(), ["cs.AI"])
        feed = [found for found, kind in shown if kind in {"new", "cross"}]
        index = [found for found in indexed(self.arxiv, now) if "cs.AI" in found.categories]
        recent = [found for found in index if found.published and found.published >= now - LOOKBACK]
        due = announcements(after=self.last, until=newest_due(now))
        if due:
            new = assign(merge([*feed, *recent, *self.waiting.papers()]), self.reported, due)
            self.reports |= {day: [found.id for found in found_papers] for day, found_papers in new.items()}
            self.last = due[-1]
            self.waiting.release(self.reported)
            self.read |= {day} if (day := feed_shows(now)) else set()
        elif self.reads_late and (day := unread_feed(now, reported=self.last, read=self.read | self.waiting.feeds())):
            self.waiting.keep([found for found in feed if found.id not in self.reported], day)


def eastern(day: date, at: time) -> datetime:
    return datetime.combine(day, at, EASTERN)


def held(number: int, announced: date, days: int) -> AnnouncedPaper:
    """A paper that was submitted that many days before its announcement."""
    submitted = datetime.combine(announced, time(15), UTC) - timedelta(days=days)
    return AnnouncedPaper(announced=announced, paper=paper(number, submitted))


def cross_listed(number: int, first: date, later: date) -> list[AnnouncedPaper]:
    """A paper of cs.LG that comes into cs.AI later."""
    old = paper(number, datetime.combine(first, time(15), UTC) - DAY, categories=("cs.LG",), primary_category="cs.LG")
    new = old.model_copy(update={"categories": ("cs.LG", "cs.AI")})
    return [AnnouncedPaper(announced=first, paper=old), AnnouncedPaper(announced=later, paper=new)]


def follow(arxiv: Sequence[AnnouncedPaper], moments: Iterable[datetime], *, reads_late: bool = True) -> Fork:
    """A fork that runs at those moments, and twice a day in the week after, so that what waits is reported."""
    with tempfile.TemporaryDirectory() as root:
        fork = Fork(Path(root), arxiv, reads_late=reads_late)
        after = [eastern(LAST + n * DAY, time(hour)) for n in range(1, 8) for hour in (9, 21)]
        for now in [*sorted(moments), *after]:
            fork.run(now)
        assert fork.waiting.papers() == ()
        return fork


ARXIV = st.builds(
    lambda holds, crosses: (
        [held(n, day, days) for n, (day, days) in enumerate(holds)]
        + [
            part
            for n, (day, years) in enumerate(crosses)
            for part in cross_listed(100 + n, day - years * 365 * DAY, day)
        ]
    ),
    st.lists(st.tuples(st.sampled_from(DAYS), st.integers(1, 100)), max_size=12),
    st.lists(st.tuples(st.sampled_from(DAYS), st.integers(1, 3)), max_size=4),
)
SCHEDULE = st.tuples(
    # At least one run a day between midnight and evening, late as it may be; in the evening none, one or several.
    *(
        st.tuples(
            st.lists(st.times(time(0, 5), time(19, 55)), min_size=1, max_size=3),
            st.lists(st.times(time(20, 5), time(23, 55)), max_size=2),
        )
        for _ in range((LAST - FIRST).days + 2)
    )
)


@given(ARXIV, SCHEDULE)
@tried(60)
def test_every_paper_is_in_exactly_one_report(
    arxiv: list[AnnouncedPaper], schedule: tuple[tuple[list[time], list[time]], ...]
) -> None:
    """With a run on each day, whenever it comes, no paper is lost or repeated, however long it was held."""
    moments = [
        eastern(FIRST - DAY + n * DAY, at) for n, (day, evening) in enumerate(schedule) for at in (*day, *evening)
    ]
    fork = follow(arxiv, moments)
    wanted = {item.paper.id for item in arxiv if "cs.AI" in item.paper.categories}
    assert sorted(fork.reported) == sorted(wanted)


def test_without_the_late_reading_a_held_paper_is_lost() -> None:
    """Report on Thursday evening, next run on Friday: the feed alone has a paper of 90 days, and is gone by Sunday."""
    friday = date(2026, 11, 20)
    arxiv = [held(1, friday, 90), held(2, friday, 1), *cross_listed(3, friday - 900 * DAY, friday)]
    moments = [eastern(friday - DAY, time(20, 47)), eastern(friday, time(9)), eastern(friday + 2 * DAY, time(20, 47))]
    assert follow(arxiv, moments, reads_late=False).reported == [arxiv[1].paper.id]
    fork = follow(arxiv, moments)
    assert sorted(fork.reported) == ["2611.90001", "2611.90002", "2611.90003"]
    assert fork.reports[friday] == ["2611.90002"]
