"""The abstract of a paper without a model's summary: shown once, its sentences named where they stand."""

import json
import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.config.schema import Page
from digest.console.command import ROOT
from digest.core.report import Entry, Paper, Score, Summary
from digest.markdown.writer import plain
from digest.pages.named_sentences import parts
from digest.pages.report_page import Around, pages
from digest.reader import views
from digest.reader.words import Words
from digest.summarise.fields import choose
from digest.words.sentences import sentences
from laws import budget, tried
from nasty_text import nasty
from reports import DAY, look, report, summarised, with_summary

ABSTRACTS = ROOT.parent / "shared" / "papers" / "abstracts.jsonl"
PLAIN = (
    "Gliders stay aloft on thermals that are hard to predict. However, forecasts are coarse. It is windy.\n"
    "  We propose ThermalNet, a network with error $O(n. m)$. In experiments, it halves the error."
)
NAMED = {
    "one_sentence": "We propose ThermalNet, a network with error $O(n. m)$.",
    "motivation": "Gliders stay aloft on thermals that are hard to predict.",
    "conclusion": "In experiments, it halves the error.",
}


def extractive(abstract: str, **fields: str | None) -> Entry:
    """A paper with sentences of its abstract as summary: those that are named, else those that are chosen."""
    texts: dict[str, Any] = {**(fields or choose(sentences(Paper(id="-", title="-", abstract=abstract).abstract)))}
    summary = Summary(status="extractive", language="en", why="no_key", keywords=("gliders",), **texts)
    made = summarised(1, abstract=abstract)
    return made.model_copy(update={"summary": summary, "score": Score(total=9, by="interests")})


def section(entry: Entry, language: str = "en", **page: Any) -> str:
    """What stands in the section of the only paper of a page."""
    text = pages(report(entry), look(language, **page), Around())[f"{DAY}.md"]
    return text[text.index('<a id="paper-') :]


def letters(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


def test_the_abstract_is_shown_once_with_its_sentences_named() -> None:
    """Every sentence stands once, in the order of the abstract, those that serve under the names of their fields."""
    text = section(extractive(PLAIN, **NAMED), "zh-CN")
    text = text[text.index("#### ") : text.index("**论文链接**")]
    assert text == (
        "#### 论文摘要\n\n"
        "**研究动机**：Gliders stay aloft on thermals that are hard to predict.\n\n"
        "However, forecasts are coarse. It is windy.\n\n"
        "**一句话总结**：We propose ThermalNet, a network with error $`O(n. m)`$.\n\n"
        "**主要结论**：In experiments, it halves the error.\n\n"
        "**关键词**：gliders\n\n"
        "**评分**：9 = 未命中任何研究兴趣\n\n"
    )


def test_a_sentence_with_two_roles_has_both_names() -> None:
    """One sentence that is two fields, or that an earlier version cut otherwise, stands once with both names."""
    text = section(extractive("We fly.", one_sentence="We fly.", method="We fly."))
    assert "**In one sentence, Method**: We fly.\n" in text
    chosen = section(extractive("We train gliders using silk. Silk is light."))
    assert "**In one sentence, Method**: We train gliders using silk.\n" in chosen
    overlapping = extractive(
        "We fly. We land. We rest.", one_sentence="We fly. We land.", conclusion="We land. We rest."
    )
    assert [(part.roles, part.text) for part in parts(overlapping)] == [
        (("one_sentence", "conclusion"), "We fly. We land. We rest.")
    ]


def test_a_sentence_is_found_where_it_is_one() -> None:
    """A sentence that stands within an earlier one, too, is named where it is a sentence."""
    entry = extractive("Then We fly. We fly. We rest.", one_sentence="We fly.")
    assert [part.text.strip() for part in parts(entry)] == ["Then We fly.", "We fly.", "We rest."]


@pytest.mark.parametrize("abstract", ["collapsed", "none"])
def test_lines_where_the_abstract_is_not_in_full(abstract: str) -> None:
    """With the abstract folded away or left out, the sentences stand as lines under their own heading."""
    text = section(extractive(PLAIN, **NAMED), abstract=abstract)
    assert "#### From the abstract\n\n**In one sentence**: We propose ThermalNet" in text
    assert text.count("**Motivation**: Gliders stay aloft") == 1


@pytest.mark.parametrize("abstract", ["collapsed", "none"])
def test_a_line_with_two_roles_has_both_names(abstract: str) -> None:
    """Where the sentences stand as lines, one that is two fields is one line, on the page and in the reader."""
    entry = extractive("We fly. We rest.", one_sentence="We fly.", motivation="We rest.", method="We fly.")
    text = section(entry, abstract=abstract)
    assert "**In one sentence, Method**: We fly.\n\n**Motivation**: We rest.\n" in text
    assert text.count("We fly.") == (2 if abstract == "collapsed" else 1)  # and in the abstract that is folded away
    view = views.paper_view(entry, 1, Page(abstract=abstract), Words(look("en").labels), ())
    assert [str(name) for name, _ in view.fields] == ["In one sentence, Method", "Motivation"]


def test_an_abstract_without_a_named_sentence_stands_alone() -> None:
    """Where no sentence clearly shows a role, the abstract is shown as it is, and no heading stands above nothing."""
    text = section(extractive(PLAIN, one_sentence=None))
    assert "#### Abstract\n\nGliders stay aloft" in text
    assert "From the abstract" not in text
    assert "**Keywords**: gliders" in text


def test_lines_where_a_sentence_stands_nowhere_in_the_abstract() -> None:
    """Of an abstract that was changed since, all of the lines are kept, and so is the abstract."""
    text = section(extractive(PLAIN, **{**NAMED, "method": "It is calm."}))
    assert "#### Abstract\n\nGliders stay" in text
    assert "**Method**: It is calm." in text


def test_what_a_model_wrote_is_no_part_of_the_abstract() -> None:
    """A summary by a model stands below the abstract, even where it repeats a sentence of it; so does none at all."""
    entry = summarised(1, abstract="一句话。")
    assert parts(entry) == ()
    assert parts(with_summary(entry, status="pending", why="no_key")) == ()


@pytest.mark.parametrize(
    ("abstract", "named"),
    [
        (
            r"We solve \[ x = y. \] Then we rest.",
            r"We solve \[ x = y. \] Then we rest.",
        ),
        (
            r"It is \emph{hard. And dull}. We rest.",
            r"It is \emph{hard. And dull}.",
        ),
    ],
)
def test_no_formula_or_style_is_cut(abstract: str, named: str) -> None:
    """A sentence that begins or ends within a formula or a style is named with what lies in it up to its end."""
    end = abstract.index(". ") + 1
    made = parts(extractive(abstract, one_sentence=abstract[:end]))
    assert made[0].roles == ("one_sentence",)
    assert made[0].text.strip() == named


def test_a_name_stands_above_a_formula_that_begins_its_part() -> None:
    """A formula with lines of its own is none behind a name: it stands below."""
    formula = r"\[ a_{1} + a_{2} + a_{3} + a_{4} + a_{5} = b \]"
    text = section(extractive(f"{formula} is what we prove. We rest.", one_sentence=f"{formula} is what we prove."))
    assert "**In one sentence**: \n\n```math\n" in text


def test_in_arabic_every_part_is_isolated() -> None:
    """On a page from right to left the parts of an English abstract stand isolated, names do not."""
    text = section(extractive("We fly. We land.", one_sentence="We fly."), "ar")
    assert "\u2066We fly.\u2069" in text
    assert "\u2066We land.\u2069" in text


def test_the_reader_shows_it_once_too() -> None:
    """The reader on the web has the same parts, and no fields beside them on its page."""
    words = Words(look("en").labels)
    view = views.paper_view(extractive(PLAIN, **NAMED), 1, Page(), words, ())
    assert [str(name) for name, _ in view.named] == ["Motivation", "", "In one sentence", "Conclusion"]
    folded = views.paper_view(extractive(PLAIN, **NAMED), 1, Page(abstract="collapsed"), words, ())
    assert folded.named == ()


def check(abstract: str) -> None:
    """The law: of its parts the abstract is made, it reads the same, and each chosen sentence is in one part."""
    entry = extractive(abstract)
    made, abstract = parts(entry), entry.paper.abstract
    fields = {role: text for role in NAMED if (text := getattr(entry.summary, role))}
    assert bool(made) == bool(abstract.strip())
    if made:
        assert letters("".join(part.text for part in made)) == letters(abstract)
        assert letters("".join(plain(part.text) for part in made)) == letters(plain(abstract))
    assert max(Counter(role for part in made for role in part.roles).values(), default=1) == 1
    for role, text in fields.items():
        assert letters(text) in next(letters(part.text) for part in made if role in part.roles)


@given(
    st.lists(st.sampled_from(["We fly. ", "It is $x. y$. ", "\\emph{So. ", "Done}. ", "\n\n", "$$ a. B $$ "]) | nasty)
)
@tried(80)
def test_the_parts_are_the_abstract(pieces: list[str]) -> None:
    """Whatever an abstract holds, nothing of it is lost, doubled or read otherwise."""
    check("".join(pieces))


@given(st.lists(st.integers(0, 99), min_size=1, max_size=12, unique=True), st.data())
@tried(60)
def test_no_sentence_stands_twice(numbers: list[int], data: st.DataObject) -> None:
    """In a paper's section of the page, each sentence of its abstract stands once, whichever of them are chosen."""
    written = [f"We try $x_{{{number}}}$ for the {number}th time." for number in numbers]
    chosen = {role: data.draw(st.none() | st.sampled_from(written)) for role in NAMED}
    text = section(extractive(" ".join(written), **chosen))
    assert Counter(map(int, re.findall(r"(\d+)th time\.", text))) == Counter(numbers)


@pytest.mark.skipif(not ABSTRACTS.exists(), reason="real abstracts are not in the repository")
def test_real_abstracts_in_parts() -> None:
    """The law holds for real abstracts."""
    lines = ABSTRACTS.read_text("utf-8").splitlines()
    for line in lines[:: len(lines) // budget(1200)]:
        check(json.loads(line)["abstract"])
