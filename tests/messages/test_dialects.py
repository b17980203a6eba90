"""Texts of papers in each service's way of marking up: nothing in them is more than text."""

import functools
import re
from html.parser import HTMLParser

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given
from hypothesis import strategies as st

from digest.archive.layout import Places
from digest.core.report import Part, Score
from digest.messages import dialects, wording
from digest.messages.dialects import Dialect, write
from digest.messages.mail import mail
from digest.messages.message import Choice, Message, of_reports
from reports import look, report, summarised, with_summary

HOSTILE = [
    r"$a\unicode{x60}[click](https://evil.example)\unicode{x60}b$",
    r"$$x\unicode{xA}\unicode{x60}\unicode{x60}\unicode{x60}$$ <script>alert(1)</script>",
    r"$\text{\unicode{x60}<img src=https://evil.example/t.png>\unicode{x60}}$",
    r"$x\unicode{x60} \unicode{x5c}\unicode{x60} @octocat fixes octo/repo#1 \unicode{x5c}\unicode{x60} y$",
    r"$\unicode{xD800}$ and $\unicode{x0}$ and $\unicode{x202e}$ end",
    r"$a\text{<!-- reports:end -->}$",
    "_www.evil.example http$:$//evil.example/x a$@$b.org 中$@$octocat owner/repo$#$1 a$:$smile:",
    "</title></td><a href=javascript:alert(1)>x</a> &lt;b&gt; &amp; \" ' `",
    "<!everyone> <!here|here> <@U024BE7LH> <#C024BE7LR> <https://evil.example|arXiv> &lt;!channel&gt;",
    '<at user_id="all">everyone</at> @all @everyone <@&165511591545143296> <:smile:1234> <t:1618953630>',
    "[arXiv](https://evil.example) ![x](https://evil.example/t.png) [a][b] [b]: https://evil.example",
    "# Heading\n> quotation\n- list\n1. one\n```\ncode\n```\n|a|b|\n|-|-|",
    "*bold* _italic_ ~struck~ `code` **b** __u__ ||spoiler|| ~~s~~",
    "tg://user?id=1 mailto:a@b.example /start@bot $USD #tag @name t.me/joinchat evil.example 中文。evil.example",
    "\u202etxt.exe \u200bzero \ufeff \u2028line \ue000 \x1b[31mred \x00",
    ":heart_eyes: :+1:",
]


looks = functools.cache(look)


def message(text: str) -> Message:
    """A message in which a text stands wherever a text of others can."""
    entry = summarised(1, title=text)
    score = Score(total=70, by="interests", parts=(Part(name=text, points=70, because=(text,)),))
    entries = (
        with_summary(entry, one_sentence=text).model_copy(update={"score": score}),
        with_summary(entry, one_sentence=text, status="extractive").model_copy(update={"score": score}),
    )
    labels = looks("en").labels
    made = of_reports("2026-11-20", [report(*entries)], Choice(papers=5, least_score=0), labels, "a/b", Places())
    assert made
    return made


def body(text: str, dialect: Dialect) -> str:
    """The message on it in a dialect."""
    return write(message(text), dialect, looks("en").labels, 2, with_heading=True)


OWN = re.compile(r"https://arxiv\.org/abs/2611\.90001v1|https://github\.com/a/b/blob/HEAD/daily/2026-11-20\.md")


class Tags(HTMLParser):
    """The elements of an HTML text, and its links."""

    def __init__(self, text: str) -> None:
        """Read it."""
        super().__init__()
        self.found: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def live(text: str) -> list[str]:
    """What a service could take for an address, a mention, a tag or an emoji code in a text, our own links aside."""
    signs = r"://|\w[.。．｡][^\W\d_]{2}|[@#][\w\[]|\]\(|<[^\s=\d]|:[\w+-]+:"
    return re.findall(signs, OWN.sub("", text).replace("\u2060", " "))


def is_seen(text: str) -> bool:
    """Whether each character of a text can be seen, or was put there to keep it inert."""
    return wording.visible(text.replace("\u2060", "").replace("\n", " ")).replace("\u2068", "").replace(
        "\u2069", ""
    ) == " ".join(text.replace("\u2060", "").replace("\u2068", "").replace("\u2069", "").split())


@pytest.mark.parametrize("text", HOSTILE)
def test_telegram(text: str) -> None:
    """In Telegram's HTML the only elements and links are ours."""
    made = body(text, dialects.TELEGRAM)
    tags = Tags(made)
    assert tags.found == ["b", "a", "a", "a"]
    assert all(OWN.fullmatch(link) for link in tags.links)
    assert not live(re.sub(r"<[^>]*>", "", made))
    assert is_seen(made)


@pytest.mark.parametrize("text", HOSTILE)
def test_slack(text: str) -> None:
    """In Slack's mrkdwn whatever stands between angle brackets is a link of ours, and no mark formats anything."""
    made = body(text, dialects.SLACK)
    found = re.findall(r"<([^|>]*)\|", made)
    assert len(found) == made.count("<") == made.count(">") == 3
    assert all(OWN.fullmatch(link) for link in found)
    plain = re.sub(r"<[^|>]*\||>", "", made)
    assert not live(plain)
    assert not re.search(r"(?<!\w)[*_~`]|[*_~`](?!\w)", plain)
    assert not re.search(r"^\s*&gt;", plain, re.MULTILINE)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("dialect", [dialects.DISCORD, dialects.COMMONMARK], ids=lambda dialect: dialect.name)
def test_markdown(text: str, dialect: Dialect) -> None:
    """Rendered by GitHub's parser, a message in Markdown has no element but our own."""
    made = Tags(cmarkgfm.github_flavored_markdown_to_html(body(text, dialect), Options.CMARK_OPT_UNSAFE))
    assert set(made.found) <= {"p", "strong", "ol", "li", "a"}
    assert len(made.links) == 3
    assert all(OWN.fullmatch(link) for link in made.links)


@pytest.mark.parametrize("text", HOSTILE)
def test_plain_text(text: str) -> None:
    """In plain text there is nothing that a service would make a link, a mention or an emoji of."""
    made = body(text, dialects.PLAIN)
    assert not live(made)
    assert is_seen(made)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("language", ["en", "he"])
def test_mail(text: str, language: str) -> None:
    """A mail's HTML has the elements that an empty text gives it, and no link but ours."""
    made, usual = (mail(message(told), looks(language)) for told in (text, "A title"))
    tags = Tags(made)
    assert tags.found == Tags(usual).found
    assert all(OWN.fullmatch(link) for link in tags.links)
    assert not live(re.sub(r"<style>.*?</style>|<[^>]*>", "", made, flags=re.DOTALL).replace("&#", ""))


@given(st.text(max_size=60), st.sampled_from(["https://", "@", "<", "](", "$", "www.", ":a:", "\\", "`", "*"]))
def test_any_text(text: str, sign: str) -> None:
    """Whatever a title is made of, Telegram's HTML and Slack's mrkdwn have the same elements."""
    told = f"{text}{sign}{text}"
    assert Tags(body(told, dialects.TELEGRAM)).found == ["b", "a", "a", "a"]
    assert body(told, dialects.SLACK).count("<") == 3


@pytest.mark.parametrize("language", ["ar", "de", "en", "es", "fr", "he", "ja", "ko", "zh-CN", "zh-TW"])
def test_languages(language: str) -> None:
    """A message has the words of its language, and a mail runs in its direction."""
    labels = looks(language).labels
    made = write(message("A title"), dialects.PLAIN, labels, 1, with_heading=True)
    assert labels("all_papers") in made.replace("\u2060", "")
    direction = "rtl" if language in ("ar", "he") else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in mail(message("A title"), looks(language))


def test_formulas_are_text() -> None:
    """A formula in a title, or in a model's sentence, is readable Unicode."""
    made = body(r"Attention in $O(n^2)$ for $\alpha \times \frac{1}{2}$", dialects.PLAIN)
    assert "Attention in O(n²) for α × 1/2 (70)" in made
    assert "\nAttention in O(n²) for α × 1/2\n" in made


def test_papers_are_cut_whole() -> None:
    """Cut to a limit, a message loses whole papers and says how many there are; the link to the page stays."""
    entries = [summarised(n, 80 - n, title=f"A paper {n} " + "on something " * 9) for n in range(5)]
    labels = looks("en").labels
    made = of_reports("2026-11-20", [report(*entries)], Choice(papers=5, least_score=0), labels, "a/b", Places())
    assert made

    def with_papers(shown: int) -> str:
        return write(made, dialects.PLAIN, labels, shown, with_heading=True)

    limit = len(with_papers(2)) + 10
    cut = dialects.fitted(with_papers, 5, limit)
    assert cut == with_papers(2)
    assert "and 3 more papers" in cut
    assert "\nhttps://github.com/a/b/blob/HEAD/daily/2026-11-20.md\n" in cut
    assert len(dialects.fitted(with_papers, 5, 40)) <= 40
