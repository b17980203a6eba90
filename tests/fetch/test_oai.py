"""The past by OAI-PMH, over real HTTP: the same reports as by the query API, whatever happens on the way."""

import time as time_module
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from lxml import etree

from digest.core.calendar import EASTERN
from digest.core.errors import ArxivUnreadable
from digest.fetch.harvest import months
from digest.fetch.oai import authors, paper, records, sets
from digest.fetch.transport import BadAnswer, Transport
from fake_oai import LoopbackOai
from fork import Fork, Ran, make_fork
from loopback_arxiv.server import AnnouncedPaper, Answer
from past_announcements import announced, reported

pytestmark = pytest.mark.whole_run
NOW = datetime.combine(date(2026, 11, 20), time(9), EASTERN)
RANGE = ("--from", "2026-09-15", "--to", "2026-11-12", "--now", NOW.isoformat(), "--yes")


class Faulty(LoopbackOai):
    """An arXiv whose OAI-PMH first gives what a test has put in its way."""

    def __init__(self, papers: list[AnnouncedPaper], *, now: datetime) -> None:
        super().__init__(papers, now=now)
        self.faults: list[Answer] = []
        self.after = 0
        """Requests that go well before the faults."""

    def respond(self, handler: BaseHTTPRequestHandler) -> None:
        """A fault, where one is due."""
        asked = sum(path.startswith("/oai") for path in self.requests)
        if handler.path.startswith("/oai") and asked > self.after and self.faults:
            self.send(handler, self.faults.pop(0))
        else:
            super().respond(handler)


@pytest.fixture
def arxiv() -> Iterator[Faulty]:
    """Both interfaces of an arXiv with replacements and late cross-lists."""
    with Faulty(announced(), now=NOW) as site:
        yield site


def fork(folder: Path, arxiv: Faulty) -> Fork:
    made = make_fork(folder, arxiv)
    return Fork(root=made.root, remote=made.remote, environment={**made.environment, "ARXIV_OAI_URL": arxiv.oai_url})


def run(fork: Fork, *more: str) -> Ran:
    return fork.run("backfill.py", "make", *RANGE, "--source", "oai", *more)


def generated(fork: Fork) -> dict[str, bytes]:
    return {name: text for name, text in fork.files().items() if name.startswith(("data/", "daily/", "README"))}


def read(arxiv: Faulty, first: date = date(2026, 9, 1), last: date = date(2026, 9, 30)) -> list[str]:
    transport = Transport(delay_seconds=0, deadline=1e12, sleep=lambda _: None)
    return [paper.id for paper in records(transport, arxiv.oai_url, "cs", first, last)]


def test_the_same_reports_by_both_sources(tmp_path: Path, arxiv: Faulty) -> None:
    """Replacements and late cross-lists included, the reports are byte for byte those that the query API leads to."""
    by_oai, by_query = fork(tmp_path / "oai", arxiv), fork(tmp_path / "api", arxiv)
    done = run(by_oai)
    assert done.code == 0, done.err
    asked = [path for path in arxiv.requests if path.startswith("/oai")]
    assert len(asked) == len(arxiv.requests)
    assert any("resumptionToken" in path for path in asked)
    assert by_query.run("backfill.py", "make", *RANGE).code == 0
    assert generated(by_oai) == generated(by_query)
    assert len(reported(by_oai)) == 43
    assert not list((by_oai.root / ".cache" / "oai").glob("*"))


def test_refused_half_way(tmp_path: Path, arxiv: Faulty) -> None:
    """Refused after some slices, the run ends with 4 and writes nothing; the same command asks for the others only."""
    arxiv.after, arxiv.faults = 4, [Answer(body=b"go away", status=403)]
    ours, theirs = fork(tmp_path / "ours", arxiv), fork(tmp_path / "theirs", arxiv)
    before = ours.files()
    done = run(ours)
    assert (done.code, ours.files()) == (4, before)
    assert "the same command goes on" in done.err
    arxiv.requests.clear()
    assert run(ours).code == 0
    again = len(arxiv.requests)
    arxiv.requests.clear()
    assert run(theirs).code == 0
    assert again < len(arxiv.requests)
    assert generated(ours) == generated(theirs)


def test_a_damaged_slice_is_read_again(tmp_path: Path, arxiv: Faulty) -> None:
    """A slice that a crash has torn is asked for again."""
    arxiv.after, arxiv.faults = 4, [Answer(body=b"go away", status=403)]
    ours = fork(tmp_path, arxiv)
    assert run(ours).code == 4
    for path in (ours.root / ".cache" / "oai").iterdir():
        path.write_bytes(path.read_bytes()[:50])
    assert run(ours).code == 0
    assert len(reported(ours)) == 43


def test_the_query_api_refuses(tmp_path: Path, arxiv: Faulty) -> None:
    """Where the query API cannot be read, the message names the other source."""
    done = fork(tmp_path, arxiv).run("backfill.py", "make", *RANGE, ARXIV_API_URL="http://127.0.0.1:9/api/query")
    assert done.code == 4
    assert "--source oai" in done.err


@pytest.mark.parametrize(
    "fault",
    [
        Answer(body=b"later", status=503, headers={"Retry-After": "0"}),
        Answer(body=b"<html>sorry</html>"),
        Answer(body=b"<?xml version='1.0'?><OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><ListRecords>"),
        Answer(body=b"<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><ListRecords/></OAI-PMH>"),
        Answer(body=b""),
    ],
    ids=["503", "page", "cut off", "no records", "empty"],
)
def test_what_passes(arxiv: Faulty, fault: Answer) -> None:
    """An answer that does not prove itself is asked for again."""
    expected = read(arxiv)
    assert expected
    arxiv.faults = [fault]
    assert read(arxiv) == expected


def test_expired_tokens(arxiv: Faulty) -> None:
    """A slice whose resumption token expired is begun anew; after three times it ends with what was wrong."""
    expected = read(arxiv)
    arxiv.expires = 2
    assert read(arxiv) == expected
    arxiv.expires = 9
    with pytest.raises(BadAnswer, match="expired"):
        read(arxiv)


def test_deleted_records(arxiv: Faulty) -> None:
    """A record that arXiv has taken away is no paper."""
    expected = read(arxiv)
    arxiv.deleted = {expected[0]}
    assert read(arxiv) == expected[1:]


def test_nothing_changed(arxiv: Faulty) -> None:
    """The error noRecordsMatch is an empty slice."""
    assert read(arxiv, date(2025, 1, 1), date(2025, 1, 2)) == []


@pytest.mark.parametrize("status", [200, 400, 404, 422])
def test_errors_of_the_protocol(arxiv: Faulty, status: int) -> None:
    """An error of the protocol is one with whatever status it comes, and is not asked about again."""
    body = (
        b"<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><error code='badArgument'>no such set</error></OAI-PMH>"
    )
    arxiv.faults = [Answer(body=body, status=status)]
    with pytest.raises(BadAnswer, match="BadArgument: no such set"):
        read(arxiv)
    assert len(arxiv.requests) == 1


def test_refusal(arxiv: Faulty) -> None:
    """A 403 ends it at once."""
    arxiv.faults = [Answer(body=b"", status=403)]
    with pytest.raises(ArxivUnreadable, match="403"):
        read(arxiv)


RECORD = """<record xmlns="http://www.openarchives.org/OAI/2.0/"><header><identifier>oai:arXiv.org:{id}</identifier>
<datestamp>2026-11-02</datestamp></header><metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{id}</id>
<submitter>A. Author</submitter><version version="v1"><date>Thu, 29 Oct 2026 20:31:47 GMT</date></version>
<version version="v2"><date>Mon, 02 Nov 2026 08:00:00 GMT</date><size>44kb</size></version>
<title>A title
  over two lines</title><authors>Ren\\'e Example (1), B\\'ela M. Minta (1 and 2) and Chlo{{\\"e}} de la Other
  ((1) Somewhere, (2) Elsewhere)</authors><categories>cs.LG stat.ML</categories><comments>12 pages</comments>
<doi>10.1/x</doi>
<license>http://example.org/</license><abstract>  We begin.
We go on.
  A second paragraph.
</abstract></arXivRaw></metadata></record>"""


def test_a_record_as_a_paper() -> None:
    """Every field of a record is read: times of the first and last version, authors without where they work."""
    read = paper(etree.fromstring(RECORD.format(id="2610.90001")))
    assert (read.id, read.version, read.title) == ("2610.90001", 2, "A title over two lines")
    assert read.authors == ("René Example", "Béla M. Minta", "Chloë de la Other")
    assert (read.categories, read.primary_category) == (("cs.LG", "stat.ML"), "cs.LG")
    assert read.published == datetime(2026, 10, 29, 20, 31, 47, tzinfo=UTC)
    assert read.updated == datetime(2026, 11, 2, 8, tzinfo=UTC)
    assert read.abstract == "We begin. We go on.\n\nA second paragraph."
    assert (read.comment, read.doi) == ("12 pages", "10.1/x")


def test_a_time_without_a_zone_is_of_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    """A time that names no zone ("-0000") is of UTC, wherever the machine stands."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time_module.tzset()
    try:
        read = paper(etree.fromstring(RECORD.format(id="2610.90001").replace("20:31:47 GMT", "20:31:47 -0000")))
    finally:
        monkeypatch.undo()
        time_module.tzset()
    assert read.published == datetime(2026, 10, 29, 20, 31, 47, tzinfo=UTC)


@pytest.mark.parametrize("name", ["hep-th/9901001", "math.GT/0309136", "0704.0001"])
def test_old_ids(name: str) -> None:
    """Ids of the old styles are ids."""
    assert paper(etree.fromstring(RECORD.format(id=name))).id == name


@pytest.mark.parametrize("name", ["", "../../etc", "2610.9", "<b/>"])
def test_a_record_that_is_none(name: str) -> None:
    """A record without an id of arXiv's is an error that is named, never left out."""
    with pytest.raises(BadAnswer, match="none of arXiv's"):
        paper(etree.fromstring(RECORD.format(id=name)))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A. One", ["A. One"]),
        ("A. One, B. Two, and C. Three", ["A. One", "B. Two", "C. Three"]),
        ("A. One and B. Two", ["A. One", "B. Two"]),
        ("The ABC Collaboration: A. One (Here (There)), Andy Sand", ["The ABC Collaboration: A. One", "Andy Sand"]),
        ("", []),
    ],
)
def test_authors(text: str, names: list[str]) -> None:
    """A line of authors is parted at commas and at "and"."""
    assert list(authors(text)) == names


def test_sets() -> None:
    """Categories lead to the sets that their records are in."""
    assert sets(["cs.AI", "cs.CL", "stat.ML", "hep-th", "astro-ph.GA", "q-bio.NC"]) == (
        "cs",
        "physics",
        "q-bio",
        "stat",
    )


def test_slices() -> None:
    """Slices have every day once and end with a month."""
    found = list(months(date(2026, 11, 20), date(2027, 2, 3)))
    assert found == [
        (date(2026, 11, 20), date(2026, 11, 30)),
        (date(2026, 12, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 1, 31)),
        (date(2027, 2, 1), date(2027, 2, 3)),
    ]
    assert list(months(date(2026, 11, 20), date(2026, 11, 20))) == [(date(2026, 11, 20), date(2026, 11, 20))]
