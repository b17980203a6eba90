"""What others noticed, from a server on loopback."""

import json
import shutil
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from digest.archive.reports import Archive
from digest.archive.unfinished import Unfinished
from digest.config.schema import Config
from digest.console.command import ROOT
from digest.core.spans import month_of, week_of
from digest.periods import huggingface, record, update
from digest.periods.record import Noticed
from digest.settings import Settings
from weeks import archive_of


@dataclass
class DailyPapers:
    """A server that gives one answer."""

    body: bytes
    status: int = 200
    asked: list[str] = field(default_factory=list)

    def __enter__(self) -> "DailyPapers":
        papers = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                papers.asked.append(self.path)
                self.send_response(papers.status)
                self.send_header("content-length", str(len(papers.body)))
                self.end_headers()
                self.wfile.write(papers.body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/api/daily_papers"
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def listed(votes: dict[str, Any]) -> bytes:
    """The API's form."""
    return json.dumps(
        [{"paper": {"id": paper, "upvotes": count}, "title": "x"} for paper, count in votes.items()]
    ).encode()


def fork(root: Path, papers: DailyPapers) -> tuple[Settings, Archive]:
    """A fork that asks that server, and three weeks of reports."""
    for folder in ("labels", "templates", "prompts"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "README.md", root / "README.md")
    (root / "config.yml").write_text("categories: [cs.AI]\nlanguage: en\nsignals: {huggingface: true}\n", "utf-8")
    archive = Archive(root)
    for report in archive_of(3):
        archive.save(report)
    return Settings.load(root, None, {"HF_PAPERS_URL": papers.url}), archive


def test_votes_are_kept_and_shown(tmp_path: Path) -> None:
    """One request; votes of the archive's papers are kept by period, and those not among the best are shown."""
    reports = archive_of(3)
    hidden, best = reports[-1].also[-1].id, reports[-1].papers[0].paper.id
    with DailyPapers(listed({hidden: 88, best: 120, "2601.00001": 5, "2601.00002": True, "2601.00003": "9"})) as papers:
        settings, archive = fork(tmp_path, papers)
        assert huggingface.note(settings, archive) == ""
        assert Unfinished(tmp_path).dates() == {reports[-1].date}
        Unfinished(tmp_path).done([reports[-1].date])
        assert papers.asked == ["/api/daily_papers?limit=100"]
        assert huggingface.note(settings, archive) == ""
        assert Unfinished(tmp_path).dates() == frozenset()
    for span in (week_of(reports[-1].date), month_of(reports[-1].date)):
        kept = record.load(tmp_path, span)
        assert kept is not None
        assert kept.noticed == (Noticed(id=best, upvotes=120), Noticed(id=hidden, upvotes=88))
    made = update.rendered(tmp_path, settings.look, (), archive, archive.dates()).texts
    section = (
        made[tmp_path / "daily" / "weeks" / "2026-W47.md"].partition("## What others noticed")[2].partition("##")[0]
    )
    assert "| 88 |" in section
    assert f"listed only, with {reports[-1].also[-1].score} points" in section
    assert "120" not in section


@pytest.mark.parametrize(("body", "status"), [(b"<html>", 200), (b"{}", 200), (b"[]", 503), (b"[" * 100_000, 200)])
def test_a_failure_never_matters(tmp_path: Path, body: bytes, status: int) -> None:
    """Whatever the server says, nothing is raised, nothing is kept, and one line says so."""
    with DailyPapers(body, status) as papers:
        settings, archive = fork(tmp_path, papers)
        assert "nothing depends on them" in huggingface.note(settings, archive)
    assert Unfinished(tmp_path).dates() == frozenset()
    assert not (tmp_path / "data" / "periods").exists()


def test_a_report_that_cannot_be_read_takes_no_votes_from_the_others(tmp_path: Path) -> None:
    """A torn report of two weeks ago, which the day did well without, holds neither the run nor the votes of others."""
    reports = archive_of(3)
    best = reports[-1].papers[0].paper.id
    with DailyPapers(listed({best: 120})) as papers:
        settings, archive = fork(tmp_path, papers)
        archive.path(reports[0].date).write_text("{", "utf-8")
        assert huggingface.note(settings, Archive(tmp_path)) == ""
    kept = record.load(tmp_path, week_of(reports[-1].date))
    assert kept is not None
    assert kept.noticed == (Noticed(id=best, upvotes=120),)


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    """An address where nobody answers is a line in the log, and no more."""
    with DailyPapers(b"[]") as papers:
        settings, archive = fork(tmp_path, papers)
    assert "nothing depends on them" in huggingface.note(settings, archive)


def test_it_is_off_by_default() -> None:
    """Nobody is asked who was not switched on."""
    assert not Config(categories=("cs.AI",)).signals.huggingface


def test_strange_items_are_left_out() -> None:
    """What is no paper with votes is no paper with votes."""
    said = [5, {}, {"paper": None}, {"paper": {"id": 1, "upvotes": 2}}, {"paper": {"id": "2601.1", "upvotes": 0}}]
    assert huggingface.votes_in(json.dumps(said).encode()) == {}
