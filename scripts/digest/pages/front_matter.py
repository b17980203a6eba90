"""The few flat keys on top of a page, which GitHub shows as a table."""

from collections.abc import Sequence

import frontmatter

from digest.core.report import Report

_MOST_NAMED = 5


def with_front_matter(body: str, report: Report, language: str) -> str:
    """A page with its keys on top."""
    post = frontmatter.Post(body)
    post.metadata = {
        "date": report.date.isoformat(),
        "papers": len(report.papers) + len(report.also),
        "summarised": report.summarised,
        "also": len(report.also),
        "categories": _first(report.categories),
        "language": language,
        "model": models(report) or "none",
    }
    return frontmatter.dumps(post, sort_keys=False).rstrip("\n") + "\n"


def models(report: Report) -> str:
    """The models that wrote its summaries."""
    return ", ".join(sorted({e.summary.model for e in report.papers if e.summary.status == "ok" and e.summary.model}))


def _first(categories: Sequence[str]) -> str:
    """The categories, the rest of many as a count: on a phone each takes a line of its own above the title."""
    named = categories if len(categories) <= _MOST_NAMED else categories[: _MOST_NAMED - 1]
    left = len(categories) - len(named)
    return ", ".join([*named, *([f"+{left}"] if left else [])])
