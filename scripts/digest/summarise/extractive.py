"""Summaries without a model: for each field the sentence of the abstract that says it, and the abstract's own keywords.

Nothing is invented and nothing is downloaded: every field is a sentence of that abstract, chosen by the words that show
what a sentence is for and by where it stands (summarise/fields.py).
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from digest.core.report import Paper, Summary
from digest.core.sparing import spared
from digest.summarise.fields import choose
from digest.summarise.keywords import keywords
from digest.words.sentences import sentences
from digest.words.terms import terms


def extract_all(papers: Sequence[Paper], day: Sequence[Paper]) -> tuple[Summary, ...]:
    """The extractive summaries of `papers`, in their order; keywords are weighed against all papers of the `day`.

    A paper whose text our code does not survive has none: it is pending, by a defect.
    """
    documents, _ = spared(day, _documents)
    made, _ = spared(papers, lambda some: {paper.id: extract(paper, documents, len(day)) for paper in some})
    nothing = Summary(status="pending", language="en", why="defect")
    return tuple(made.get(paper.id, nothing) for paper in papers)


def _documents(papers: Sequence[Paper]) -> Counter[str]:
    """In how many papers each stem occurs."""
    return Counter(word for paper in papers for word in set(terms(f"{paper.title} {paper.abstract}")))


def extract(paper: Paper, documents: Mapping[str, int], size: int) -> Summary:
    """One extractive summary; `documents` says in how many of the day's `size` papers a stem occurs.

    A field that no sentence of the abstract clearly shows stays empty.
    """
    fields = choose(sentences(paper.abstract))
    return Summary(
        status="extractive", language="en", keywords=keywords(paper, documents, size), why="no_key", **fields
    )
