"""Anybody can submit to arXiv: whatever a text holds, every page, release, issue and feed shows it as text."""

import sys
import unicodedata
from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hostile
from digest.core.characters import entering, for_terminal, visible, writable
from digest.core.report import Paper, Summary
from digest.markdown import writer
from digest.markdown.formulas import as_text, block_formula, formula, is_closed
from digest.pages.code_links import code_links
from digest.pages.readme import END, START, splice
from digest.tex import math
from digest.tex.math_macros import KNOWN
from digest.tex.nodes import Math, Text
from hostile import PLACES
from hostile_faults import faults
from laws import tried
from preview_page.formulas import REFUSED
from reports import look

LOOK = look("en")
KNOWN_ATTACKS = [
    r"$a\unicode{x60}[click](https:$//evil.example)\unicode{x60}b$",
    r"$a\unicode{x60}[click](//evil.example)\unicode{x60}b$",
    r"$$x\unicode{xA}\unicode{x60}\unicode{x60}\unicode{x60}\unicode{xA}# heading$$ and <b>the rest</b>",
    r"$\text{\unicode{x60}<img src=//evil.example/t.png>\unicode{x60}}$",
    r"$x\unicode{x60} \unicode{x5c}\unicode{x60} @octocat fixes octo/repo#1 \unicode{x5c}\unicode{x60} y$",
    r"$a\unicode{x202e}b$",
    r"$\unicode{xD800}$",
    r"$\unicode{x0}$",
    r"$a\text{<!-- reports:end -->}$",
    r"$$a\text{<!-- reports:end -->}$$",
    "$`a`<!-- reports:start -->$",
    "_www.evil.example",
    "_www.evil.example $x^2$",
    "http$:$//evil.example/x",
    "a$@$b.org",
    "中$@$octocat",
    "owner/repo$#$1",
    "a$:$smile:",
    ":heart_eyes:",
    "^[x]: a footnote",
    "[^x]: a footnote[^x]",
    r"$\vphantom{x}a$ $a\kern-9em b$ $a\hspace{-9em}b$ $\rlap{a}b$ $\color{white}a$ $\textcolor{white}{a}$ $\smash{a}$",
    r"$a\\[-9em]b$ $a\!\!\!\!\!\!b$ $\begin{array}{@{\hskip -9em}c}a\end{array}$",
    "a@_b.org a@-b.org _GH-1 WWW.evil.example ::smile:: @@octocat ##1",
    "> [!WARNING] x\n  > [!NOTE]\n> y",
    "`1a2b3c4d` [a](1a2b3c4d5e6f) \\`@octocat #1 1a2b3c4\\`",
    "</summary></details><script>",
    "e" + "\u0301" * 40,
    "\x1b]0;title\x07\x9b2J\ud800\ufffe\U0001fffe\u2028\u3164\u200b",
]
"""What has broken a page once, each as it was or as it might come again."""


@cache
def plain() -> dict[str, str]:
    """The pages with plain words everywhere."""
    return dict(hostile.documents(hostile.harmless, LOOK))


def test_plain_pages_have_no_fault() -> None:
    """What is taken for a fault is nothing that a page of plain words has."""
    assert [fault for name, made in plain().items() for fault in faults(name, made, made, {})] == []


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        ("<b>a</b>", "times b []"),
        ("[a](//b)", "times a [('href', '//b')]"),
        ("@octocat", "a mention"),
        ("a/b#1", "a reference"),
        (":smile:", "an emoji"),
        ("$a$", "a dollar"),
        ("www.evil.example", "1 times a [('href', 'http://www.evil.example')]"),
        ("a\u202eb", "the file has U+202E"),
        ("<!-- reports:end -->", "a marker"),
        ("*a*", "styles"),
        ("$`a\\kern-1em b`$", "['kern'] in the formula"),
        ("1a2b3c4d", "a commit"),
        ("\ud800", "a surrogate"),
    ],
)
def test_each_fault_is_seen(bad: str, fault: str) -> None:
    """What a text must not become is found where it stands raw in a release."""
    made = plain()["release.md"]
    broken = made.replace(hostile.harmless("title"), bad, 1) + f"\n{bad}\n"
    assert fault in "\n".join(faults("release.md", broken, made, {}))


@pytest.mark.parametrize("text", KNOWN_ATTACKS)
def test_known_attacks_are_text(text: str) -> None:
    """Each attack that has worked is text in every place of every page, release, issue and feed."""
    assert hostile.attack(dict.fromkeys(PLACES, text), LOOK, plain()) == []


def test_the_next_run_reads_what_this_one_wrote() -> None:
    """A README whose newest papers all speak of markers is spliced again, and what its owner wrote stays."""
    text = r"$a\text{<!-- reports:end -->}$ <!-- reports:start --> $$<!-- reports:end -->$$"
    made = hostile.documents(lambda _: text, LOOK)["README.md"]
    again = splice(f"{made}\nmine\n", "new")
    assert again.startswith(f"# x\n\n{START}\n")
    assert again.endswith(f"\n\nnew\n\n{END}\n\nmine\n")


@tried(400)
@given(seed=st.integers(0, 2**48), most=st.sampled_from([2, 4, 8, 16, 30]))
def test_hostile_texts_are_text(seed: int, most: int) -> None:
    """Texts made of all that has a meaning to TeX, Markdown, HTML or GitHub, one in each place, change no page."""
    random = Random(seed)  # noqa: S311 (no secret)
    texts = {place: hostile.hostile(random, most) for place in PLACES}
    assert hostile.attack(texts, LOOK, plain()) == [], texts


@pytest.mark.parametrize("tex", ["a`b", "a\nb", "a\rb", "a\u200bb", "a\x00b", "a\u202eb", "a\ud800b", "a\u3164b"])
def test_no_formula_is_left(tex: str) -> None:
    """A formula with what would end it, or with what nobody sees, is written as text, whoever has made it."""
    assert not is_closed(tex)
    (node,) = as_text([Math(tex)])
    assert isinstance(node, Text)
    assert "<" not in formula("a<b>c") + block_formula("a<b>c")


def test_refused_macros_are_never_written() -> None:
    """No macro that GitHub refuses is one that formulas are written with."""
    assert KNOWN.isdisjoint(REFUSED)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"a\kern-5em b", "a{} b"),
        (r"a\hspace{2mm}b", r"a\; b"),
        (r"a\hskip 3em plus 1em b", r"a\qquad  b"),
        (r"\color{white}a \textcolor{red}{b}", "a {b}"),
        (r"\rlap{a}\smash[b]{c}", "{a}{c}"),
        (r"a \\[-9em] b \\[2mm] c", r"a \\ b \\[2mm] c"),
        (r"a\!\!\!\!b", r"a\!\!b"),
        (r"\unicode{x3b1}\unicode{x5c}\unicode{96}", None),
        (r"\unicode{x3b1}\unicode{x24}", r"α\$"),
        (r"\begin{made-up}a\end{made-up}", None),
        (r"\begin{cases}a\end{cases}", r"\begin{cases}a\end{cases}"),
    ],
)
def test_formulas_neither_hide_nor_cover(source: str, shown: str | None) -> None:
    """What moves, colours or hides a part of a formula is left out of it, and the part stays."""
    assert math.for_github(source) == shown


def test_characters_nobody_sees_are_dropped() -> None:
    """Every control, format character, surrogate and non-character is dropped from pages, but for those that join."""
    kept = {0x0A, 0x0D, 0x09, 0x200C, 0x200D, *range(0x600, 0x606), 0x6DD, 0x890, 0x891, 0x8E2}
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        hidden = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") or code & 0xFFFE == 0xFFFE
        if hidden and code not in kept:
            assert visible(f"a{character}b") == "ab", f"U+{code:04X}"


def test_joiners_stay_where_they_join() -> None:
    """A joiner stays within Persian, within Hindi and within a family of emoji, and nowhere else."""
    for joined in ("می\u200cخواهم", "क्\u200dष", "👨\u200d👩\u200d👧", "❤\ufe0f\u200d🔥", "☀\ufe0f"):
        assert visible(joined) == unicodedata.normalize("NFC", joined)
    assert visible("a\u200cb\u200d c\ufe0f \u200d\u200c") == "ab c "


def test_no_character_enters_that_stops_a_run() -> None:
    """What no file can hold, and what turns the order of others around, is dropped from papers and from summaries."""
    bad = "a\x00\ud800\udc00\x1b\x9f\ufffe\ufdd0\u202e\u2066b"
    paper = Paper(id="2611.90001", title=bad, abstract=bad, comment=bad, authors=(bad,), categories=(bad,))
    assert {paper.title, paper.abstract, paper.comment, *paper.authors, *paper.categories} == {"ab"}
    said = Summary(status="ok", language="en", one_sentence=bad, keywords=(bad,), unsupported=(bad,))
    assert {said.one_sentence, *said.keywords, *said.unsupported} == {"ab"}
    assert entering(" a\n\té😀 ") == " a\n\té😀 "
    assert writable(bad).encode() == "a\u202e\u2066b".encode()


def test_links_lead_where_they_seem_to() -> None:
    """No character that nobody sees is part of a link's target."""
    assert code_links("https://github.com/a\u200b/b\u2060\u202ec", None) == (("code", "https://github.com/a/bc"),)
    assert writer.url("https://x.org/a\u200b\u202eb\x00\ud800c") == "https://x.org/abc"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("\x1b[2J\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text \x1b]8;;http://evil.example\x1b\\link", "text link"),
        ("\x9b2Ja\x85b", "ab"),
        ("1\r2\r\n3", "1\n2\n3"),
        ("\x1b", ""),
    ],
)
def test_a_terminal_takes_no_orders(said: str, shown: str) -> None:
    """Escape sequences of what a server said reach neither a terminal nor a log."""
    assert for_terminal(said) == shown
