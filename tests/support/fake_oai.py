"""An arXiv on loopback that speaks OAI-PMH besides: records by the day of their last change, in pages with tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from digest.core.report import Paper
from loopback_arxiv.server import AnnouncedPaper, Answer, LoopbackArxiv

PAGE = 50
_ROOT = '<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{}</OAI-PMH>'


@dataclass(frozen=True, kw_only=True)
class State:
    """A paper as the record has it, after the announcement that changed it last."""

    paper: Paper
    changed: date
    versions: tuple[datetime, ...]


class LoopbackOai(LoopbackArxiv):
    """The same papers by both interfaces; `deleted` are ids that arXiv has taken away."""

    def __init__(self, papers: Sequence[AnnouncedPaper], *, now: datetime) -> None:
        super().__init__(papers, now=now)
        self.deleted: set[str] = set()
        self.expires = 0
        """How many resumption tokens still expire."""

    @property
    def oai_url(self) -> str:
        """What ARXIV_OAI_URL is set to."""
        return self.api_url.replace("/api/query", "/oai")

    def answer(self, path: str) -> Answer:
        """The answer to a path with its query."""
        address = urlsplit(path)
        if address.path != "/oai":
            return super().answer(path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        body = _ROOT.format(self._list(asked))
        return Answer(body=body.encode(), headers={"Content-Type": "text/xml; charset=utf-8"})

    def _list(self, asked: dict[str, str]) -> str:
        if token := asked.get("resumptionToken"):
            if self.expires:
                self.expires -= 1
                return '<error code="badResumptionToken">expired</error>'
            first, last, name, start = token.split("|")
        else:
            assert (asked["verb"], asked["metadataPrefix"]) == ("ListRecords", "arXivRaw")
            first, last, name, start = asked["from"], asked["until"], asked["set"], "0"
        records = [
            _record(state, state.paper.id in self.deleted)
            for state in self._states()
            if first <= str(state.changed) <= last and state.paper.categories[0].startswith(f"{name}.")
        ]
        if not records:
            return '<error code="noRecordsMatch">nothing</error>'
        page, end = records[int(start) : int(start) + PAGE], int(start) + PAGE
        more = f"{first}|{last}|{name}|{end}" if end < len(records) else ""
        tail = f"<resumptionToken>{more}</resumptionToken>" if more or start != "0" else ""
        return f"<ListRecords>{''.join(page)}{tail}</ListRecords>"

    def _states(self) -> list[State]:
        found: dict[str, State] = {}
        for item in sorted(self.papers, key=lambda item: item.announced):
            if item.in_the_index > self.now:
                continue
            before = found.get(item.paper.id)
            versions = before.versions if before else ()
            if item.paper.updated and item.paper.updated not in versions:
                versions = (*versions, item.paper.updated)
            found[item.paper.id] = State(paper=item.paper, changed=item.announced, versions=versions)
        return [state for _, state in sorted(found.items())]


def _record(state: State, deleted: bool) -> str:
    header = f"<identifier>oai:arXiv.org:{state.paper.id}</identifier><datestamp>{state.changed}</datestamp>"
    if deleted:
        return f'<record><header status="deleted">{header}</header></record>'
    dates = (format_datetime(when.astimezone(UTC), usegmt=True) for when in state.versions)
    versions = "".join(f'<version version="v{n}"><date>{when}</date></version>' for n, when in enumerate(dates, 1))
    paper = state.paper
    fields = {
        "id": paper.id,
        "title": paper.title,
        "authors": " and ".join(filter(None, (", ".join(paper.authors[:-1]), paper.authors[-1]))),
        "categories": " ".join(paper.categories),
        "comments": paper.comment,
        "doi": paper.doi,
        "abstract": f"  {paper.abstract}\n",
    }
    texts = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in fields.items() if text)
    raw = f'<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/">{versions}{texts}</arXivRaw>'
    return f"<record><header>{header}</header><metadata>{raw}</metadata></record>"
