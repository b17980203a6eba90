"""Whatever arXiv or a model writes comes out as text: in pages, formulas, attributes, JSON, and the feed."""

import json
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import lxml.html
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.config.schema import Page
from digest.console.command import ROOT
from digest.core.report import Entry, Paper, Part, Report, Score, Summary
from digest.core.run_record import RunRecord
from digest.pages.labels import load_labels
from digest.rank.document import Vocabulary
from digest.reader import html
from digest.reader.building import build
from digest.reader.characters import visible
from digest.reader.formulas import formula
from digest.reader.interests import matched_words
from digest.reader.machines import report_json
from digest.reader.outlines import outline
from digest.reader.search_records import records
from digest.reader.similar import profile
from digest.reader.site import Around
from digest.reader.views import paper_view
from digest.reader.words import Words
from digest.tex import parser
from digest.tex.nodes import Math, Node, Text
from reader.conftest import DAYS, lay_out, made_up, serving, site_of, visit
from reports import listing

HOSTILE = (
    r"$a\unicode{x60}[click](https://evil.example)\unicode{x60}b$",
    r"$$x\unicode{xA}\unicode{x60}\unicode{x60}\unicode{x60}",
    r"$\text{\unicode{x60}<img src=https://evil.example/t.png>\unicode{x60}}$",
    r"$x\unicode{x60} \unicode{x5c}\unicode{x60} @octocat fixes octo/repo#1 \unicode{x5c}\unicode{x60} y$",
    r"$\unicode{xD800}$",
    r"$\unicode{x0}$ $\unicode{x202e}$",
    r"$a\text{<!-- reports:end -->}$",
    "_www.evil.example http$:$//evil.example/x a$@$b.org",
    r"\href{javascript:alert(1)}{x} \href{https://evil.example/\" onclick=\"alert(1)}{y}",
    r"$\href{javascript:alert(1)}{y}$ $\style{background:url(//evil.example)}{x}$ $\class{c}{x}$",
    r"$\color{white}{x}$ $\rlap{x}$ $\hspace{-99em}x$ $\kern-9em x$ $\phantom{x}$ $\vphantom{x}$",
    "<script>alert(1)</script>",
    "</title></article></main></template><script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "<style>@import url(https://evil.example)</style><link rel=stylesheet href=//evil.example>",
    "{{ 7 * 7 }} {% raw %} ${alert(1)}",
    "]]><!--<![CDATA[",
    "&lt;img src=x onerror=alert(1)&gt; &#60;script&#62;",
    "\ud800 \x00 \x1b[31m \u202e evil \u2066 \u200b \ufffe \U000e0041",
    "^[x]: :heart_eyes: @octocat #1",
    "data:text/html,<script>alert(1)</script> https://evil.example/\u202egnp.exe",
)
EVIL = " ".join(HOSTILE)
ELEMENT = re.compile(
    r"html|head|meta|title|link|script|body|a|header|span|form|input|nav|button|main|h1|h2|h3|p|div|ol|ul|li|b|article|time"
    r"|section|dl|dt|dd|bdi|mark|em|strong|code|details|summary|footer|dialog|table|tbody|tr|td|kbd|template|label"
    r"|textarea|math|m(?:i|n|o|s|text|space|row|frac|sqrt|root|sub|sup|subsup|under|over|underover|table|tr|td|style)"
)
ATTRIBUTE = re.compile(
    r"(?:data|aria)-[\w-]+|id|class|dir|lang|href|rel|src|type|name|content|charset|http-equiv|title|tabindex|role|action"
    r"|placeholder|start|rows|open|method|hidden|autocomplete|display|displaystyle|stretchy|fence|accent|movablelimits"
    r"|form|columnalign|linethickness|width|mathvariant"
)
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
OURS = ("/early.js", "/app.js")


def hostile_report(text: str = EVIL) -> Report:
    """A report in which every text that comes from outside is hostile."""
    paper = Paper(
        id="2611.90001", version=1, title=text, abstract=f"{text}\n\n{text}", authors=(text, "Ada Example"),
        categories=("cs.AI",), primary_category="cs.AI", comment=text, doi=text,
    )  # fmt: skip
    made: list[Entry] = []
    for number, status in enumerate(("ok", "extractive")):
        summary = Summary(
            status=status, language="en", one_sentence=text, motivation=text, method=text, conclusion=text,
            keywords=(text,), model=text, unsupported=(text,),
        )  # fmt: skip
        score = Score(total=50, by="interests", parts=(Part(name=text, points=50, because=(text, "alert")),))
        entry = Entry(paper=paper.model_copy(update={"id": f"2611.9000{number}"}), score=score, summary=summary)
        made.append(entry)
    learned = {"liked": 2, "topics": {text: 2}}
    model = {"name": text, "calls": 2, "provider": "local"}
    run = RunRecord.model_validate({"learned": learned, "model": model, "english": {text: text}})
    return Report(date=DAYS[-1], categories=("cs.AI",), papers=tuple(made), also=(listing(9, title=text),), run=run)


def page_of(report: Report) -> str:
    """The page of a report."""
    around = Around(previous=None, following=None, recent=True, neighbours={})
    return site_of(ROOT, assets="").report(report, around)


def foreign(page: str) -> list[str]:
    """What no page of ours has: other elements, attributes, addresses, scripts, unseen characters."""
    assert not UNSEEN.search(page)
    root = lxml.html.document_fromstring(page.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    found = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            found.append("a comment" if "[if" not in str(element) else "a conditional comment")
            continue
        if not ELEMENT.fullmatch(str(element.tag)):
            found.append(f"<{element.tag!s}>")
        found += [f"<{element.tag!s} {name}>" for name in map(str, element.attrib) if not ATTRIBUTE.fullmatch(name)]
        for name in ("href", "src", "action"):
            if re.match(r"\s*(?!https?:)[a-z]+:", element.get(name, ""), re.IGNORECASE):
                found.append(f"{name}={element.get(name)}")
        if element.tag == "script" and (element.text or not element.get("src", "").endswith(OURS)):
            found.append("a script")
    return found


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_strings_stay_text(text: str) -> None:
    """In every place of a page, each string is text: no element, script, address or unseen character of its own."""
    assert foreign(page_of(hostile_report(text))) == []


SIGNS = ("$", "$$", "{", "}", "<", ">", "&", '"', "'", "`", "--", "^", "_", "x", " ", r"\\", "-->", "<script>")
MACROS = (r"\text{", r"\unicode{x3c}", r"\unicode{x60}", r"\href{", r"\color{", r"\mathbf{", r"\cite{a}", r"\ref{")
OTHERS = (r"\frac", r"\begin{matrix}", r"\end{matrix}", r"\left(", "https://a.example/", "\u202e", "\x00", "\ud800")
TEX = st.lists(st.sampled_from([*SIGNS, *MACROS, *OTHERS]), max_size=12).map("".join)


@given(TEX)
@example(EVIL)
def test_no_text_is_markup(text: str) -> None:
    """Of any mixture of TeX and HTML, nothing but known elements comes out, all closed, and no unseen character."""
    for write in (html.inline, html.title, html.literal, html.block):
        shown = str(write(text))
        parsed = ElementTree.fromstring(f"<x>{shown}</x>")  # noqa: S314 - what is asked is whether it is well-formed
        assert all(ELEMENT.fullmatch(element.tag) for element in parsed.iter() if element is not parsed)
        for element in parsed.iter():
            assert all(ATTRIBUTE.fullmatch(name) for name in element.attrib)
            assert re.match(r"https?://", element.get("href", "https://"), re.IGNORECASE)
        assert visible(shown) == shown
    assert "\ud800" not in html.plain(text)


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=60).filter(lambda text: "$" not in text))
def test_text_without_tex_needs_no_parser(text: str) -> None:
    """The short way for a text that has nothing of TeX in it gives what the parser gives."""
    line = " ".join(visible(text).split())
    if not html._TEX.search(line):
        assert [node for node in parser.parse(line) if line] == ([] if not line else [Text(line)])


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"O(n^2)", "<msup><mi>n</mi><mn>2</mn></msup>"),
        (r"\mathbf{X} \in \mathbb{R}^{d}", "<mi>𝐗</mi>"),
        (r"\boldsymbol{\alpha}", "𝜶"),
        (r"a < b", "<mo>&lt;</mo>"),
        (r"\phantom{secret} x", "<mi>x</mi>"),
        (r"\begin{matrix} a & b \end{matrix}", "<mtd>"),
    ],
)
def test_formulas_are_drawn(source: str, shown: str) -> None:
    """A formula is MathML that browsers draw, letters of other styles as the characters that Unicode has for them."""
    drawn = str(formula(source))
    assert drawn.startswith("<math>")
    assert shown in drawn
    assert "secret" not in drawn


def test_what_cannot_be_drawn_is_text() -> None:
    """A formula with a macro that nobody knows, or too deep to be read, is readable text and no half of a formula."""
    assert str(formula(r"\undefinedmacro + \frac{1}{2}")) == '<span class="tex">undefinedmacro + 1/2</span>'
    assert str(formula("{" * 300 + "x" + "}" * 300)).startswith('<span class="tex">')


SHARED = Path(__file__).resolve().parents[3] / "shared" / "papers" / "abstracts.jsonl"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_file(), reason="no ../shared/papers beside this checkout")
def test_real_formulas_are_drawn() -> None:
    """Of the formulas of real abstracts, all but one in a hundred are drawn; the others are text."""

    def formulas(nodes: tuple[Node, ...]) -> list[Math]:
        inner = [found for node in nodes if hasattr(node, "nodes") for found in formulas(node.nodes)]
        return [node for node in nodes if isinstance(node, Math)] + inner

    papers = [json.loads(line) for line in SHARED.read_text("utf-8").splitlines()]
    found = {math.tex for paper in papers for math in formulas(parser.parse(paper["abstract"]))}
    drawn = sum(str(formula(source)).startswith("<math") for source in found)
    assert len(found) > 1000
    assert drawn > 0.99 * len(found)


def test_machines_can_read_it() -> None:
    """JSON, feed, sitemap, search description and records of hostile texts are well-formed, and hold no control."""
    report = hostile_report()
    site, outlines = site_of(ROOT), [outline(report, Vocabulary(None, {}))]
    assert json.loads(report_json(report, whole=True))["papers"][0]["id"] == "2611.90000"
    for text in (site.feed(outlines), site.sitemap(outlines), site.search_description()):
        assert ElementTree.fromstring(text.encode()) is not None  # noqa: S314 - our own
    for record in records(report, "reports/x.html", grouped=True):
        assert visible(record.content) == record.content
        json.loads(record.url.partition("#")[2])


def test_marks_stay_within_text() -> None:
    """Words that matched an interest are marked in title and abstract, without breaking what is escaped around them."""
    page = page_of(made_up(date(2026, 11, 20), 1))
    assert "What <mark>language models</mark> forget, part 1" in page
    evil = Score(total=9, by="interests", parts=(Part(name="x", points=9, because=("lt", "amp", "<b>")),))
    assert str(html.inline("a <b> & lt", matched_words(evil))) == "a <mark>&lt;b&gt;</mark> &amp; <mark>lt</mark>"


def test_profiles_are_bounded() -> None:
    """A paper of one word, or of none, can be compared, too."""
    assert profile(Paper(id="2611.90001", title="the"), Vocabulary(None, {})) == ()


@pytest.mark.browser
def test_the_policy_holds(tmp_path: Path) -> None:
    """In a browser, a page of hostile strings runs nothing, asks for nothing, and says nothing."""
    # What data/ can hold: files are UTF-8, which knows no lone surrogate.
    repository = lay_out(tmp_path / "repository", [hostile_report(EVIL.encode("utf-8", "replace").decode())])
    build(site_of(repository), tmp_path / "site" / "papers", lambda _: None)
    day = f"reports/{DAYS[-1]}.html"
    with serving(tmp_path / "site") as url:
        seen = visit(
            f"{url}papers/",
            [("goto", "index.html?q=evil"), ("wait", "document.documentElement.dataset.found"), ("press", "j"),
             ("read", "document.querySelectorAll('#hits > li').length"), ("goto", day), ("press", "j"), ("press", "s"),
             ("press", "b"), ("copied",), ("goto", "starred.html"), ("wait", "document.querySelector('#stars li')"),
             ("read", "document.title")],
        )  # fmt: skip
    assert seen.read[0] >= 1
    assert seen.complaints == []
    assert {address.split("/papers/")[0] + "/" for address in seen.requests} == {url}
    assert seen.opened == []


def test_the_year_of_a_paper_that_only_the_feed_knows() -> None:
    """An old paper that is cross-listed today has no date in the feed: its year is that of its id, "20he" is none."""
    old = Paper(id="hep-th/9108001", title="An old paper")
    made = made_up(DAYS[-1], 3).papers[0].model_copy(update={"paper": old})
    assert paper_view(made, 1, Page(), Words(load_labels(ROOT / "labels", "en")), ()).year == "1991"
