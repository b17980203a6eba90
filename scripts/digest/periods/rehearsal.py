"""A made-up week that goes through every line of its template before a run asks for anything."""

from dataclasses import replace
from datetime import date

from digest.archive.layout import Places
from digest.core.report import Report
from digest.core.spans import Span, month_of, week_of
from digest.pages import release_text
from digest.pages.look import Look
from digest.pages.rehearsal import report
from digest.pages.release_text import WeekNews
from digest.periods import page
from digest.periods.analysis import Analysis
from digest.periods.reading import Material, day_of
from digest.periods.record import AboutTheme, Noticed, Record, Sentence
from digest.periods.rising import Against, Rising
from digest.periods.themes import Grouping, Theme

_MONDAY = date(1991, 8, 12)


def rehearse(look: Look) -> None:
    """Render a made-up week and month. Raises ConfigurationError where the template is wrong."""
    made = report()
    around = page.Around(dates=(made.date,), places=Places(flat=frozenset({made.date})))
    full = everything(made, words="a theme", sentence="A sentence.", author="An Author")
    empty = replace(
        full,
        best=(),
        grouping=Grouping(themes=(), rest=()),
        trends=(),
        rising=None,
        followed=(),
        missed=(),
    )
    for span in (week_of(made.date), month_of(made.date)):
        material = material_of(span, made)
        page.page(material, full, record_of(made, words="a theme", sentence="A sentence."), look, around, _same)
        page.page(material, empty, None, look, around, _same)
        page.drawing(material, look.labels)
    days = release_text.Period(tag="digest", name="1991-W33", dates=(made.date,))
    release_text.text(days, [made], look, "owner/repository", around.places, news("a theme", "A sentence."))


def material_of(span: Span, made: Report) -> Material:
    """A period of one report, beside which another one could not be read."""
    return Material(span=span, reports=(made,), days={made.date: day_of(made)}, before={}, problems={made.date: ""})


def everything(made: Report, *, words: str, sentence: str, author: str) -> Analysis:
    """What could be said of a report's period, all of it: each paper is in each place."""
    ids = tuple(entry.paper.id for entry in made.papers)
    listed = tuple(listing.id for listing in made.also)
    return Analysis(
        papers=len(ids) + len(listed),
        summarised=made.summarised,
        best=ids,
        grouping=Grouping(
            themes=(Theme(names=(words, sentence), phrases=((words,),), papers=(*ids, *listed)),), rest=()
        ),
        trends=(Against(now=3, before=1, expected=1.0, chance=0.001, chance_of_fewer=1.0),),
        rising=(Rising(term=words, papers=(*ids, *listed), expected=0.5, before=0, chance=0.001),),
        followed=((author, ids),),
        missed=listed,
    )


def record_of(made: Report, *, words: str, sentence: str) -> Record:
    """What could be kept of a report's period, all of it."""
    ids = tuple(entry.paper.id for entry in made.papers)
    sentences = (Sentence(text=sentence, ids=ids[:1]),)
    return Record(
        text=sentences,
        themes=(AboutTheme(name=words, papers=ids, text=sentences),),
        model="a-model",
        calls=1,
        tokens_in=1,
        tokens_out=1,
        noticed=tuple(Noticed(id=listing.id, upvotes=1) for listing in made.also),
    )


def news(words: str, sentence: str) -> WeekNews:
    """What a release and a message could tell of a week, all of it."""
    return WeekNews(
        span=week_of(_MONDAY), sentences=(sentence,), themes=(((words, sentence), 2),), rising=(words, sentence)
    )


def _same(some: Report) -> Report:
    return some
