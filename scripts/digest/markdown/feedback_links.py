"""Links that open an issue, filled in: one for each paper and thumb, and one a report with all papers as boxes. Pure.

An issue is known as feedback by its words: here, in the form .github/ISSUE_TEMPLATE/feedback.yml, and in the workflow.
A label would not do: a copy of a repository has none, and who may not label would not be heard.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from digest.core.report import Entry, Report
from digest.markdown.text import Markdown
from digest.markdown.writer import plain

TITLE = "Digest feedback"
"""How the title of such an issue begins."""
MORE = "Digest feedback: more like these"
FEWER = "Digest feedback: fewer like these"
"""The headings in its body, which are the labels of the form's two fields."""
FORM = "feedback.yml"
MORE_FIELD, FEWER_FIELD = "more", "fewer"
"""The ids of these fields, by which an address fills them in."""

LONGEST_URL = 6_000
"""Characters; GitHub answers 414 to somewhat more than 8,000, and writes what is asked of it twice for who has to sign
in first."""
_TITLES = (60, 40, 25, 0)
"""Characters of a title, as many as there is room for."""
_LETTERS = " -,:()+'"


def more(repository: str, paper_id: str) -> str:
    """The address of the form with a paper in its first field."""
    return _form(repository, MORE_FIELD, "👍", paper_id)


def fewer(repository: str, paper_id: str) -> str:
    """The same of its second field."""
    return _form(repository, FEWER_FIELD, "👎", paper_id)


def _form(repository: str, field: str, thumb: str, paper_id: str) -> str:
    return _new(repository, template=FORM, title=f"{TITLE}: {thumb} {paper_id}", **{field: paper_id})


def boxes(repository: str, report: Report, how: str) -> str:
    """The address of an issue with a box for each summarised paper, best first, below a sentence that says how.

    Titles are cut to what an address has room for; where there are still too many papers, the last are left out.
    """
    for longest in _TITLES:
        address = _of_boxes(repository, report, how, report.papers, longest)
        if len(address) <= LONGEST_URL:
            return address
    most = len(report.papers)
    while len(address) > LONGEST_URL and most:
        most = most * LONGEST_URL // len(address)
        address = _of_boxes(repository, report, how, report.papers[:most], 0)
    return address


def _of_boxes(repository: str, report: Report, how: str, entries: Sequence[Entry], longest: int) -> str:
    lines = [how, "", f"### {MORE}", "", *_lines(entries, longest), ""]
    return _new(repository, title=f"{TITLE} {report.date}", body="\n".join(lines))


def _lines(entries: Iterable[Entry], longest: int) -> Iterable[str]:
    for entry in entries:
        yield f"- [ ] {entry.paper.id} {_title(entry.paper.title, longest)}".rstrip()


def _title(title: str, longest: int) -> str:
    """A title as the text of an issue: letters and digits, so that it names nobody, links nothing and is no markup.

    Nothing where it is Markdown, which pages/plain_papers.py has made of a text that cannot be read.
    """
    if isinstance(title, Markdown) or not longest:
        return ""
    words = "".join(c if c.isalnum() or c in _LETTERS else " " for c in plain(title)).split()
    shown = " ".join(words)
    return shown if len(shown) <= longest else f"{shown[:longest].rpartition(' ')[0]} …"


def _new(repository: str, **fields: str) -> str:
    """https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/creating-an-issue"""
    return f"https://github.com/{repository}/issues/new?{urlencode(fields)}"
