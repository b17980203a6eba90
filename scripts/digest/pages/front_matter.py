"""The few flat keys on top of a page, which GitHub shows as a table above its title."""

import frontmatter

from digest.core.report import Report


def with_front_matter(body: str, report: Report) -> str:
    """A page with its keys on top: three short ones, so that on a phone the table stays two lines of one screen.

    For who lists the pages of a folder; everything else about a report is in data/.
    """
    post = frontmatter.Post(body)
    post.metadata = {
        "date": report.date.isoformat(),
        "papers": len(report.papers) + len(report.also),
        "summarised": report.summarised,
    }
    return frontmatter.dumps(post, sort_keys=False).rstrip("\n") + "\n"


def models(report: Report) -> str:
    """The models that wrote its summaries."""
    return ", ".join(sorted({e.summary.model for e in report.papers if e.summary.status == "ok" and e.summary.model}))
