"""What templates see of a report, a month and a day: numbered, grouped, in the page's language."""

from dataclasses import dataclass, field
from datetime import date

from digest.core.report import Links
from digest.markdown.text import Markdown

NOTHING = Markdown()


@dataclass(frozen=True, kw_only=True)
class Field:
    """A named paragraph of a summary, or a named link of a paper."""

    name: Markdown
    text: Markdown = NOTHING
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperView:
    """One summarised paper."""

    number: int
    """From 1 in the order of the page."""
    id: str
    anchor: str
    title: str
    links: Links
    authors: Markdown
    categories: str
    submitted: str
    comment: str | None
    withdrawn: bool
    abstract: Markdown
    named: tuple[Field, ...]
    """The abstract in its parts, those that serve as the summary with a name; nothing where no sentences of it do."""
    summary_heading: Markdown
    one_sentence: Markdown | None
    """For the table of the best."""
    fields: tuple[Field, ...]
    keywords: Markdown | None
    pending: Markdown | None
    unsupported: Markdown | None
    score: int
    because: Markdown | None
    code: tuple[Field, ...]
    similar: str
    more: str
    """Where a thumb up is given; empty where it cannot be."""
    fewer: str
    """The same of a thumb down."""
    bare: bool
    """Whether it cannot be rendered, so that id, title and link are all that is shown of it."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """The papers of one category."""

    name: str
    title: str
    """What arXiv calls it, e.g. "Machine Learning"; empty for a section of all papers."""
    anchor: str
    items: tuple[PaperView, ...]


@dataclass(frozen=True, kw_only=True)
class ListedPaper:
    """One paper that was announced and not summarised."""

    title: str
    link: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """The listed papers of one category."""

    name: Markdown
    items: tuple[ListedPaper, ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class Day:
    """What an index says of one report."""

    date: date
    papers: int
    summarised: int


@dataclass(frozen=True, kw_only=True)
class Best:
    """One of the best papers of a day or a month."""

    score: int
    title: str
    one_sentence: Markdown | None
    link: str
