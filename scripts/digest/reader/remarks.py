"""What is said of a report as a whole, as the page of it has it (pages/report_page.py)."""

from digest.core.report import Report
from digest.pages.report_page import WARNING, Foreign, Remark
from digest.pages.report_page import foot as foot_of
from digest.pages.report_page import notes as notes_of
from digest.reader import html
from digest.reader.html import Html
from digest.reader.words import Words


def notes(report: Report, words: Words) -> tuple[tuple[str, Html], ...]:
    """What a reader has to know before reading, each with what kind of note it is: "warning" or "note"."""
    return tuple(("warning" if note.alert == WARNING else "note", _written(note, words)) for note in notes_of(report))


def foot(report: Report, words: Words) -> tuple[Html, ...]:
    """What is said below the papers."""
    return tuple(_written(remark, words) for remark in foot_of(report).values())


def _written(remark: Remark | Foreign, words: Words) -> Html:
    if isinstance(remark, Foreign):
        text = Html("<bdi>{}</bdi>").format(Html(" = ").join(map(html.literal, remark.texts)))
        return Html("{} ({})").format(text, remark.count) if remark.count else text
    if not words.has(remark.key):  # of a newer version
        return html.literal(remark.key)
    return words(remark.key, **{name: _value(value, words) for name, value in remark.values.items()})


def _value(value: int | str | tuple[Remark | Foreign, ...], words: Words) -> int | Html:
    if isinstance(value, tuple):
        return words.listed(_written(one, words) for one in value)
    return html.literal(value) if isinstance(value, str) else value
