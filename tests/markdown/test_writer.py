"""How text enters GitHub Markdown."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.console.command import ROOT
from digest.markdown import writer
from digest.markdown.escaping import clean, escaped, not_a_block
from digest.markdown.plain_words import plain_words
from digest.tex import parser
from digest.tex.delimiters import paragraphs
from digest.tex.nodes import Math, Styled, Text
from laws import tried
from nasty_text import nasty, rendered

SHARED = ROOT.parent / "shared"
CONTEXTS = {
    "paragraph": lambda text: f"**Field**: {writer.inline(text)}\n\nnext\n",
    "block": lambda text: f"{writer.block(text)}\n",
    "literal": lambda text: f"**Field**: {writer.literal(text)}\n\nnext\n",
    "heading": lambda text: f"### {writer.heading(text)}\n",
    "cell": lambda text: f"| a | b |\n| - | - |\n| 1 | {writer.cell(text)} |\n",
    "link": lambda text: f"- [1. {writer.link_text(text)}](#place)\n- next\n",
    "summary": lambda text: f"<details><summary>{writer.html(text)}</summary>\n\n- next\n\n</details>\n",
}
FROM_TEX = {"a", "em", "strong", "code", "span"}
"""Elements that a text may bring: what its TeX asks for, formulas, and the guards around @, # and $."""


def structure(source: str) -> list[str]:
    """The elements of a page but those that a text may bring; several paragraphs or displayed formulas count as one."""
    names = ["p" if name == "pre" else name for name in rendered(source).names if name not in FROM_TEX]
    return [name for i, name in enumerate(names) if not (name == "p" and i and names[i - 1] == "p")]


@pytest.mark.parametrize("context", CONTEXTS)
@tried(300)
@given(text=nasty)
def test_no_text_changes_the_structure(context: str, text: str) -> None:
    """Whatever a text holds, the page around it has the elements that it has for a plain word."""
    source = CONTEXTS[context](text)
    allowed = structure(CONTEXTS[context]("x"))
    assert structure(source) == allowed or (context == "block" and not source.strip())


@tried(300)
@given(text=nasty)
def test_only_addresses_become_links(text: str) -> None:
    """A page has a link where the text has an http(s) address, and nowhere else."""
    links = rendered(writer.inline(text) + "\n").names.count("a")
    assert links <= len(re.findall(r"https?://|\\href|\\url", text, re.IGNORECASE))
    assert rendered(writer.literal(text) + "\n").names.count("a") == 0


@tried(300)
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\\$`'{}~-"), max_size=60))
def test_text_without_tex_shows_as_it_is(text: str) -> None:
    """Every visible character of a text that is no TeX is on the page, in its order."""
    shown = rendered(f"x {writer.inline(text)}\n").words
    assert "".join(shown.split()) == "x" + "".join(writer.clean(text).split())


@pytest.mark.parametrize("context", ["heading", "cell", "link", "summary", "literal"])
@tried(150)
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\\$`'{}~-"), max_size=40))
@example("#")
@example("C #")
@example("##")
def test_every_place_shows_the_words(context: str, text: str) -> None:
    """A title or a model's sentence has all its visible characters in a heading, a cell, a link and a summary."""
    around = "".join(rendered(CONTEXTS[context]("")).words.split())
    shown = "".join(rendered(CONTEXTS[context](text)).words.split())
    words = "".join(writer.clean(text).split())
    assert len(shown) == len(around) + len(words)
    assert words in shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"10\% of A\&B, a\_b, \#1", r"10% of A&amp;B, a\_b, <span>#</span>1"),
        (r"Nguy\~{\^e}n and Ph\'{\^{o}}", "Nguyễn and Phố"),
        (r"P. Erd\H{o}s, G\"odel, \c{c}a va, na\"{\i}ve", "P. Erdős, Gödel, ça va, naïve"),
        (r"``quoted'' text -- and---so~on", "“quoted” text – and—so\u00a0on"),
        (r"\textbf{bold} and \emph{so \textbf{nested}}", r"**bold** and <em>so **nested**</em>"),
        (r"{\em old style} text", "*old style* text"),
        (r"shown before~\cite{a,b} in Sec.~\ref{x}", r"shown before in Sec. \[…\]"),
        (r"\unknown{kept} and \unknown alone", "kept and unknown alone"),
        (r"in \tilde{O}(\frac{1}{2} \sqrt[3]{N}) {s}", r"in $`\tilde{O}`$($`\frac{1}{2}`$ $`\sqrt[3]{N}`$) s"),
        (r"\c{opyright} 2026, \k{appa}", "© 2026, κ"),
        (r"100% sure, 5% less", "100% sure, 5% less"),
        (r"$O(n^2)$ time", "$`O(n^2)`$ time"),
        (r"\(a_1\) and \[b\]", "$`a_1`$ and $`b`$"),
        (r"$\hatχ$ is $\nablaθ$", r"$`\hat{χ}`$ is $`\nablaθ`$"),
        (r"$\operatorname{rank} \mbox{of}$", r"$`\mathrm{rank} \text{of}`$"),
        (r"costs \$5 or $10 and 20$ more", "costs <span>$</span>5 or <span>$</span>10 and 20<span>$</span> more"),
        (r"an odd $ stays", "an odd <span>$</span> stays"),
        (r"$x^2^3$ and $\mycommand{x}$", "x²³ and mycommand(x)"),
        (r"13.5$\%$ for $\$$2", "13.5% for <span>$</span>2"),
        (r"$1.6$$\pm0.2$", r"$`1.6{}\pm0.2`$"),
        (r"50% of $p<0.05$", r"50% of $`p\lt 0.05`$"),
        (r"$a \> b > \text{x<y}$", r"$`a \: b \gt {\text{x}\lt \text{y}}`$"),
        (r"CO$_2$ at 10$^{-3}$ bar, 65$^\circ$, 9$\times$", "CO₂ at 10⁻³ bar, 65°, 9×"),
        (r"SO$_{big}$ and Pass@$k$", r"$`\text{SO}_{big}`$ and Pass<span>@</span>$`k`$"),
        (
            r"$\textbf{R}$etrieval, $\texttt{a\_b}$, $\text{no }x$",
            r"<strong>R</strong>etrieval, <code>a\_b</code>, $`\text{no }x`$",
        ),
        (r"\emph{so $x$ is $y$} too, \emph{$x$ alone}", "<em>so $`x`$ is </em>$`y`$ too, $`x`$<em> alone</em>"),
        (r"\textbf{$x$} of \textbf{MARS$^2$}", "$`x`$ of **MARS²**"),
        (
            r"\href{https://x.org/}{the $x$ page} and \texttt{a$^{b}$}",
            "[the x page](https://x.org/) and <code>aᵇ</code>",
        ),
        ("(see https://x.org/a_b).", "(see <https://x.org/a_b>)."),
        ("https://(open", "https<span>:</span>//(open"),
        ("[https://x.org/a](https://x.org/b)", r"\[<https://x.org/a>\](<https://x.org/b>)"),
        (r"\href{https://x.org/}{our page}", "[our page](https://x.org/)"),
        ("mail a@b.org, @you", "mail a<span>@</span>b.org, <span>@</span>you"),
        ("Hebrew שלום ends", "Hebrew \u2068שלום\u2069 ends"),
        ("zero\u200bwidth \u202eturned\u202c", "zerowidth turned"),
    ],
)
def test_tex_becomes_github_markdown(source: str, shown: str) -> None:
    """Each form of TeX that abstracts use becomes what its author meant."""
    assert writer.inline(source) == shown


@pytest.mark.parametrize(
    "start", ["- a", "+ a", "# a", "1. a", "2) a", "> a", "=== a", "    code", "[x]: http://y", "| a"]
)
def test_a_paragraph_stays_a_paragraph(start: str) -> None:
    """An abstract that starts like a list, a heading or code is still a paragraph."""
    assert structure(writer.block(f"first\n  {start}") + "\n") == ["p"]


def test_paragraphs_are_kept() -> None:
    """A line break followed by spaces, as arXiv's query API gives it, starts a paragraph; a lone one does not."""
    assert writer.block("one\ntwo\n  three") == "one two\n\nthree"


def test_display_math_stands_alone() -> None:
    """A displayed formula in an abstract becomes a math block of its own."""
    assert writer.block(r"so $$a = b$$ holds") == "so\n\n```math\na = b\n```\n\nholds"


def test_templates_cannot_forget() -> None:
    """What a template prints is escaped unless it is Markdown already; a value that is missing is a mistake."""
    assert writer.finalize("*x*") == r"\*x\*"
    assert writer.finalize(writer.Markdown("*x*")) == "*x*"
    assert writer.finalize(3) == "3"
    with pytest.raises(TypeError):
        writer.finalize(None)


@given(text=nasty)
def test_no_address_leaves_its_link(text: str) -> None:
    """Whatever an address holds, it is the target of the one link that it stands in."""
    page = rendered(f"[x]({writer.url('https://x.org/' + text)}) end\n")
    assert page.names == ["p", "a"]
    assert page.words.strip() == "x end"


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("cs.LG", "cslg"),
        ("机器学习 cs.LG", "机器学习-cslg"),
        ("A b_c-d!", "a-b_c-d"),
        ("A & B", "a--b"),
        ("今日最佳", "今日最佳"),
        ("½ of x²", "-of-x"),
        ("Ⅷ a‿b Ⓐ٣", "ⅷ-a‿b-ⓐ٣"),
    ],
)
def test_anchors_are_githubs(heading: str, anchor: str) -> None:
    """A heading's anchor is the one that GitHub computes."""
    assert writer.slug(heading) == anchor


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (
            "thanks @someone, fixes #12 and GH-7",
            "thanks <span>@</span>someone, fixes <span>#</span>12 and <span>GH-</span>7",
        ),
        ("a/b#3 at 1a2b3c4", "a/b<span>#</span>3 at <span>1</span>a2b3c4"),
        (
            "[@x](https://a.org/@y#1) `@code` <span>@</span>z",
            "[<span>@</span>x](https://a.org/@y#1) `@code` <span>@</span>z",
        ),
        ("2611.90001 stays, $`a_1#2`$ too, # Title", "2611.90001 stays, $`a_1#2`$ too, # Title"),
    ],
)
def test_releases_ping_nobody(source: str, shown: str) -> None:
    """Names, numbers and commits in Markdown are kept from being references; links, code and formulas stay."""
    assert writer.quiet(source) == shown
    assert writer.quiet(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        "$\\!$" * 2500,
        "$\\\\[$" * 2000,
        "{" * 3000,
        "$" * 3000,
        "\\emph{" * 3000,
        "`" * 3000,
        "a" * 10_000,
        "\\" * 3001,
        "~" * 3000,
    ],
)
def test_any_length_is_bounded(text: str) -> None:
    """A text of thousands of brackets neither overflows the stack nor takes more than a moment."""
    assert writer.block(text) is not None


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="../shared is absent")
@pytest.mark.parametrize("name", ["abstracts.jsonl", "hard.jsonl"])
def test_real_abstracts_show_no_tex(name: str) -> None:
    """Of thousands of real abstracts, none shows a stray backslash outside of its formulas or changes the page."""
    import json

    for line in (SHARED / "papers" / name).read_text("utf-8").splitlines():
        record = json.loads(line)
        for text in (record["title"], record["abstract"]):
            page = rendered(re.sub(r"\$`[^`]*`\$|```math.*?```", "", writer.block(text), flags=re.DOTALL) + "\n")
            assert "\\" not in page.words.replace("\\\\", ""), record["id"]
            assert set(page.names) <= {"p", "pre", *FROM_TEX}, record["id"]


def test_the_parser_gives_a_tree() -> None:
    """Nested emphasis with a formula is a tree of nodes, with neighbouring texts joined."""
    assert parser.parse(r"a \emph{b $c$} d") == (
        Text("a "),
        Styled("em", (Text("b "), Math("c"))),
        Text(" d"),
    )


PROSE = st.text(st.sampled_from("aBwh\u2028 gG1-'.,:;?()/+=%&\"`\u017f\u212a\n"), max_size=24)


@tried(1000)
@example("A title: GPT-4's words (and more), 90% of them")
@example("see www.example.org")
@example("GH-1")
@given(text=PROSE)
def test_plain_words_are_what_every_way_of_writing_leaves_alone(text: str) -> None:
    """A text that is taken for plain words, by its look alone, is itself to TeX and to all that escapes."""
    if words := plain_words(text):
        assert clean(text) == words
        assert paragraphs(text) == [words]
        assert parser.parse(words) == (Text(words),)
        assert escaped(words) == escaped(words, in_html=True) == not_a_block(words) == words


def test_most_titles_are_plain_words() -> None:
    """The usual marks of a title are no reason to look at it closely; what Markdown or TeX knows is."""
    assert plain_words("Planning, fast and slow: what GPT-4's authors (all of 3.5) left out, or 90% of it")
    odd = (
        "a_b",
        "a $b$",
        "a  b",
        "a -- b",
        "it's ''b''",
        "1. a",
        "a <b",
        "@a",
        "a::b:",
        "GH-1",
        "WWW.a",
        "ü",
    )
    assert not any(map(plain_words, odd))
