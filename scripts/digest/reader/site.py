"""The files of the site, page by page: a pure function of data/, config.yml, labels and templates."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache, cached_property
from pathlib import Path

from digest.config.schema import Config
from digest.core.calendar import ANNOUNCED_AT, DAY, EASTERN
from digest.core.report import Report
from digest.core.spans import Span, month_of, neighbours, spans_of, week_of, weeks_of
from digest.pages.labels import Labels
from digest.pages.report_page import BEST, models
from digest.periods.view import PeriodView
from digest.reader import remarks, views
from digest.reader.characters import one_line
from digest.reader.html import Html
from digest.reader.outlines import Outline
from digest.reader.page_templates import PageTemplates
from digest.reader.periods import address, best_of, lines, name, page, report_address, title
from digest.reader.search_records import STEPS
from digest.reader.views import Neighbour
from digest.reader.words import Words
from digest.settings import UNKNOWN_REPOSITORY

LATEST = 14
"""Reports that the first page leads to by themselves; the others by their months."""
OF_A_PERIOD = 10
"""Papers on the page of an old week or month; those of a new one are chosen with it."""
IN_FEED = 30
RECENT = 260
"""Reports of about a year: their listed papers stand on their pages and in their JSON, and each of their papers is a
record of the search. Of older ones, the search alone knows the listed papers, and its records hold several papers."""
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'self'"
)
"""Nothing is loaded from anywhere else, nothing written into a page is run; `wasm-unsafe-eval` is for the search."""


@dataclass(frozen=True, kw_only=True)
class Around:
    """What a report's page links to."""

    previous: date | None
    following: date | None
    recent: bool
    """Whether it is of the last `RECENT` reports."""
    neighbours: Mapping[str, Sequence[Neighbour]]
    """For each paper's id, papers like it."""


@dataclass(frozen=True, kw_only=True)
class Site:
    """Everything but the reports that decides how the site looks."""

    root: Path
    """The repository."""
    config: Config
    labels: Labels
    repository: str
    """ "owner/name": where the reports are at GitHub, and what the browser's storage is kept under."""
    base_url: str | None
    """Where the site will be, with a slash behind it; nothing where it is not known."""
    assets: str
    """The folder of scripts and styles, named by what is in them."""

    @cached_property
    def words(self) -> Words:
        """The page's own words."""
        return Words(self.labels)

    @property
    def templates(self) -> PageTemplates:
        """The templates of the repository."""
        return _templates(self.root)

    def report(self, report: Report, around: Around) -> str:
        """The page of a report."""
        sections = views.sections(report, self.config.page, self.words, around.neighbours)
        return self._page(
            "report.html.j2",
            "../",
            report=report,
            day=str(report.date),
            papers=len(report.papers) + len(report.also),
            sections=sections,
            also=views.listings(report.also if around.recent else ()),
            notes=remarks.notes(report, self.words),
            foot=remarks.foot(report, self.words),
            models=one_line(models(report)),
            previous=around.previous and str(around.previous),
            following=around.following and str(around.following),
            ways=self._ways(report.date),
            page=self.config.page,
        )

    def home(
        self,
        outlines: Sequence[Outline],
        newest: Report | None,
        parts: Sequence[tuple[str, str]],
        recent: int = RECENT,
    ) -> str:
        """The first page: the search and of which parts it is, the newest report, the way to all others.

        Each paper of the last `recent` reports is a record of the search of its own.
        """
        dates = [each.date for each in outlines]
        weeks: dict[Span, list[Span]] = defaultdict(list)
        for week in sorted(set(map(week_of, dates)), reverse=True):
            weeks[month_of(week.of(dates)[0])].append(week)
        years: dict[int, list[tuple[str, Html, list[tuple[str, str, Html]]]]] = defaultdict(list)
        for month in sorted(set(map(month_of, dates)), reverse=True):
            named = [(week.name.partition("-")[2], address(week), name(week, self.words)) for week in weeks[month]]
            years[month.first.year].append((month.name, name(month, self.words), named))
        return self._page(
            "home.html.j2",
            "",
            newest=outlines[-1] if outlines else None,
            notes=remarks.notes(newest, self.words) if newest else (),
            models=one_line(models(newest)) if newest else None,
            by_model=any(each.by_model for each in outlines),
            ways=self._ways(outlines[-1].date) if outlines else (),
            latest=list(reversed(outlines[-LATEST:])),
            years=years,
            months=[(key, name) for months in years.values() for key, name, _ in months],
            found_categories=sorted({name for outline in outlines for name in outline.categories}),
            found_interests=sorted({name for outline in outlines for name in outline.interests}),
            steps=STEPS,
            alone=str(outlines[-min(recent, len(outlines))].date) if outlines else "",
            parts=" ".join(f"{oldest}/{newest}" for oldest, newest in parts),
            feed=self.base_url is not None,
        )

    def period(self, span: Span, outlines: Sequence[Outline], dates: Sequence[date], shown: PeriodView | None) -> str:
        """The page of a week or a month: its best papers, its reports, and what was worked out of it.

        `outlines` are those of its reports, and `dates` of all reports. Where nothing was worked out, as of what is
        older than the last `RECENT` reports, the page leads to that at GitHub, which has it.
        """
        best = sorted((paper for each in outlines for paper in each.best), key=lambda paper: -paper.score)[:OF_A_PERIOD]
        around = weeks_of(span, dates) if span.kind == "month" else sorted({month_of(day) for day in span.of(dates)})
        previous, following = (near and (address(near), near.name) for near in neighbours(span, dates))
        return self._page(
            "period.html.j2",
            "../",
            kind=span.kind,
            title=title(span, self.words),
            papers=sum(each.papers for each in outlines),
            summarised=sum(each.summarised for each in outlines),
            first=self.words.day(outlines[0].date),
            last=self.words.day(outlines[-1].date),
            previous=previous,
            following=following,
            around=[(address(other), name(other, self.words)) for other in around],
            best=lines(shown.best) if shown else best_of(best),
            days=list(reversed(outlines)),
            period=page(shown, self.words) if shown else None,
            elsewhere=f"https://github.com/{self.repository}/blob/HEAD/daily/{span.page}",
        )

    def _ways(self, day: date) -> list[tuple[str, Html]]:
        """The week and the month of a report."""
        return [(address(span), name(span, self.words)) for span in (week_of(day), month_of(day))]

    def starred(self) -> str:
        """The page of what the reader has starred, which the browser fills."""
        return self._page("starred.html.j2", "")

    def feed(self, outlines: Sequence[Outline]) -> str:
        """The newest reports as an Atom feed (RFC 4287)."""
        newest = list(reversed(outlines[-IN_FEED:]))
        announced = [datetime.combine(each.date - DAY, ANNOUNCED_AT, EASTERN).isoformat() for each in newest]
        return self._page(
            "feed.xml.j2",
            "",
            entries=list(zip(newest, announced, strict=True)),
            content=lambda each: self._page("feed_entry.html.j2", "", best=each.best[:BEST]),
            updated=announced[0] if announced else datetime.combine(date(1991, 8, 14), time(), UTC).isoformat(),
        )

    def search_description(self) -> str:
        """What lets a browser search the site from its address bar (OpenSearch 1.1)."""
        return self._page("opensearch.xml.j2", "")

    def sitemap(self, outlines: Sequence[Outline]) -> str:
        """The addresses of all pages, https://www.sitemaps.org; ten years have a twentieth of the 50,000 allowed."""
        pages = ["index.html", *map(address, spans_of([each.date for each in outlines]))]
        return self._page("sitemap.xml.j2", "", pages=[*pages, *(report_address(each.date) for each in outlines)])

    def _page(self, template: str, up: str, **values: object) -> str:
        return self.templates.render(
            f"reader/{template}",
            label=self.words,
            language=self.labels.language,
            direction=self.words.direction,
            repository=self.repository,
            brand="arXiv" if self.repository == UNKNOWN_REPOSITORY else self.repository.partition("/")[2],
            base_url=self.base_url,
            policy=POLICY,
            up=up,
            assets=f"{up}{self.assets}",
            site_name=self.words("feed_title", categories=", ".join(self.config.categories)),
            **values,
        )


@cache
def _templates(root: Path) -> PageTemplates:
    """Compiled once in each process; a site comes to it anew with each few reports."""
    return PageTemplates(root)
