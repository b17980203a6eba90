"""The links to a paper's code."""

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.pages.code_links import code_links


@pytest.mark.parametrize(
    ("abstract", "comment", "links"),
    [
        ("Code: https://github.com/made-up/tool.", None, [("code", "https://github.com/made-up/tool")]),
        ("(see https://made-up.github.io/page/).", None, [("project", "https://made-up.github.io/page/")]),
        (r"\url{https://github.com/made\_up/a}", None, [("code", "https://github.com/made_up/a")]),
        (r"\href{https://huggingface.co/made-up}{here}", None, [("code", "https://huggingface.co/made-up")]),
        ("github.com/made-up/tool", None, [("code", "https://github.com/made-up/tool")]),
        ("https://github.com/a/b", "code at https://github.com/a/b!", [("code", "https://github.com/a/b")]),
        (
            "see made-up.github.io and http.github.io/x/.",
            None,
            [("project", "https://made-up.github.io"), ("project", "https://http.github.io/x/")],
        ),
        ("[https://github.com/a/b](https://github.com/a/b)", None, [("code", "https://github.com/a/b")]),
        ("mail a@github.com/x, notgithub.com/x, x.huggingface.co/y, a.github.iot", None, []),
        ("https://example.org/a https://github.com", "12 pages", []),
        ("javascript://github.com/a/b ftp://github.com.evil.org/a", None, []),
        ("https://[bad", None, []),
    ],
)
def test_links_are_found(abstract: str, comment: str | None, links: list[tuple[str, str]]) -> None:
    """Addresses of code and of project pages are found once each, without the sentence's punctuation."""
    assert list(code_links(abstract, comment)) == links


@given(tail=st.text(max_size=40))
def test_no_link_leaves_its_parentheses(tail: str) -> None:
    """Whatever follows an address, the link that it is put into is one link."""
    for _, url in code_links(f"https://github.com/a/{tail}", None):
        page = cmarkgfm.github_flavored_markdown_to_html(f"[x]({url}) end\n")
        assert page.count("<a ") == 1
        assert page.endswith(">x</a> end</p>\n")
