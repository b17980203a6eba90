"""A report as its templates see it: numbered, grouped, in the page's language. Pure."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from digest.config.schema import Page
from digest.core.report import Entry, Listing, Paper, Report, Score
from digest.core.report import Part as ScorePart
from digest.core.taxonomy import categories
from digest.markdown import feedback_links
from digest.markdown.text import Markdown
from digest.markdown.writer import block, cell, html, inline, literal, slug
from digest.pages.code_links import code_links
from digest.pages.labels import Labels
from digest.pages.named_sentences import Part, lines, parts
from digest.pages.views import Field, Group, ListedPaper, PaperView, Section
from digest.words.openings import in_one_sentence

LISTING = "https://arxiv.org/abs/"
SIMILAR = "https://www.semanticscholar.org/arxiv/{}"
_WITHDRAWN = re.compile(
    r"(?<!version of )\b(?:this|the) (?:paper|article|submission|manuscript|work) (?:has been|is|was) withdrawn"
    r"|\bwe (?:have )?withdr[ae]wn? (?:the|this|our) (?:paper|article|submission|manuscript|work)\b"
    r"|^[^\S\n]*withdrawn(?=\s*(?:$|[.,;:(]|(?:by|due|because|as|since|for|until)\b))",
    re.IGNORECASE | re.MULTILINE,
)

_NO_KEY = re.compile(r"[ -]")

T = TypeVar("T")


def sections(report: Report, page: Page, labels: Labels, taps_to: str = "") -> tuple[Section, ...]:
    """The papers by category, most first; as one section of all where the page is ordered by score.

    `taps_to` is the repository whose issues take taps on them; empty where there are to be no links for that.
    """
    if page.order == "score":
        name = labels("best_first")
        grouped: list[tuple[str, list[Entry]]] = [(name, list(report.papers))] if report.papers else []
    else:
        grouped = _by_category(report.papers, lambda entry: entry.paper.primary_category)
    numbers = iter(range(1, len(report.papers) + 1))
    return tuple(
        Section(
            name=name,
            title=categories().get(name, ""),
            anchor=Markdown(slug(name)),
            items=tuple(_paper(entry, next(numbers), page, labels, taps_to) for entry in entries),
        )
        for name, entries in grouped
    )


def listings(also: Iterable[Listing]) -> tuple[Group, ...]:
    """The listed papers by category, most first, within a category best first."""
    return tuple(
        Group(
            name=Markdown(f"{html(name)} {html(categories()[name])}" if name in categories() else html(name)),
            items=tuple(
                ListedPaper(
                    title=listing.title,
                    link=f"{LISTING}{listing.id}" + (f"v{listing.version}" if listing.version else ""),
                )
                for listing in group
            ),
        )
        for name, group in _by_category(also, lambda listing: listing.primary_category)
    )


def anchor(paper_id: str) -> str:
    """The id of a paper's place on the page: lower case, letters, digits and hyphens, unique as the paper's id is."""
    return "paper-" + "".join(c if c.isalnum() else "-" for c in paper_id.lower())


def _by_category(items: Iterable[T], category: Callable[[T], str]) -> list[tuple[str, list[T]]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for item in items:
        groups[category(item) or "arXiv"].append(item)
    return sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))


def _paper(entry: Entry, number: int, page: Page, labels: Labels, taps_to: str) -> PaperView:
    paper, summary = entry.paper, entry.summary
    # What a model wrote is no TeX; the sentences of an abstract are.
    written = literal if summary.status == "ok" else inline

    def write(text: str) -> Markdown:
        return labels.foreign(written(text))

    fields = tuple(Field(name=_names(line, labels), text=write(line.text)) for line in lines(summary))
    links = code_links(paper.abstract, paper.comment)
    return PaperView(
        number=number,
        id=paper.id,
        anchor=anchor(paper.id),
        title=paper.title,
        links=paper.links,
        authors=authors_line(paper.authors, page.authors, labels),
        categories=", ".join(paper.categories),
        submitted=labels.foreign(inline(paper.published.date().isoformat()))
        if paper.published
        else labels("unknown_date"),
        comment=paper.comment,
        withdrawn=is_withdrawn(paper),
        abstract=labels.foreign(block(paper.abstract)) if paper.abstract else labels("no_abstract"),
        named=tuple(_named(part, labels) for part in parts(entry)) if page.abstract == "full" else (),
        summary_heading=labels("summary_extracted" if summary.status == "extractive" else "summary_by_model"),
        one_sentence=one_sentence(entry, labels),
        fields=fields,
        keywords=joined((write(word) for word in summary.keywords), labels) if summary.keywords else None,
        pending=labels("pending", why=labels(f"why_{summary.why}")) if summary.status == "pending" else None,
        unsupported=labels("unsupported", numbers=joined(map(literal, summary.unsupported), labels))
        if summary.unsupported
        else None,
        score=entry.score.total,
        because=because(entry.score, labels),
        code=tuple(Field(name=labels(f"link_{kind}"), url=url) for kind, url in links),
        similar=SIMILAR.format(paper.id),
        more=feedback_links.more(taps_to, paper.id) if taps_to else "",
        fewer=feedback_links.fewer(taps_to, paper.id) if taps_to else "",
        bare=isinstance(paper.title, Markdown),  # pages/plain_papers.py has made it
    )


def _named(part: Part, labels: Labels) -> Field:
    """A part of an abstract; a formula that it begins with needs lines of its own, below the part's name."""
    text = labels.foreign(block(part.text))
    names = _names(part, labels)
    return Field(name=names, text=Markdown(f"\n\n{text}") if names and text.startswith("```") else text)


def _names(part: Part, labels: Labels) -> Markdown:
    return joined(map(labels, part.roles), labels)


def one_sentence(entry: Entry, labels: Labels) -> Markdown | None:
    """The summary in one sentence, for the cell of a table; nothing where there is none yet."""
    text = in_one_sentence(entry.summary)
    if not text:
        return None
    return labels.foreign(cell(text) if entry.summary.status == "extractive" else literal(text, in_cell=True))


def is_withdrawn(paper: Paper) -> bool:
    """Whether the authors have withdrawn the paper: arXiv says so in the comment, authors in the abstract."""
    text = f"{paper.comment or ''}\n{paper.abstract[:200]}"
    return "thdr" in text.lower() and bool(_WITHDRAWN.search(text))  # the letters are told faster than the pattern


def authors_line(authors: Sequence[str], most: int, labels: Labels) -> Markdown:
    """The first `most` authors, then how many there are; the others are one click away."""
    if not authors:
        return labels("no_authors")
    names = Markdown(", ".join(labels.foreign(inline(name)) for name in authors[:most]))
    return names if len(authors) <= most else labels("et_al", names=names, count=len(authors))


def because(score: Score, labels: Labels) -> Markdown | None:
    """A score's parts: "relevance 40/50, novelty 15/25", or the interests that matched, through which words."""
    parts = []
    for part in score.parts:
        if score.by == "day" and part.kind == "criterion":
            parts.append(_of_the_day(part, labels))
            continue
        name = _part_name(part, labels)
        points = f"{part.points:+d}" if part.maximum is None else f"{part.points}/{part.maximum}"
        text = f"{name} {labels.foreign(Markdown(points))}"
        words = joined((Markdown(f"*{labels.foreign(literal(word))}*") for word in part.because), labels)
        parts.append(Markdown(f"{text} ({labels('because', words=words)})" if part.because else text))
    if not parts and score.by == "interests":
        return labels("unmatched")
    if score.by == "day":
        return Markdown(labels("colon").join(filter(None, (labels("by_day"), joined(parts, labels)))))
    return joined(parts, labels) if parts else None


def _of_the_day(part: ScorePart, labels: Labels) -> Markdown:
    """By what a paper stands out among those of its day: "14 authors 26/35", "numbers in the abstract 8/15 (*2x*)"."""
    name, stands_on = in_words_of_the_day(part, labels)
    words = joined((Markdown(f"*{labels.foreign(literal(word))}*") for word in stands_on), labels)
    points = labels.foreign(Markdown(f"{part.points}/{part.maximum}"))
    return Markdown(f"{name} {points} ({words})" if words else f"{name} {points}")


def in_words_of_the_day(part: ScorePart, labels: Labels) -> tuple[Markdown, tuple[str, ...]]:
    """What a criterion of the day is called, and the words it stands on, but for those that the paper shows anyway."""
    if part.name == "authors" and "".join(part.because).isdecimal():
        return labels("day_authors", count=int(part.because[0])), ()
    key = f"day_{part.name}"
    name = labels(key) if labels.has(key) else labels.foreign(literal(part.name))
    return name, () if part.name in ("authors", "code", "named") else part.because


def _part_name(part: ScorePart, labels: Labels) -> Markdown:
    """What the forker named, in the forker's words; everything else in the words of the page's language."""
    key = key_of(part)
    return labels(key) if labels.has(key) else labels.foreign(literal(part.name))


def key_of(part: ScorePart) -> str:
    """The label that names a part of a score; empty where it is the forker who named it."""
    if part.kind == "wish":
        return ""
    return f"criterion_{_NO_KEY.sub('_', part.name) if part.kind == 'criterion' else part.kind}"


def joined(parts: Iterable[Markdown], labels: Labels) -> Markdown:
    """A list as the language writes it."""
    return Markdown(labels("list_separator").join(parts))
