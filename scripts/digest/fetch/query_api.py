"""arXiv's query API (https://info.arxiv.org/help/api/user-manual.html): all papers that were submitted in a window.

The `arxiv` package builds the queries, turns the pages and reads the entries, and is imported here only; that every
answer is whole is proved here, since the package takes a broken one for an empty one.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import arxiv

from digest.config.endpoints import Endpoints
from digest.core import paper_ids
from digest.core.report import Paper, merge
from digest.fetch import atom
from digest.fetch.readings import SourceReading
from digest.fetch.transport import BadAnswer, Transport

PAGE_SIZE = 1000
"""Entries a request; arXiv allows 2000, and answers large pages less reliably."""
MOST_IN_A_QUERY = 20_000
"""arXiv pages through 30,000 results of a query; a window with more than this is halved."""
TRIES_TO_AGREE = 3
FEWEST_EXPECTED = 3.0
"""A window in which a category's pace lets this many papers be expected is never believed to have none."""

Progress = Callable[[str], None]


class QueryApi:
    """The query API, asked through the `arxiv` package until its answers agree."""

    def __init__(self, transport: Transport, endpoints: Endpoints, page_size: int, progress: Progress) -> None:
        """Requests go through the transport; `progress` is told how far a query of several pages is."""
        self._session = atom.ProvedSession(transport)
        self._progress = progress
        # Waits and retries are the transport's: the package knows neither time limits nor broken bodies.
        self._client = arxiv.Client(page_size=page_size, delay_seconds=0, num_retries=0)
        self._client.query_url_format = endpoints.api_url + "?{}"
        self._client._session = self._session  # the one seam the package has

    def window(self, categories: Sequence[str], since: datetime, until: datetime, cross_lists: bool) -> SourceReading:
        """The papers of a window; without cross-lists those that have their primary category in `categories`."""
        submitted = self._submitted(categories, since, until)
        if not submitted and not self._is_quiet(categories, since, until):
            raise BadAnswer(
                f"the query API has no paper at all from {since.date()} to {until.date()}, which it often says in error"
            )
        named = [paper for paper in submitted.values() if paper_ids.FORM.fullmatch(paper.id)]
        wrong = sorted(paper.id for paper in submitted.values() if not paper_ids.FORM.fullmatch(paper.id))
        strange = [name for name in wrong if not name.startswith(atom.NAMELESS)]
        nameless = len(wrong) - len(strange)
        notices = [f"Entries of the query API without an id, left out: {nameless}."] if nameless else []
        if strange:
            notices.append(
                f"Entries of the query API whose id is none of arXiv's, left out: {len(strange)} "
                f"({paper_ids.described(strange)})."
            )
        return SourceReading(
            name="api",
            papers=merge([paper for paper in named if cross_lists or paper.primary_category in categories]),
            listed=len(submitted),
            notices=tuple(notices),
        )

    def by_id(self, ids: list[str]) -> dict[str, Paper]:
        """The papers among `ids` (at most a page) that arXiv has."""
        return self._agreed(arxiv.Search(id_list=ids, max_results=len(ids))) or {}

    def _submitted(self, categories: Sequence[str], since: datetime, until: datetime) -> dict[str, Paper]:
        at_once = self._agreed(_search(categories, since, until))
        if at_once is not None:
            return at_once
        middle = since + (until - since) / 2  # its minute is in both halves, so that no second of it is in neither
        if middle - since < timedelta(minutes=1):
            raise BadAnswer(f"the query API counts more than {MOST_IN_A_QUERY} papers at {since:%Y-%m-%d %H:%M}")
        return self._submitted(categories, since, middle) | self._submitted(categories, middle, until)

    def _agreed(self, search: arxiv.Search) -> dict[str, Paper] | None:
        """All papers of a query, as many as it counts on each of its pages; None where it counts too many.

        Raises BadAnswer where count and entries do not agree. No paper at all is an answer, after as many tries.
        """
        session, papers = self._session, dict[str, Paper]()
        for _ in range(TRIES_TO_AGREE):
            session.begin()
            papers = {}
            try:
                for result in self._client.results(search):
                    if session.total > MOST_IN_A_QUERY:
                        return None
                    paper = atom.paper(result)
                    papers[paper.id] = paper
                    if len(papers) % self._client.page_size == 0:
                        self._progress(f"{len(papers)} of {session.total} entries")
            except arxiv.UnexpectedEmptyPageError:
                continue  # a later page that counts 0: the pages do not agree
            if papers and session.totals == {len(papers)}:
                return papers
        if session.totals == {0}:
            return {}
        counts = " and ".join(map(str, sorted(session.totals)))
        raise BadAnswer(f"the query API counts {counts} papers and gave {len(papers)} of them, {TRIES_TO_AGREE} times")

    def _is_quiet(self, categories: Sequence[str], since: datetime, until: datetime) -> bool:
        """Whether the pace of the last year makes a window without any paper likely (math.KT, not cs.LG)."""
        year = timedelta(days=365)
        self._session.begin()
        next(self._client.results(_search(categories, until - year, until)), None)
        return 0 < self._session.total * ((until - since) / year) < FEWEST_EXPECTED


def _search(categories: Sequence[str], since: datetime, until: datetime) -> arxiv.Search:
    names = " OR ".join(f"cat:{name}" for name in categories)
    first, last = (moment.astimezone(UTC).strftime("%Y%m%d%H%M") for moment in (since, until))
    return arxiv.Search(
        query=f"({names}) AND submittedDate:[{first} TO {last}]",
        max_results=None,
        sort_by=arxiv.SortCriterion.SubmittedDate,
        sort_order=arxiv.SortOrder.Ascending,
    )
