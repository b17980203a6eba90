"""A week or a month as a stretch of days: its name, its neighbours, and the weeks that it is compared with. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

COMPARED_WEEKS = 8
"""How many weeks before a period it is compared with."""
_WEEK = timedelta(weeks=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, order=True)
class Span:
    """The days of an ISO week (Monday to Sunday) or of a calendar month."""

    first: date
    last: date
    kind: Literal["week", "month"]

    @property
    def name(self) -> str:
        """ "2026-W47", or "2026-11": the name of its page and of its record in data/."""
        if self.kind == "month":
            return f"{self.first.year:04}-{self.first.month:02}"
        year, week, _ = self.first.isocalendar()
        return f"{year:04}-W{week:02}"

    @property
    def page(self) -> str:
        """The path of its page within daily/."""
        return f"weeks/{self.name}.md" if self.kind == "week" else f"{self.name}.md"

    def of(self, dates: Sequence[date]) -> tuple[date, ...]:
        """Those of some dates that lie in the period."""
        return tuple(day for day in dates if self.first <= day <= self.last)

    def before(self, dates: Sequence[date]) -> tuple[date, ...]:
        """Those of some dates that lie in the weeks that the period is compared with."""
        return tuple(day for day in dates if self.first - COMPARED_WEEKS * _WEEK <= day < self.first)


def week_of(day: date) -> Span:
    """The ISO week of a day."""
    monday = day - timedelta(days=min(day.weekday(), (day - date.min).days))
    return Span(first=monday, last=monday + 6 * _DAY if (date.max - monday).days > 6 else date.max, kind="week")


def month_of(day: date) -> Span:
    """The calendar month of a day."""
    first = day.replace(day=1)
    last = day.replace(day=28)
    while last < date.max and (last + _DAY).month == day.month:
        last += _DAY
    return Span(first=first, last=last, kind="month")


def spans_of(dates: Iterable[date]) -> tuple[Span, ...]:
    """The months and the weeks that have one of the dates, each kind oldest first."""
    days = tuple(dates)
    return tuple(span for make in (month_of, week_of) for span in sorted(set(map(make, days))))


def weeks_of(span: Span, dates: Sequence[date]) -> tuple[Span, ...]:
    """The weeks that have one of the dates in a period, oldest first."""
    return tuple(sorted({week_of(day) for day in span.of(dates)}))


def touched(days: Collection[date], dates: Sequence[date]) -> frozenset[Span]:
    """The weeks and months with one of `dates` that the reports of some days have a part in.

    Those that the days lie in, those that are compared with them, and, since pages link to their neighbours, the week
    and the month before.
    """
    spans: set[Span] = set()
    ordered = sorted(dates)
    numbers = [day.toordinal() for day in ordered]
    furthest = COMPARED_WEEKS * 7 + 31
    for make in (week_of, month_of):
        for day in days:
            number = day.toordinal()
            start, end = bisect_left(numbers, number - furthest), bisect_right(numbers, number + furthest)
            near = set(map(make, ordered[start:end]))
            spans |= {span for span in near if span.first <= day <= span.last or day in span.before([day])}
            if earlier := bisect_left(ordered, make(day).first):
                spans.add(make(ordered[earlier - 1]))
    return frozenset(spans)


def neighbours(span: Span, dates: Sequence[date]) -> tuple[Span | None, Span | None]:
    """The periods of the same kind before and after that have a report; an empty week between is stepped over."""
    make = week_of if span.kind == "week" else month_of
    earlier = max((day for day in dates if day < span.first), default=None)
    later = min((day for day in dates if day > span.last), default=None)
    return (make(earlier) if earlier else None), (make(later) if later else None)
