"""Handing a paper to a model as data: between tags that no title or abstract can close."""

import re

from digest.core.report import Paper
from digest.summary_checks.answer import plain

_TAG = re.compile(r"<(?=\s*/?\s*paper)", re.IGNORECASE)


def quoted(paper: Paper, abstract_characters: int | None = None) -> str:
    """A paper's id, title, categories and abstract, or the opening of it, between <paper> and </paper>."""
    abstract = plain(paper.abstract)
    if abstract_characters is not None and len(abstract) > abstract_characters:
        abstract = abstract[:abstract_characters].rsplit(" ", 1)[0] + " ..."
    lines = [f"id: {paper.id}", f"title: {plain(paper.title)}", f"categories: {', '.join(paper.categories)}"]
    inside = "\n".join([*lines, f"abstract: {abstract or '(none)'}"])
    return f"<paper>\n{_TAG.sub('< ', inside)}\n</paper>"
