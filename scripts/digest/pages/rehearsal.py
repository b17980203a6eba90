"""A made-up report that goes through every template before a run asks for anything: a broken one is found in time."""

from datetime import UTC, date, datetime

from digest.archive.brief import Brief
from digest.archive.layout import Places
from digest.core.report import Entry, Listing, Paper, Part, Report, Score, Summary
from digest.core.run_record import LibraryRecord, ModelRecord, RunRecord
from digest.pages import atom_feed, indexes, release_text, report_page
from digest.pages.look import Look

_DAY = date(1991, 8, 14)
_WHEN = datetime(1991, 8, 13, 12, tzinfo=UTC)
_PAPER = Paper(
    id="0000.00000",
    version=1,
    title="A title",
    abstract="An abstract. See https://github.com/example/example.",
    authors=("An Author", "Another Author", "A Third", "A Fourth"),
    categories=("cs.AI", "cs.LG"),
    primary_category="cs.AI",
    published=_WHEN,
    updated=_WHEN,
    comment="Withdrawn",
)
_TEXTS = {"one_sentence": "A sentence.", "motivation": "A reason.", "method": "A way.", "conclusion": "A result."}
_SUMMARIES = (
    Summary(status="ok", language="en", keywords=("a keyword",), model="a-model", unsupported=("1",), **_TEXTS),
    Summary(status="extractive", language="en", why="no_key", **_TEXTS),
    Summary(status="pending", language="en", why="bad_answer"),
)
_SCORES = (
    Score(total=50, by="model", parts=(Part(name="relevance", points=50, maximum=50),)),
    Score(total=50, by="interests", parts=(Part(name="an interest", points=50, because=("a word",)),)),
    Score(total=50, by="day"),
)


def report() -> Report:
    """A report in which every template has something to say, for every state of a summary and kind of score."""
    entries = [
        Entry(paper=_PAPER.model_copy(update={"id": f"0000.0000{n}"}), score=score, summary=summary)
        for n, (score, summary) in enumerate(zip(_SCORES, _SUMMARIES, strict=True))
    ]
    return Report(
        date=_DAY,
        categories=("cs.AI",),
        papers=tuple(entries),
        also=(Listing(id="0000.00009", title="Another title", primary_category="cs.LG", score=1),),
        run=RunRecord(
            model=ModelRecord(calls=1, tokens_in=1, tokens_out=1),
            library=LibraryRecord(missing=("unreachable",)),
            english={"un intérêt": "an interest"},
            foreign=("un autre",),
            issues=True,
        ),
    )


def rehearse(look: Look) -> None:
    """Render the made-up report in every way a run renders one. Raises ConfigurationError where a template is wrong."""
    made = report()
    every_text(made, look)
    look.templates.render("listing.md.j2", label=look.labels, report=made, number=2, also=(), continued=None, up="")
    indexes.all_days([_DAY], look, Places(flat=frozenset({_DAY})))
    indexes.badge(made, look)


def every_text(made: Report, look: Look) -> tuple[str, ...]:
    """All texts in which papers of a report stand, as a run renders them. Raises what their making raises."""
    day = made.date
    places = Places(flat=frozenset({day}))
    brief = Brief.of(made)
    period = release_text.Period(tag="digest", name="1991", dates=(day,))
    return (
        *report_page.pages(made, look, report_page.Around(previous=day, following=day, places=places)).values(),
        indexes.readme_region(made, [brief], look, places),
        atom_feed.atom([brief], look, "owner/repository", places),
        release_text.text(period, [made], look, "owner/repository", places),
    )
