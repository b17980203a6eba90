"""A report as the reader's templates see it: every text is HTML, or is escaped when it is printed. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from digest.config.schema import Page
from digest.core import paper_ids
from digest.core.report import Entry, Links, Listing, Paper, Report
from digest.core.taxonomy import categories
from digest.pages.code_links import code_links
from digest.pages.named_sentences import Part, lines, parts
from digest.pages.report_view import SIMILAR, anchor, is_withdrawn
from digest.reader import html
from digest.reader.characters import one_line
from digest.reader.html import Html, Marks
from digest.reader.interests import because, matched_words
from digest.reader.words import Words
from digest.words.openings import in_one_sentence

AUTHORS = 20
"""So many names are shown where the configuration asks for fewer: here they take no line of their own."""

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Neighbour:
    """A paper of the archive that is like another."""

    title: Html
    link: str
    date: str


@dataclass(frozen=True, kw_only=True)
class PaperView:
    """One summarised paper."""

    number: int
    id: str
    anchor: str
    title: Html
    plain_title: str
    source_title: str
    """As arXiv gives it, with its TeX: for BibTeX."""
    links: Links
    authors: Html
    every_author: tuple[str, ...]
    year: str
    categories: tuple[str, ...]
    primary: str
    doi: str
    submitted: str | Html
    comment: Html | None
    withdrawn: bool
    abstract: Html
    named: tuple[tuple[Html, Html], ...]
    """The abstract in its parts, those that serve as the summary with a name; nothing where no sentences of it do."""
    heading: Html
    one_sentence: Html | None
    fields: tuple[tuple[Html, Html], ...]
    keywords: tuple[Html, ...]
    pending: Html | None
    unsupported: Html | None
    score: int
    because: Html | None
    more: tuple[tuple[Html, str], ...]
    """Further links: code, the project's page, similar papers elsewhere."""
    neighbours: tuple[Neighbour, ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """Papers of one category."""

    name: str | Html
    title: str
    items: tuple[PaperView, ...]


@dataclass(frozen=True, kw_only=True)
class ListedPaper:
    """A paper that was announced and not summarised."""

    id: str
    title: Html
    link: str


def sections(
    report: Report, page: Page, words: Words, neighbours: Mapping[str, Sequence[Neighbour]]
) -> tuple[Section, ...]:
    """The papers by category, most first, or all together by score, as config.yml has it for the report's page."""
    grouped: list[tuple[str | Html, list[Entry]]]
    if page.order == "score":
        grouped = [(words("best_first"), list(report.papers))] if report.papers else []
    else:
        grouped = list(by_category(report.papers, lambda entry: entry.paper.primary_category))
    numbers = iter(range(1, len(report.papers) + 1))
    return tuple(
        Section(
            name=name,
            title=categories().get(str(name), ""),
            items=tuple(
                paper_view(entry, next(numbers), page, words, neighbours.get(entry.paper.id, ())) for entry in entries
            ),
        )
        for name, entries in grouped
    )


def listings(also: Iterable[Listing]) -> tuple[tuple[str, str, tuple[ListedPaper, ...]], ...]:
    """The listed papers by category with its name, most first, within a category best first."""
    return tuple(
        (
            name,
            categories().get(name, ""),
            tuple(
                ListedPaper(id=item.id, title=html.title(item.title), link=item.paper.links.abstract) for item in group
            ),
        )
        for name, group in by_category(also, lambda listing: listing.primary_category)
    )


def by_category(items: Iterable[T], category: Callable[[T], str]) -> list[tuple[str, list[T]]]:
    """Items in groups by category, the largest first."""
    groups: dict[str, list[T]] = defaultdict(list)
    for item in items:
        groups[category(item) or "arXiv"].append(item)
    return sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))


def paper_view(entry: Entry, number: int, page: Page, words: Words, neighbours: Sequence[Neighbour]) -> PaperView:
    """One paper, numbered in the order of its page."""
    paper, summary = entry.paper, entry.summary
    marks = matched_words(entry.score)
    return PaperView(
        number=number,
        id=paper.id,
        anchor=anchor(paper.id),
        title=html.title(paper.title, marks),
        plain_title=html.plain(paper.title),
        source_title=one_line(paper.title),
        links=paper.links,
        authors=_authors(paper, page, words),
        every_author=tuple(html.plain(name) for name in paper.authors),
        year=f"{paper_ids.year(paper.id) if paper.published is None else paper.published.year}",
        categories=tuple(map(one_line, paper.categories)),
        primary=one_line(paper.primary_category),
        doi=one_line(paper.doi or ""),
        submitted=paper.published.date().isoformat() if paper.published else words("unknown_date"),
        comment=html.inline(paper.comment) if paper.comment else None,
        withdrawn=is_withdrawn(paper),
        abstract=html.block(paper.abstract, marks) or Html("<p>{}</p>").format(words("no_abstract")),
        named=tuple((_names(part, words), html.block(part.text, marks)) for part in parts(entry))
        if page.abstract == "full"
        else (),
        heading=words("summary_extracted" if summary.status == "extractive" else "summary_by_model"),
        one_sentence=one_sentence(entry),
        fields=tuple((_names(line, words), said(entry, line.text, marks)) for line in lines(summary)),
        keywords=tuple(said(entry, word) for word in summary.keywords),
        pending=words("pending", why=words(f"why_{summary.why}")) if summary.status == "pending" else None,
        unsupported=words("unsupported", numbers=words.listed(map(html.literal, summary.unsupported)))
        if summary.unsupported
        else None,
        score=entry.score.total,
        because=because(entry.score, words),
        more=_more(paper, words),
        neighbours=tuple(neighbours),
    )


def _names(part: Part, words: Words) -> Html:
    return words.listed(map(words, part.roles))


def one_sentence(entry: Entry) -> Html | None:
    """The summary in one sentence; nothing where there is none yet."""
    sentence = in_one_sentence(entry.summary)
    return said(entry, sentence) if sentence else None


def said(entry: Entry, text: str, marks: Marks = None) -> Html:
    """A text of a summary: what a model wrote is no TeX, the sentences of an abstract are."""
    return html.literal(text) if entry.summary.status == "ok" else html.inline(text, marks)


def _authors(paper: Paper, page: Page, words: Words) -> Html:
    if not paper.authors:
        return words("no_authors")
    most = max(page.authors, AUTHORS)
    names = Html(", ").join(Html("<bdi>{}</bdi>").format(html.title(name)) for name in paper.authors[:most])
    return names if len(paper.authors) <= most else words("et_al", names=names, count=len(paper.authors))


def _more(paper: Paper, words: Words) -> tuple[tuple[Html, str], ...]:
    links = [(words(f"link_{kind}"), html.web_address(url)) for kind, url in code_links(paper.abstract, paper.comment)]
    links.append((words("link_similar"), SIMILAR.format(paper.id)))
    return tuple((name, url) for name, url in links if url)
