"""The bundled sample: made-up papers that hold the hard cases of real metadata."""

import re

import pytest

from digest.console.command import ROOT
from digest.core.calendar import earliest_announcement
from loopback_arxiv.server import AnnouncedPaper, load

PAPERS = load(ROOT / "sample" / "papers.json")


def has(pattern: str) -> list[AnnouncedPaper]:
    """The papers in whose title or abstract a pattern occurs."""
    return [p for p in PAPERS if re.search(pattern, f"{p.paper.title}\n{p.paper.abstract}")]


def test_the_sample_is_a_week_of_papers() -> None:
    """There are sixty papers and more, over four announcements, the last of which overflows one report's summaries."""
    days = sorted({p.announced for p in PAPERS})
    assert len(PAPERS) >= 60
    assert len(days) == 4
    assert sum(p.announced == days[-1] for p in PAPERS) > 30


def test_no_id_is_arxivs() -> None:
    """Each id is used once and lies where arXiv has never counted to."""
    ids = [p.paper.id for p in PAPERS]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"2611\.9\d{4}", paper_id) for paper_id in ids)


def test_the_sample_follows_the_schedule() -> None:
    """No paper is announced before arXiv's schedule allows; some are announced later, as moderation has it."""
    delays = [(p.announced - earliest_announcement(p.paper.published)).days for p in PAPERS if p.paper.published]
    assert min(delays) == 0
    assert max(delays) > 1


@pytest.mark.parametrize(
    "pattern",
    [
        r"\\textbf",
        r"\\emph",
        r"\$[^$]+\$",
        r"\\%",
        r"[^\\]%",
        "&",
        "<",
        r" \| ",
        "_",
        r"\*",
        "#",
        "@",
        "<think>",
        r"\]\(http",
        r"github\.com",
        "huggingface",
        r"\\hatχ",
        "ő",
        "数据",
        "שלום",
        "🙃",
        r"\\cite",
        "withdrawn",
    ],
)
def test_the_hard_cases_are_there(pattern: str) -> None:
    """Each form that real metadata takes is in the sample."""
    assert has(pattern)


def test_the_unusual_papers_are_there() -> None:
    """A collaboration of 300, a single author, a missing comment, a second version, a cross-list."""
    assert any(len(p.paper.authors) == 300 for p in PAPERS)
    assert any(len(p.paper.authors) == 1 for p in PAPERS)
    assert any(p.paper.comment is None for p in PAPERS)
    assert any(p.paper.version == 2 for p in PAPERS)
    assert any(not p.paper.primary_category.startswith(("cs.AI", "cs.CL", "cs.CV", "cs.LG")) for p in PAPERS)
