"""Texts that attack a page, and every kind of page with them in every place."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from digest.archive.brief import Brief
from digest.archive.layout import Places
from digest.core.report import Entry, Listing, Paper, Part, Report, Score, Summary
from digest.core.spans import week_of
from digest.github import health
from digest.pages import atom_feed, indexes, release_text, report_page
from digest.pages.look import Look
from digest.pages.readme import END, START, splice
from digest.pages.report_page import Around
from digest.periods import page as periods_page
from digest.periods import rehearsal
from hostile_faults import faults
from reports import DAY, WHEN

ASKED = "https://asked.example/a"
"""The one address that the pieces ask for."""
PIECES: tuple[str, ...] = tuple(json.loads(Path(__file__).with_suffix(".json").read_text("utf-8")))
"""The grammar that hostile texts are made of."""

_CODE_POINTS = (
    (0, 0x100),
    (0, 0x100),
    (0x2000, 0x2070),
    (0xD7F0, 0xE010),
    (0xFDC0, 0x10020),
    (0, 0x10FFFF),
    (0xE0000, 0xE0200),
)
_CODED = (
    "\\unicode{{x{:X}}}",
    "\\unicode{{x{:06X}}}",
    "$\\unicode{{x{:x}}}$",
    '\\char"{:X} ',
    "\\char{:d} ",
    "&#{:d};",
)


_AROUND = (
    *(("$", "$"), ("$$", "$$"), ("$\\text{", "}$"), ("$\\mathrm{", "}$"), ("\\(", "\\)"), ("$x_{", "}$"), ("${", "}$")),
    *(
        ("\\textbf{", "}"),
        ("{\\em ", "}"),
        ("\\texttt{", "}"),
        (f"\\href{{{ASKED}}}{{", "}"),
        ("``", "''"),
        ("\\url{", "}"),
    ),
    *(("$\\begin{array}{c}", "\\end{array}$"), ("\\begin{align}", "\\end{align}"), ("$\\texttt{", "}$"), ("$`", "`$")),
)
"""What TeX reads together: hostile texts stand in formulas and arguments that are whole, too."""


def hostile(random: Random, most: int = 12) -> str:
    """A text that attacks whatever it is put into."""
    parts = []
    for _ in range(random.randint(1, most)):
        if most > 1 and random.random() < 0.15:
            before, after = random.choice(_AROUND)
            parts.append(f"{before}{hostile(random, most // 2)}{after}")
        else:
            parts.append(_piece(random))
    return "".join(parts)


def _piece(random: Random) -> str:
    if random.random() < 0.85:
        return random.choice(PIECES)
    code = random.randint(*random.choice(_CODE_POINTS))
    return chr(code) if random.random() < 0.4 else random.choice(_CODED).format(code)


PLACES = (
    *("title", "abstract", "one_sentence", "motivation", "method", "conclusion", "keyword", "author", "comment"),
    *("category", "interest", "because", "unsupported", "extracted", "listed", "listed_category", "problem"),
)
"""Where a text of others stands."""


def documents(text: Callable[[str], str], look: Look) -> Mapping[str, str]:
    """Every kind of page, with the text of each place; what is Markdown ends in .md."""
    made = _report(text)
    brief, places = Brief.of(made), Places()
    pages = report_page.pages(made, look, Around())
    period = release_text.Period(tag="digest-2026-11-20", name="2026-11-20", dates=(DAY,))
    words, sentence = made.papers[0].score.parts[0].name, made.papers[0].summary.one_sentence or ""
    return {
        "report.md": pages["2026-11-20.md"],
        "README.md": splice(f"# x\n\n{START}\n{END}\n", indexes.readme_region(made, [brief], look, places)),
        "week.md": periods_page.page(
            rehearsal.material_of(week_of(DAY), made),
            rehearsal.everything(made, words=words, sentence=sentence, author=made.papers[0].paper.authors[0]),
            rehearsal.record_of(made, words=words, sentence=sentence),
            look,
            periods_page.Around(dates=(DAY,), places=places),
            lambda one: one,
        ),
        "release.md": release_text.text(
            period, [made], look, "someone/papers", places, rehearsal.news(words, sentence)
        ),
        "health.md": health.body(health.Health(exit_code=1, problem=text("problem")), "https://run.example/1", DAY),
        "feed.xml": atom_feed.atom([brief], look, "someone/papers", places),
    }


def _report(text: Callable[[str], str]) -> Report:
    score = Score(
        total=50,
        by="interests",
        parts=(Part(name=text("interest"), points=50, because=(text("because"),)),),
    )
    fields = {name: text(name) for name in ("one_sentence", "motivation", "method", "conclusion")}
    by_model = Summary(
        status="ok", language="en", model="made-up-1", **fields, keywords=(text("keyword"),),
        unsupported=(text("unsupported"),),
    )  # fmt: skip
    # One whose sentence is in its abstract, to be named there, and one whose sentence is longer than any abstract here.
    sentence = f"{text('extracted')} a"
    named = Summary(status="extractive", language="en", one_sentence=sentence, method=sentence)
    extracted = named.model_copy(update=dict.fromkeys(("one_sentence", "method"), f"{sentence} {sentence}"))
    pending = Summary(status="pending", language="en", why="bad_answer")
    abstracts = (*[text("abstract")] * 3, f"{text('abstract')} {sentence}")
    papers = tuple(
        Entry(paper=_paper(number, text, abstract), score=score, summary=summary)
        for number, (abstract, summary) in enumerate(zip(abstracts, (by_model, extracted, pending, named), strict=True))
    )
    listed = Listing(
        id="2611.90010", version=1, title=text("listed"), primary_category=text("listed_category"), score=1
    )
    return Report(date=DAY, categories=("cs.AI",), papers=papers, also=(listed,), run={"notices": []})


def _paper(number: int, text: Callable[[str], str], abstract: str) -> Paper:
    category = text("category")
    return Paper(
        id=f"2611.9000{number}",
        version=1,
        title=text("title"),
        abstract=abstract,
        authors=(text("author"), "Ada Example"),
        categories=(category, "cs.LG"),
        primary_category=category,
        published=WHEN,
        comment=text("comment"),
    )


def harmless(place: str) -> str:
    """A plain word for a place."""
    return f"word{PLACES.index(place) + 10}"


def attack(texts: Mapping[str, str], look: Look, plain: Mapping[str, str]) -> list[str]:
    """Everything that is wrong with any document that holds the texts."""
    made = documents(lambda place: texts.get(place, harmless(place)), look)
    return [
        f"{name}: {fault}" for name, document in made.items() for fault in faults(name, document, plain[name], texts)
    ]
