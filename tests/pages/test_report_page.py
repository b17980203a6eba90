"""A report as pages."""

import os
import re
from datetime import date

import frontmatter
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.console.command import ROOT
from digest.core.run_record import ModelRecord, RunRecord
from digest.pages import rehearsal
from digest.pages.report_page import LARGEST_PAGE, Around, pages
from laws import tried
from nasty_text import nasty, rendered
from reports import DAY, listing, look, paper, pending, report, summarised, with_summary

GOLDEN = ROOT / "tests" / "golden"
HARD = summarised(
    2,
    total=68,
    title=r"On $\hatχ^2$ Tests | 50\% \textbf{Bold} & <think>",
    abstract=r"Costs $x < 5$ and \$5 at https://github.com/example/code_x."
    "\n  Second paragraph with 10\\% & *stars*.",
    authors=tuple(f"Author {n}" for n in range(300)),
    categories=("cs.LG",),
    primary_category="cs.LG",
    comment="12 pages, accepted at the Made-Up Conference",
)


def page(*entries: object, language: str = "zh-CN", also: tuple[object, ...] = (), **looks: object) -> str:
    """The first page of a report."""
    made = report(*entries, also=also)  # type: ignore[arg-type]
    return pages(made, look(language, **looks), Around())[f"{DAY}.md"]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_whole_page(language: str) -> None:
    """A report with each kind of summary is, byte for byte, the page that was looked at and found good.

    Made anew with UPDATE_GOLDEN=1; look at the difference before you commit it.
    """
    entries = [
        summarised(1),
        HARD,
        with_summary(summarised(3, total=60), unsupported=("38%",)),
        *(entry for entry in rehearsal.report().papers if entry.summary.status == "extractive"),
        pending(4),
    ]
    made = report(*entries, also=(listing(5), listing(6, title="A *listed* one [x](y)", primary_category="math.ST")))
    made = made.model_copy(update={"run": RunRecord(model=ModelRecord(calls=31, tokens_in=15500, tokens_out=6200))})
    result = pages(made, look(language), Around(previous=date(2026, 11, 19), following=date(2026, 11, 23)))
    assert list(result) == ["2026-11-20.md"]
    golden = GOLDEN / f"report.{language}.md"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(result["2026-11-20.md"], "utf-8")
    assert result["2026-11-20.md"] == golden.read_text("utf-8")


def test_front_matter_is_three_short_keys() -> None:
    """GitHub shows the keys on top as a table above the title: three fit on a phone, however many categories."""
    made = report(summarised(1), also=(listing(2),)).model_copy(update={"categories": ("math.AG",) * 40})
    keys = frontmatter.loads(pages(made, look(), Around())[f"{DAY}.md"]).metadata
    assert keys == {"date": "2026-11-20", "papers": 2, "summarised": 1}


def test_interests_in_another_language_are_not_called_none() -> None:
    """A page whose interests are not in English names them and the remedy, and does not say that none are set."""
    one = summarised(1)
    entry = one.model_copy(update={"score": one.score.model_copy(update={"by": "day"})})
    unset = page(entry, language="en")
    foreign = pages(report(entry, foreign=("扩散模型", "医学图像")), look("en"), Around())[f"{DAY}.md"]
    assert "No interests are set" in unset
    assert "No interests are set" not in foreign
    assert "not in English, so their words are in no abstract: 扩散模型, 医学图像. Write `english` beside" in foreign


def test_every_link_within_the_page_has_its_place() -> None:
    """Contents and the table of the best lead to anchors that are there, each once."""
    text = page(
        *(summarised(n, primary_category=c) for n, c in enumerate(["cs.AI", "math.AG", "cs.LG"] * 3)),
        also=(listing(50),),
    )
    anchors = re.findall(r'<a id="([^"]+)">', text)
    headings = [
        re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in re.findall(r"^## (.+)$", text, re.MULTILINE)
    ]
    places = anchors + headings
    assert len(places) == len(set(places))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= set(places)
    assert len(anchors) == 9


def test_best_first_and_most_first() -> None:
    """The table has the five best by score; sections come with most papers first; numbers run through the page."""
    entries = [summarised(n, total=90 - n, primary_category="cs.LG" if n in (0, 3) else "cs.AI") for n in range(7)]
    text = page(*entries)
    table = text[text.index("今日最佳") : text.index("## 目录")]
    assert re.findall(r"\*\*(\d+)\*\*", table) == ["90", "89", "88", "87", "86"]
    assert re.findall(r"^## (cs\..+)$", text, re.MULTILINE) == ["cs.AI", "cs.LG"]
    assert re.findall(r"</a>\[(\d+)\.", text) == [str(n) for n in range(1, 8)]


def test_nothing_summarised() -> None:
    """A day that `rank.least_score` leaves without a summary has its listing, and no empty table or list of titles."""
    text = page(also=(listing(1), listing(2)), language="en")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Contents", "Also announced"]
    assert "| Score |" not in text
    assert "Show all titles" not in text


def test_order_by_score() -> None:
    """With `page.order: score` the papers stand in one section, best first."""
    entries = [summarised(n, total=90 - n, primary_category=("cs.AI", "cs.LG")[n % 2]) for n in range(4)]
    text = page(*entries, order="score")
    assert re.findall(r"</a>\[\d\. Made-up paper (\d)", text) == ["0", "1", "2", "3"]


@pytest.mark.parametrize(
    ("abstract", "there", "folded"), [("full", True, False), ("collapsed", True, True), ("none", False, False)]
)
def test_abstract_is_full_collapsed_or_none(abstract: str, there: bool, folded: bool) -> None:
    """`page.abstract` says whether the abstract is shown, folded away, or left out."""
    text = page(summarised(1), abstract=abstract)
    assert ("We make up a paper." in text) == there
    assert ("<details><summary>展开摘要" in text) == folded


def test_number_of_authors() -> None:
    """As many authors are named as `page.authors` says, then how many there are."""
    assert "Author 0, Author 1, Author 2 等 300 位作者" in page(HARD)
    assert "Author 0 等 300 位作者" in page(HARD, authors=1)
    assert "arXiv 未提供" in page(summarised(1, authors=()))


def test_pending_is_said_and_nothing_invented() -> None:
    """A pending summary shows its reason and the abstract, on top how many and why, and no field, and no score of 0."""
    text = page(summarised(1), pending(2))
    assert "1 篇总结暂缺：模型接口返回 401，请检查密钥 `OPENAI_API_KEY`" in text
    item = text[text.index('id="paper-2611-90002"') :]
    assert "总结暂缺" in item
    assert "We make up a paper." in item
    assert "一句话总结" not in item


def test_unsupported_numbers_are_named() -> None:
    """A number that the abstract does not have is published only with a note that says so."""
    assert "未见于摘要：38%" in page(with_summary(summarised(1), unsupported=("38%",)))


@pytest.mark.parametrize(
    "entry",
    [
        summarised(1, comment="Withdrawn by the authors"),
        summarised(1, comment="9 pages.\n  Withdrawn: an error in Lemma 2"),
        summarised(1, comment="We withdraw the paper because of a flaw"),
        summarised(1, abstract="This paper has been withdrawn."),
    ],
)
def test_withdrawn_is_said(entry: object) -> None:
    """A withdrawn paper carries a note."""
    assert "本文已被作者撤回" in page(entry)


@pytest.mark.parametrize(
    "entry",
    [
        summarised(1, abstract="Money is withdrawn from banks."),
        summarised(1, abstract="Withdrawn consent is rarely honoured."),
        summarised(1, comment="The first version of the paper was withdrawn due to a flaw"),
        summarised(1, comment="Withdrawn from the workshop for lack of funds"),
    ],
)
def test_nothing_else_is_withdrawn(entry: object) -> None:
    """A paper that speaks of withdrawing, or had to withdraw something else, carries no such note."""
    assert "本文已被作者撤回" not in page(entry)


def test_only_what_a_model_wrote_can_be_wrong() -> None:
    """A page says that summaries are generated where a model made some, not where all are the authors' sentences."""
    extract = {"status": "extractive", "why": "no_key", "model": None}
    assert "总结由程序生成" in page(summarised(1), with_summary(summarised(2), **extract))
    assert "总结由程序生成" not in page(with_summary(summarised(1), **extract))


def test_missing_fields() -> None:
    """A paper without abstract, authors, version, dates and category is on the page, and said to lack them."""
    bare = paper(
        1, abstract="", authors=(), version=None, published=None, updated=None, categories=(), primary_category=""
    )
    text = page(with_summary(summarised(1), one_sentence=None).model_copy(update={"paper": bare}))
    assert "arXiv 未提供本文摘要" in text
    assert "https://arxiv.org/abs/2611.90001)" in text


@tried(60)
@given(title=nasty, abstract=nasty, comment=nasty, said=nasty, name=nasty)
def test_no_text_changes_the_page(title: str, abstract: str, comment: str, said: str, name: str) -> None:
    """Whatever arXiv or a model writes, a page is built as with plain words."""

    def structure(*texts: str) -> list[str]:
        entry = with_summary(
            summarised(1, title=texts[0], abstract=texts[1], comment=texts[2], authors=(texts[4],)),
            **dict.fromkeys(("one_sentence", "motivation", "method", "conclusion"), texts[3]),
            keywords=(texts[3],),
        )
        body = page(entry, also=(listing(9, title=texts[0]),)).split("---\n", 2)[2]
        kept = {
            "h1",
            "h2",
            "h3",
            "h4",
            "ul",
            "li",
            "table",
            "tr",
            "td",
            "hr",
            "blockquote",
            "details",
            "summary",
            "script",
        }
        return [tag for tag in rendered(body).names if tag in kept]

    assert structure(*(f"x{text}" for text in (title, abstract, comment, said, name))) == structure(
        "x", "x", "x", "x", "x"
    )


def test_a_thousand_papers_stay_small() -> None:
    """A day of a thousand papers stays below GitHub's comfort; what does not fit goes on further pages."""
    also = tuple(listing(n, id=f"2611.9{n + 1000:04}", title="At $5 " * 60) for n in range(1500))
    made = pages(report(*(summarised(n) for n in range(30)), also=also), look(), Around())
    assert all(len(text.encode()) <= LARGEST_PAGE for text in made.values())
    assert len(made) > 1
    listed = [
        name for text in made.values() for name in re.findall(r"^- .*abs/(2611\.9\d{4})v1\)$", text, re.MULTILINE)
    ]
    assert sorted(listed) == [f"2611.9{n + 1000:04}" for n in range(1500)]
    assert "](2026-11-20-2.md)" in made["2026-11-20.md"]


@given(st.integers(0, 3))
@tried(4)
def test_same_data_same_bytes(papers: int) -> None:
    """The same report gives the same bytes."""
    made = report(*(summarised(n) for n in range(papers)))
    first, second = (pages(made, look(), Around()) for _ in range(2))
    assert first == second
