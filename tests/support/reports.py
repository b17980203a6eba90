"""Made-up reports to render."""

from datetime import UTC, date, datetime
from typing import Any

from digest.config.schema import Page
from digest.console.command import ROOT
from digest.core.report import Entry, Listing, Paper, Part, Report, Score, Summary
from digest.pages.look import Look

DAY = date(2026, 11, 20)
WHEN = datetime(2026, 11, 19, 15, 4, tzinfo=UTC)


def look(language: str = "zh-CN", **page: Any) -> Look:
    """The repository's own labels and templates."""
    return Look.load(ROOT, language, Page(**page))


def paper(number: int, **other: Any) -> Paper:
    """A made-up paper with the id 2611.90<number>."""
    fields: dict[str, Any] = {
        "id": f"2611.90{number:03}",
        "version": 1,
        "title": f"Made-up paper {number}",
        "abstract": "We make up a paper. It is short.",
        "authors": ("Ada Example", "Béla Minta"),
        "categories": ("cs.AI", "cs.LG"),
        "primary_category": "cs.AI",
        "published": WHEN,
        "updated": WHEN,
    }
    return Paper(**fields | other)


def summarised(number: int, total: int = 72, **other: Any) -> Entry:
    """A paper with a summary by a model."""
    parts = (
        Part(name="relevance", points=total - 32, maximum=50),
        Part(name="novelty", points=15, maximum=25),
        Part(name="evidence", points=17, maximum=25),
    )
    summary = Summary(
        status="ok",
        language="zh-CN",
        one_sentence="一句话。",
        motivation="动机。",
        method="方法，含公式 $O(n)$。",
        conclusion="结论。",
        keywords=("关键词甲", "关键词乙"),
        model="made-up-1",
        prompt="0123456789ab",
        tokens_in=500,
        tokens_out=200,
    )
    return Entry(paper=paper(number, **other), score=Score(total=total, by="model", parts=parts), summary=summary)


def with_summary(entry: Entry, **changes: Any) -> Entry:
    """The entry with changes to its summary."""
    return entry.model_copy(update={"summary": entry.summary.model_copy(update=changes)})


def pending(number: int, why: str = "credentials") -> Entry:
    """A paper whose summary is not there."""
    score = Score(total=10, by="interests", parts=(Part(name="made-up things", points=10, because=("made-up",)),))
    return Entry(paper=paper(number), score=score, summary=Summary(status="pending", language="zh-CN", why=why))


def listing(number: int, **other: Any) -> Listing:
    """A paper that is only listed."""
    fields = {"id": f"2611.90{number:03}", "version": 1, "title": f"Listed {number}", "primary_category": "cs.LG"}
    return Listing(**{**fields, "score": 3, **other})


def report(*papers: Entry, also: tuple[Listing, ...] = (), day: date = DAY, **run: Any) -> Report:
    """A report of that day."""
    return Report(date=day, categories=("cs.AI", "cs.LG"), papers=papers, also=also, run={"notices": [], **run})
