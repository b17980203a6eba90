"""Summaries without a model."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.core.report import Paper, Summary
from digest.summarise.extractive import extract_all
from digest.words.sentences import sentences
from laws import tried

FIELDS = ("one_sentence", "motivation", "method", "conclusion")

ABSTRACT = (
    "Gliders stay aloft on thermals that are hard to predict from the ground. "
    "However, existing forecasts lack the resolution that a pilot needs, e.g. at 2.5 km. "
    "We propose ThermalNet, a network that forecasts thermals from satellite images. "
    "It first encodes cloud shadows and then combines them with terrain using attention. "
    "In experiments on 1,200 flights, ThermalNet reduces the error by 31% over the best baseline. "
    "The code is available at https://example.org/thermalnet."
)


def paper(abstract: str, title: str = "ThermalNet: Forecasting Thermals from Satellite Images") -> Paper:
    """A made-up paper."""
    return Paper(id="2611.90001", title=title, abstract=abstract)


def extracted(abstract: str) -> Summary:
    """The summary of one paper on a day of its own."""
    return extract_all([paper(abstract)], [paper(abstract)])[0]


def test_each_field_is_the_sentence_that_says_it() -> None:
    """The cues of an ordinary abstract lead each field to its own sentence."""
    summary = extracted(ABSTRACT)
    assert summary.one_sentence is not None
    assert summary.one_sentence.startswith("We propose ThermalNet")
    assert summary.motivation == "However, existing forecasts lack the resolution that a pilot needs, e.g. at 2.5 km."
    assert summary.method is not None
    assert summary.method.startswith("It first encodes cloud shadows")
    assert summary.conclusion is not None
    assert "reduces the error by 31%" in summary.conclusion
    assert (summary.status, summary.why, summary.language) == ("extractive", "no_key", "en")


def test_keywords_are_phrases_of_the_paper() -> None:
    """Keywords stand in title or abstract, without stop words, without repeating one another."""
    keywords = extracted(ABSTRACT).keywords
    assert 3 <= len(keywords) <= 6
    assert "ThermalNet" in keywords
    assert all(keyword.lower() in f"{paper(ABSTRACT).title} {ABSTRACT}".lower() for keyword in keywords)


def test_a_word_of_every_paper_is_no_keyword() -> None:
    """What all of the day's papers speak of does not tell this one from them."""
    day = [
        Paper(id=f"2611.9000{n}", title=f"Gliders and {topic}", abstract=f"Gliders meet {topic}.")
        for n, topic in enumerate(("falcons", "weather", "insurance", "physics"))
    ]
    assert extract_all(day[:1], day)[0].keywords[0] == "falcons"


@pytest.mark.parametrize("abstract", ["", "   ", "\n"])
def test_no_abstract_gives_no_summary(abstract: str) -> None:
    """Where arXiv gives no abstract, nothing is made up."""
    summary = extracted(abstract)
    assert all(getattr(summary, field) is None for field in FIELDS)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("We beat e.g. the baseline of Smith et al. by 2.5 points. It is fast.", 2),
        ("See Fig. 3 and Sec. 2 vs. Eq. 5. J. R. Smith agrees.", 2),
        (r"We minimise \[ f(x). \] Owing to convexity it works. It is fast.", 2),
        ("Let $x. Y$ be given. Then $f(x) = 1.$ Done.", 2),
        ("Code: https://example.org/a.b. It runs (as v2.0. Really). Good!", 3),
        ("Is it? Yes... it is.", 2),
        ("“We quote.” Then on.", 2),
        ("这是第一句。这是第二句！", 2),
        ("no end at all", 1),
        ("We count every loose knot.Our nets hold, and dry.Then we rest.", 3),
        ("It calls torch.Tensor() and BehaviorTree.CPP in each U.S.Army net.", 1),
        ("Papers on i.i.d. data differ etc. The rest agrees.", 2),
    ],
)
def test_sentences_end_where_they_end(text: str, count: int) -> None:
    """Abbreviations, decimals, initials, formulas, addresses and brackets end no sentence; quotes go with theirs.

    A space may be missing behind plain words.
    """
    assert len(sentences(text)) == count


@tried(200)
@given(st.text(st.sampled_from(list("ab.!? $()\n”。1Z"))))
def test_sentences_lose_nothing(text: str) -> None:
    """Whatever the text, its sentences together are its words."""
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
