"""data/ holds reports, byte for byte, and what cannot be read is never an empty day."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.archive.brief import Brief
from digest.archive.reports import Archive, brief_from_json, from_json, to_json
from digest.core.errors import ArchiveError
from digest.core.report import Entry, Kind, Listing, Part, Report, Score, Summary
from digest.core.run_record import RunRecord
from fake_arxiv import TUESDAY, paper
from laws import tried

FEED = {"papers": 8, "listed": 9, "requests": 1, "only_here": 0, "problem": None, "shows": "2026-11-17"}
INDEX = {"papers": 0, "listed": 0, "requests": 3, "only_here": 0, "problem": "HTTP 503"}
USED = {"name": "made-up-1", "calls": 3, "tokens_in": 9, "tokens_out": 4}
RECORDS: list[dict[str, Any]] = [
    {},
    {"sources": {"rss": FEED, "api": INDEX}, "model": {}, "notices": []},
    {"sources": {"rss": {**FEED, "shows": None}, "api": INDEX}, "model": {}, "notices": ["The API is silent."]},
    {"sources": {"rss": INDEX, "api": INDEX}, "model": {"calls": 0, "tokens_in": 0, "tokens_out": 0}, "notices": []},
    {"sources": {}, "model": {**USED, "asked_again": 1, "unsupported": 0}, "notices": []},
    {"sources": {}, "model": {**USED, "triage_calls": 2, "asked_again": 0, "unsupported": 1}, "notices": []},
    {"sources": {"backfill": {"papers": 7}}, "model": USED, "notices": [], "without_cross_lists": True},
    {"sources": {}, "model": {}, "notices": [], "defects": {"rank": ["2611.90001"], "render": ["2611.90002"]}},
    {
        "sources": {"api": {**INDEX, "newer": [1]}, "newer": {"papers": 1}},
        "model": {**USED, "newer": {"a": None}},
        "notices": [],
        "newer": {"b": [True]},
    },
]
"""Every shape of a run's record that a version has written so far, and one that a newer version may write."""

words = st.text(max_size=20)
scores = st.builds(
    Score,
    total=st.integers(0, 100),
    by=st.sampled_from(["interests", "day", "model"]),
    parts=st.lists(
        st.builds(
            Part,
            name=words | st.sampled_from(["novelty", "liked papers", "near duplicate"]),
            kind=st.sampled_from(get_args(Kind)),
            points=st.integers(-9, 99),
            because=st.lists(words, max_size=2).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
)
summaries = st.builds(
    Summary,
    status=st.sampled_from(["ok", "extractive", "pending"]),
    language=st.just("en"),
    one_sentence=st.none() | words,
    keywords=st.lists(words, max_size=2).map(tuple),
    tokens_in=st.integers(0, 10**6),
)
papers = st.builds(
    lambda number, title, abstract: paper(number, title=title, abstract=abstract), st.integers(0, 99), words, words
)
reports = st.builds(
    Report,
    date=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    categories=st.just(("cs.AI", "cs.CL")),
    papers=st.lists(st.builds(Entry, paper=papers, score=scores, summary=summaries), max_size=3).map(tuple),
    also=st.lists(st.builds(Listing, id=words, title=words, score=st.integers(0, 100)), max_size=2).map(tuple),
    run=st.builds(
        lambda known, unknown: RunRecord(**unknown | known),
        st.sampled_from(RECORDS),
        st.dictionaries(words.map("x".__add__), st.none() | words | st.integers(0, 9), max_size=2),
    ),
)


def report(day: date = TUESDAY) -> Report:
    entry = Entry(
        paper=paper(1),
        score=Score(total=50, by="day"),
        summary=Summary(status="pending", language="en", why="no_key"),
    )
    return Report(
        date=day, categories=("cs.AI",), papers=(entry,), also=(Listing(id="2611.90002", title="B", score=1),)
    )


@given(reports)
@tried(50)
def test_a_report_survives_its_file(written: Report) -> None:
    """What is written is read back the same, and written again it is the same bytes."""
    text = to_json(written)
    read = from_json(text, "data/x.json")
    assert read == written
    assert to_json(read) == text
    assert text.endswith("}\n")


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_of_any_version_is_written_as_it_was_read(record: dict[str, Any]) -> None:
    """What an older or newer version says of a run stays byte for byte: no key is lost, added or moved."""
    text = to_json(report()).replace('"run": {}', f'"run": {indented(record)}')
    assert to_json(from_json(text, "data/x.json")) == text
    assert brief_from_json(text, "data/x.json").report.run == from_json(text, "data/x.json").run


@pytest.mark.parametrize(
    ("name", "maximum", "kind"),
    [
        ("novelty", 25, "criterion"),
        ("made up by a forker", 10, "criterion"),
        ("novelty", None, "criterion"),  # as earlier versions showed it
        ("liked papers", None, "liked_papers"),
        ("near-duplicate", None, "near_duplicate"),
        ("oats", None, "wish"),
    ],
)
def test_parts_of_earlier_versions_are_told_by_their_name(name: str, maximum: int | None, kind: Kind) -> None:
    """A part without a kind has the one that its name says, and is written without one again."""
    record = {"name": name, "points": 5, "maximum": maximum, "because": []}
    part = Part.model_validate_json(json.dumps(record))
    assert part.kind == kind
    assert json.loads(part.model_dump_json()) == record


def indented(record: dict[str, Any]) -> str:
    return json.dumps(record, indent=1).replace("\n", "\n ")


def test_the_order_of_the_keys_is_fixed() -> None:
    """Schema and date come first, a paper's score and summary after its metadata."""
    text = to_json(report())
    keys = [
        '"schema"',
        '"date"',
        '"categories"',
        '"papers"',
        '"id"',
        '"title"',
        '"links"',
        '"score"',
        '"summary"',
        '"also"',
        '"run"',
    ]
    positions = [text.index(key) for key in keys]
    assert positions == sorted(positions)


def test_a_report_is_saved_once(tmp_path: Path) -> None:
    """Saving the same report again changes nothing, another one does."""
    archive = Archive(tmp_path)
    assert archive.save(report())
    assert not archive.save(report())
    assert archive.load(TUESDAY) == report()
    assert archive.save(report().model_copy(update={"also": ()}))


def test_what_is_kept_is_what_the_file_says(tmp_path: Path) -> None:
    """So many reports as were asked for, those that were read last, are read once, until their file changes."""
    monday = TUESDAY - timedelta(days=1)
    archive = Archive(tmp_path, keep=1)
    archive.save(report())
    archive.save(report().model_copy(update={"date": monday}))
    first = archive.load(TUESDAY)
    assert archive.load(TUESDAY) is first
    assert archive.load(monday).date == monday
    assert archive.load(TUESDAY) is not first
    archive.save(report().model_copy(update={"also": ()}))
    assert archive.load(TUESDAY).also == ()
    assert Archive(tmp_path).load(TUESDAY) is not archive.load(TUESDAY)


def test_dates_are_those_of_reports_alone(tmp_path: Path) -> None:
    """Other files in data/ are no reports, and an archive that does not exist has no dates."""
    archive = Archive(tmp_path)
    assert archive.dates() == ()
    for day in (date(2026, 11, 18), TUESDAY):
        archive.save(report(day))
    for name in ("waiting.json", "liked.json", "2026-13-99.json", "2026-11-17.json.bak", ".x.part"):
        (tmp_path / "data" / name).write_text("{}")
    assert archive.dates() == (TUESDAY, date(2026, 11, 18))


def test_old_reports_are_not_read(tmp_path: Path) -> None:
    """A run reads the reports of its look-back: what stands before is not even opened."""
    archive = Archive(tmp_path)
    archive.save(report())
    (tmp_path / "data/2016-11-17.json").write_text("torn")
    assert [found.report.date for found in archive.since(date(2026, 11, 1))] == [TUESDAY]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "torn",
        "[]",
        "{}",
        '{"schema": 1}',
        '{"schema": 2, "papers": []}',
        '{"schema": 1, "date": "x", "papers": [1]}',
        "\udcff",
        "[" * 100_000,
    ],
)
def test_an_unreadable_report_is_an_error(tmp_path: Path, content: str) -> None:
    """A report that is torn, of another schema or no report is named with a remedy, whatever is wrong with it."""
    archive = Archive(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data/2026-11-17.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(ArchiveError, match=r"data/2026-11-17\.json"):
        archive.load(TUESDAY)
    with pytest.raises(ArchiveError):
        list(archive.since(TUESDAY))


def test_an_unknown_key_is_an_error() -> None:
    """A file with a key that this version does not know is not read half."""
    with pytest.raises(ArchiveError, match="cannot be read as a report"):
        from_json(to_json(report()).replace('"run"', '"ran"'), "data/x.json")


def test_a_report_under_a_wrong_name_is_an_error(tmp_path: Path) -> None:
    """A file that was renamed is not taken for the report of another day."""
    archive = Archive(tmp_path)
    archive.save(report())
    archive.path(TUESDAY).rename(archive.path(date(2026, 11, 18)))
    with pytest.raises(ArchiveError, match="report of 2026-11-17"):
        archive.load(date(2026, 11, 18))


def test_a_missing_report_is_an_error(tmp_path: Path) -> None:
    """Asking for a report that is not there is no empty report."""
    with pytest.raises(ArchiveError, match="cannot be read"):
        Archive(tmp_path).load(TUESDAY)


def test_a_report_is_not_read_through_a_link(tmp_path: Path) -> None:
    """A report that is a symbolic link is an error with its date, wherever it leads."""
    made = Report(date=TUESDAY, categories=("cs.AI",), papers=())
    Archive(tmp_path).save(made)
    path = Archive(tmp_path).path(TUESDAY)
    path.rename(tmp_path / "report.json")
    path.symlink_to(tmp_path / "report.json")
    for read in (Archive(tmp_path).load, Archive(tmp_path).brief):
        with pytest.raises(ArchiveError, match=rf"data/{TUESDAY}\.json is a symbolic link") as raised:
            read(TUESDAY)
        assert raised.value.day == TUESDAY


@given(reports)
@tried(30)
def test_a_brief_says_what_the_report_says(written: Report) -> None:
    """Read in brief, a report has the same summarised papers, ids and counts; only the listings are not there."""
    assert brief_from_json(to_json(written), "x.json") == Brief.of(written)
    assert Brief.of(written).papers == len(written.papers) + len(written.also)


def test_a_brief_is_read_anew_where_the_file_changed(tmp_path: Path) -> None:
    """A brief that was read before a report was saved anew is not given out after."""
    archive, first = Archive(tmp_path), report()
    archive.save(first)
    assert archive.brief(TUESDAY).papers == 2
    archive.save(first.model_copy(update={"also": ()}))
    assert archive.brief(TUESDAY).papers == 1
