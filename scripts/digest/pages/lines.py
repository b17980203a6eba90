"""Lines of a page that are put together: authors, the reasons for a score, lists as the language writes them. Pure."""

import re
from collections.abc import Iterable, Sequence

from digest.core.report import Score
from digest.markdown.writer import Markdown, inline, literal
from digest.pages.labels import Labels

_NO_KEY = re.compile(r"[ -]")


def authors_line(authors: Sequence[str], most: int, labels: Labels) -> Markdown:
    """The first `most` authors, then how many there are; the others are one click away."""
    if not authors:
        return labels("no_authors")
    names = Markdown(", ".join(labels.foreign(inline(name)) for name in authors[:most]))
    return names if len(authors) <= most else labels("et_al", names=names, count=len(authors))


def because(score: Score, labels: Labels) -> Markdown | None:
    """A score's parts: "relevance 40/50, novelty 15/25", or the interests that matched, through which words."""
    if score.by == "day":
        return labels("by_day")
    parts = []
    for part in score.parts:
        key = f"criterion_{_NO_KEY.sub('_', part.name)}"
        name = labels(key) if labels.has(key) else labels.foreign(literal(part.name))
        points = f"{part.points:+d}" if part.maximum is None else f"{part.points}/{part.maximum}"
        text = f"{name} {labels.foreign(Markdown(points))}"
        words = joined((Markdown(f"*{labels.foreign(literal(word))}*") for word in part.because), labels)
        parts.append(Markdown(f"{text} ({labels('because', words=words)})" if part.because else text))
    if not parts and score.by == "interests":
        return labels("unmatched")
    return joined(parts, labels) if parts else None


def joined(parts: Iterable[Markdown], labels: Labels) -> Markdown:
    """A list as the language writes it."""
    return Markdown(labels("list_separator").join(parts))
