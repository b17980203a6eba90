"""The words of pages, in every language that the repository brings."""

import re
import unicodedata
from datetime import date

import pytest

from digest.config.schema import Page
from digest.console.command import ROOT
from digest.core.report import Listing, Part, Report, Score
from digest.markdown.writer import Markdown, slug
from digest.pages.label_keys import KEYS
from digest.pages.labels import load_labels
from digest.pages.look import Look
from digest.pages.report_page import Around, pages
from digest.pages.report_view import because
from digest.rank.evidence import DISLIKED, LIKED, MANY_AUTHORS
from digest.rank.scoring import NEAR_DUPLICATE

LABELS = ROOT / "labels"
LANGUAGES = sorted(path.stem for path in LABELS.glob("*.yml"))
RIGHT_TO_LEFT = {"ar", "he"}
SCRIPTS = {
    "ar": "ARABIC",
    "he": "HEBREW",
    "ja": "HIRAGANA|KATAKANA|CJK",
    "ko": "HANGUL",
    "zh-CN": "CJK",
    "zh-TW": "CJK",
}
LATIN_ONLY = {"link_pdf", "link_html"}
"""Names that stay as they are in every language."""
HEADINGS = ("best_of_day", "contents", "also_announced", "best_first", "month_best", "month_days", "themes", "rising")


def test_the_promised_languages_are_there() -> None:
    """The page's first two languages and eight more have their file."""
    assert set(LANGUAGES) >= {"zh-CN", "en", "zh-TW", "ja", "ko", "es", "fr", "de", "ar", "he"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_there_with_its_placeholders(language: str) -> None:
    """Each language has all keys, each with exactly its placeholders, which can be filled in for one thing and more."""
    labels = load_labels(LABELS, language)
    for key, names in KEYS.items():
        for count in (0, 1, 2, 3, 11, 1234):
            values = {name: name.replace("_", "") for name in names - {"count"}}
            written = labels(key, **values, **({"count": count} if "count" in names else {}))
            assert "{" not in written
            assert all(value in written for value in values.values())
            assert count < 3 or "count" not in names or labels.number(count) in written


@pytest.mark.parametrize("language", LANGUAGES)
def test_parts_of_a_score_are_named(language: str) -> None:
    """What a score is made of besides the forker's own words has its name in each language."""
    labels = load_labels(LABELS, language)
    parts = tuple(Part(name=name, points=9) for name in (LIKED, DISLIKED, NEAR_DUPLICATE, MANY_AUTHORS))
    said = because(Score(total=36, by="interests", parts=parts), labels)
    assert said is not None
    keys = ("liked_papers", "disliked_papers", "near_duplicate", "many_authors")
    names = [labels(f"criterion_{key}") for key in keys]
    assert said == labels("list_separator").join(f"{name} {labels.foreign(Markdown('+9'))}" for name in names)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "how much it stands out among the papers of its day: 14 authors 24/35, topics of its day 8/20 "
                "(*agents*), benchmarks 10/15 (*MadeUpBench*), numbers in the abstract 8/15 (*40 %*, *3x*), "
                "a name of its own 8/8, code or data 7/7, cs.CL +2"
            ),
        ),
        (
            "zh-CN",
            (
                "在当天论文中的突出程度：14 位作者 24/35、当天热门主题 8/20 (*agents*)、"
                "基准测试 10/15 (*MadeUpBench*)、摘要中的数字 8/15 (*40 %*、*3x*)、"
                "专有名称 8/8、代码或数据 7/7、cs.CL +2"
            ),
        ),
    ],
)
def test_without_interests_a_score_says_by_what_the_paper_stands_out(language: str, said: str) -> None:
    """Each part is named in words of the page's language, with what it stands on where the paper does not show that."""
    criteria = {
        "authors": (24, 35, ("14",)),
        "topics": (8, 20, ("agents",)),
        "benchmark": (10, 15, ("MadeUpBench",)),
        "measured": (8, 15, ("40 %", "3x")),
        "named": (8, 8, ("MadeUpBench",)),
        "code": (7, 7, ("github.com",)),
    }
    parts = [
        Part(name=name, points=points, maximum=most, because=words) for name, (points, most, words) in criteria.items()
    ]
    score = Score(total=67, by="day", parts=(*parts, Part(name="cs.CL", points=2)))
    assert because(score, load_labels(LABELS, language)) == said
    assert because(Score(total=0, by="day"), load_labels(LABELS, "en")) == (
        "how much it stands out among the papers of its day"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_code_is_never_translated(language: str) -> None:
    """What a reader has to type stands in each language as in English."""
    labels, english = load_labels(LABELS, language), load_labels(LABELS, "en")
    for key in KEYS:
        for text in labels.texts[key].values():
            assert sorted(_code(text)) == sorted(_code(english.texts[key]["other"])), key


@pytest.mark.parametrize("language", sorted(SCRIPTS))
def test_texts_are_in_the_script_of_their_language(language: str) -> None:
    """No text of a language with another script was left in English."""
    labels = load_labels(LABELS, language)
    for key in KEYS.keys() - LATIN_ONLY - {"list_separator", "colon", "previous", "next"}:
        names = " ".join(unicodedata.name(character, "") for character in labels.texts[key]["other"])
        assert re.search(SCRIPTS[language], names), key


@pytest.mark.parametrize("language", ["es", "fr", "de"])
def test_no_sentence_was_left_in_english(language: str) -> None:
    """In a language with Latin letters, no text of several words is the English one."""
    labels, english = load_labels(LABELS, language), load_labels(LABELS, "en")
    several = {key for key in KEYS if " " in english.texts[key]["other"].strip()}
    same = {key for key in several if labels.texts[key] == english.texts[key]}
    assert same <= {"colon", "list_separator", "previous", "next"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_run_in_the_direction_of_their_script(language: str) -> None:
    """Arabic and Hebrew run from right to left, all others from left to right; arrows point along."""
    labels = load_labels(LABELS, language)
    leftwards = language in RIGHT_TO_LEFT
    assert labels("direction") == ("rtl" if leftwards else "ltr")
    assert ("→" if leftwards else "←") in labels("previous", date="2026-11-17")
    assert ("←" if leftwards else "→") in labels("next", date="2026-11-17")


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_have_anchors_of_their_own(language: str) -> None:
    """The headings that a page has together give different anchors, none of them empty."""
    labels = load_labels(LABELS, language)
    anchors = {slug(labels(key)) for key in HEADINGS}
    assert "" not in anchors
    assert len(anchors) == len(HEADINGS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_are_told_apart(language: str) -> None:
    """The twelve months of a year are twelve different texts that hold the year."""
    labels = load_labels(LABELS, language)
    months = [labels.month(2026, month) for month in range(1, 13)]
    assert len(set(months)) == 12
    assert all("2026" in month for month in months)
    assert "17" in labels.day(date(2026, 11, 17))


def _code(text: str) -> list[str]:
    return re.findall(r"`[^`]*`", text)


@pytest.mark.parametrize("language", sorted(RIGHT_TO_LEFT))
def test_anchors_of_right_to_left_headings_are_found(language: str) -> None:
    """The contents lead to the listing under its heading's own anchor, with no mark of direction in the address."""
    listing = Listing(id="2611.90001", title="A Kite", primary_category="cs.AI", score=1)
    report = Report(date=date(2026, 11, 20), categories=("cs.AI",), papers=(), also=(listing,))
    look = Look.load(LABELS.parent, language, Page())
    page = pages(report, look, Around())["2026-11-20.md"]
    assert f"(#{slug(look.labels('also_announced'))})" in page
