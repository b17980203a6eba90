"""What a message says, whatever service takes it: the best papers of one report, or of several. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from digest.archive.layout import Places
from digest.core.report import Entry, Report, best_first
from digest.markdown.writer import plain
from digest.messages import wording
from digest.pages.labels import Labels
from digest.pages.release_text import WeekNews


@dataclass(frozen=True, kw_only=True)
class MessagePaper:
    """One paper of a message; its texts are plain characters, escaped for nothing yet."""

    title: str
    link: str
    score: int
    """0 where nothing tells the papers of a day apart."""
    sentence: str
    """Its summary in one sentence, or nothing."""
    reason: str
    """Why it has its score, or nothing."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A link to a report's page."""

    name: str
    link: str


@dataclass(frozen=True, kw_only=True)
class Week:
    """What happened in a week, above its best papers; plain characters as well."""

    page: Page
    """The week's page."""
    sentences: tuple[str, ...] = ()
    """What is missing of it first, if anything is."""
    themes: tuple[str, ...] = ()
    """Each in a line: "robot learning, manipulation (12 papers)"."""
    rising: str = ""
    """The rising terms in a line, or nothing."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is said of one report, of a week, or of the reports that a run has caught up with."""

    subject: str
    """ "arXiv 2026-11-20: the best paper's title (+ 39)"."""
    heading: str
    """The subject without a paper: "arXiv 2026-11-20"."""
    counts: str
    """How many papers there are, in the page's language."""
    papers: tuple[MessagePaper, ...]
    """Best first."""
    total: int
    """How many papers the reports have, the listed ones as well."""
    pages: tuple[Page, ...]
    """The reports' pages, newest first."""
    by_model: bool
    """Whether a model wrote one of the sentences."""
    week: Week | None = None
    """Where the message is on a whole week."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Which papers a message has: `notify.papers` and `notify.least_score` of config.yml."""

    papers: int
    least_score: int


def of_reports(
    name: str,
    reports: Sequence[Report],
    choice: Choice,
    labels: Labels,
    repository: str,
    places: Places,
    news: WeekNews | None = None,
) -> Message | None:
    """The message on some reports, which are called by `name`; nothing where no paper of them is good enough.

    `repository` is "owner/name" at GitHub, and `places` says where the reports lie in it. `news` is what happened in
    the week that the reports are of.
    """
    entries = [entry for report in reports for entry in report.papers if entry.score.total >= choice.least_score]
    best = best_first(entries)[: choice.papers]
    if not best:
        return None
    total = sum(len(report.papers) + len(report.also) for report in reports)
    heading = f"arXiv {name}"
    others = f" (+ {total - 1})" if total > 1 else ""
    title = wording.shortened(wording.title(best[0].paper.title), LONGEST_IN_SUBJECT)
    folder = f"https://github.com/{repository}/blob/HEAD/daily"
    newest_first = sorted((report.date for report in reports), reverse=True)
    return Message(
        subject=f"{heading}: {title}{others}",
        heading=heading,
        counts=_counts(reports, total, labels),
        papers=tuple(_paper(entry, labels) for entry in best),
        total=total,
        pages=tuple(Page(name=day.isoformat(), link=f"{folder}/{places.link(day)}") for day in newest_first),
        by_model=any(entry.summary.status == "ok" for entry in best) or bool(news and news.sentences),
        week=_week(news, folder, labels) if news else None,
    )


LONGEST_IN_SUBJECT = 120
"""Characters of a title in a subject; lists of mails show sixty or so."""


def span(names: Sequence[str]) -> str:
    """What several reports are called together: "2026-11-17 – 2026-11-19"."""
    return names[0] if len(names) == 1 else f"{min(names)} – {max(names)}"


def _counts(reports: Sequence[Report], total: int, labels: Labels) -> str:
    summarised = sum(report.summarised for report in reports)
    also = sum(len(report.also) for report in reports)
    return plain(labels("report_counts", count=total, papers=total, summarised=summarised, also=also))


def _week(news: WeekNews, folder: str, labels: Labels) -> Week:
    def line(phrases: Sequence[str]) -> str:
        return str(labels("list_separator")).join(map(wording.phrase, phrases))

    rising = f"{plain(labels('rising'))}{labels('colon')}{line(news.rising)}" if news.rising else ""
    return Week(
        page=Page(name=plain(labels("week_title", week=news.span.name)), link=f"{folder}/{news.span.page}"),
        sentences=(*map(plain, news.missing(labels)), *map(wording.sentence, news.sentences)),
        themes=tuple(f"{line(names)} ({plain(labels('papers_count', count=count))})" for names, count in news.themes),
        rising=rising,
    )


def _paper(entry: Entry, labels: Labels) -> MessagePaper:
    return MessagePaper(
        title=wording.title(entry.paper.title),
        link=entry.paper.links.abstract,
        score=entry.score.total,
        sentence=wording.one_sentence(entry),
        reason=wording.reason(entry.score, labels),
    )
