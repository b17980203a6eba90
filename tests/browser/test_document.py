"""The preview itself: GitHub's rules, one by one."""

import pytest

from preview_page import elements, page, page_html


def test_repeated_headings_are_numbered() -> None:
    """The second heading of a name gets the anchor `-1`; a link in other letters than the anchor's leads nowhere."""
    assert page("# A\n\n# A\n\n[x](#a) [y](#a-1) [z](#A)\n").broken_links == ("#A",)


def test_anchors_by_id_and_name() -> None:
    """A link finds an `id` and a `name` of the page's own HTML."""
    assert page('<a id="p-1"></a><a name="p-2"></a>\n\n[x](#p-1) [y](#p-2)\n').broken_links == ()


def test_the_sanitiser_says_what_it_takes() -> None:
    """Styles, classes, scripts' kin and addresses that run code are removed and named."""
    shown = page(
        '<p style="color:red" class="x">a</p>\n\n<font>b</font>\n\n[c](javascript:f()) <a href="vbscript:x">d</a>\n'
    )
    assert shown.removed == ("<p style>", "<p class>", "<font>", "<a href>", "<a href>")


@pytest.mark.parametrize(
    ("markdown", "formulas"),
    [
        ("$`a<b`$ and ($`c`$).", ("a<b", "c")),
        ("x$`a`$ and 1$`b`$ and -$`c`$d", ("b", "c")),
        ('($x$ and "$y$ and 1$z$', ()),
        ("$x^2$ and $$y$$", ("x^2", "y")),
        ("It costs $5 and $6 more", ()),
        ("`$x$` and [$y$](z)", ()),
        ("<span>$</span>5 and $`x`$", ("x",)),
        ("```math\n\\frac12\n```\n", ("\\frac12",)),
        ("$a_{1}$ *and* $b$ or $c$.", ("a_{1}", "b", "c")),
    ],
)
def test_formulas(markdown: str, formulas: tuple[str, ...]) -> None:
    """GitHub's three ways to write a formula are found, and neither money nor code nor a link's text is one."""
    assert page(markdown).formulas == formulas


def test_a_formula_keeps_the_text_around_it() -> None:
    """Marking formulas takes no letter of the text but the dollars."""
    assert page("one $a$ two $b$ three $`c`$ four").root.text_content().strip() == "one a two b three c four"


def test_front_matter_is_a_table() -> None:
    """Front matter becomes a table of one row, and its text is no Markdown."""
    assert elements("---\ndate: '2026-11-20'\nnote: '*a*'\n---\n\ntext\n")[:4] == ("table", "thead", "tr", "th")
    assert "em" not in elements("---\nnote: '*a*'\n---\n\ntext\n")


def test_alerts() -> None:
    """A quotation that opens with `[!NOTE]` is the box that GitHub draws."""
    assert 'class="markdown-alert markdown-alert-note"' in page_html("> [!NOTE]\n> careful\n")


def test_text_runs_as_its_first_letter() -> None:
    """GitHub lets each paragraph, list and heading run in the direction of its own text, unless it is told one."""
    shown = page_html('# a\n\nb\n\n- c\n\n<p dir="rtl">d</p>\n')
    assert shown.count('dir="auto"') == 3
    assert '<p dir="rtl">d</p>' in shown
    assert "<li>c" in shown


def test_relative_addresses_are_rewritten() -> None:
    """Relative links and pictures go through `rewrite_link` and keep their fragment; others stay."""
    shown = page_html(
        '[a](b.md#c) [d](https://example.org/e.md) [f](#g) ![h](i.png) <picture><source srcset="j.png"></picture>',
        rewrite_link=lambda path: f"there/{path}",
    )
    assert 'href="there/b.md#c"' in shown
    assert 'href="https://example.org/e.md"' in shown
    assert 'href="#g"' in shown
    assert 'src="there/i.png"' in shown
    assert 'srcset="there/j.png"' in shown
