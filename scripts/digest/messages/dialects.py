"""How each kind of service writes a message: one dialect a way of marking text up, each with its own escaping. Pure.

A dialect writes the whole message with as many papers as fit; `fitted` cuts by paper to a service's limit.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from digest.markdown.writer import plain
from digest.messages.message import Message, MessagePaper, Week
from digest.messages.wording import WORD_JOINER, inert, shortened
from digest.pages.labels import Labels


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """A way of marking text up."""

    name: str
    text: Callable[[str], str]
    """A plain text, escaped: no character of it is markup, and nothing in it is a link or a mention."""
    link: Callable[[str, str], str]
    """A link, from its address and its text (escaped already)."""
    strong: Callable[[str], str]
    """An escaped text that stands out."""


def address(link: str) -> str:
    """An address in which no character can end the link around it, in any dialect."""
    return quote(link, safe=":/?#&=%+,;@.-_~!")


# Telegram: https://core.telegram.org/bots/api#html-style
TELEGRAM = Dialect(
    name="Telegram's HTML",
    text=lambda text: html.escape(inert(text), quote=False),
    link=lambda link, text: f'<a href="{html.escape(address(link))}">{text}</a>',
    strong=lambda text: f"<b>{text}</b>",
)


_SLACK_MARKS = {"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"}
"""Slack's mrkdwn has no way to escape its four marks: beside a word, where they are some, each gets a look-alike."""
_SLACK_MARK = re.compile(r"(?<!\w)[*_~`]|[*_~`](?!\w)")


def _slack(text: str) -> str:
    """https://docs.slack.dev/messaging/formatting-message-text: three characters are escaped as in HTML."""
    written = html.escape(_SLACK_MARK.sub(lambda found: _SLACK_MARKS[found[0]], inert(text)), quote=False)
    return f"{WORD_JOINER}{written}" if written.startswith("&gt;") else written  # which would begin a quotation


SLACK = Dialect(
    name="Slack's mrkdwn",
    text=_slack,
    link=lambda link, text: f"<{address(link).replace('&', '&amp;')}|{text}>",
    strong=lambda text: text,
)

_PUNCTUATION = re.compile(r"[\\`*_\[\]<>#|~]")
_BLOCK = re.compile(r"\A(?:([-+])(?=\s|$)|(\d+)([.)])(?=\s|$)|(=))")


def _markdown(text: str) -> str:
    written = _PUNCTUATION.sub(lambda found: f"\\{found[0]}", inert(text))
    return _BLOCK.sub(lambda found: f"{found[2]}\\{found[3]}" if found[2] else f"\\{found[0]}", written)


# Discord: https://support.discord.com/hc/en-us/articles/210298617; angle brackets keep it from showing a preview.
DISCORD = Dialect(
    name="Discord's Markdown",
    text=_markdown,
    link=lambda link, text: f"[{text}](<{address(link)}>)",
    strong=lambda text: f"**{text}**",
)
COMMONMARK = Dialect(
    name="Markdown",
    text=_markdown,
    link=lambda link, text: f"[{text}]({address(link)})",
    strong=lambda text: f"**{text}**",
)
PLAIN = Dialect(
    name="plain text",
    text=inert,
    link=lambda link, text: f"{text}\n{address(link)}",
    strong=lambda text: text,
)


def write(message: Message, dialect: Dialect, labels: Labels, shown: int, *, with_heading: bool) -> str:
    """The message with the first `shown` papers; with its subject on top where a service has no place for one."""
    parts = [dialect.strong(dialect.text(message.subject))] if with_heading else []
    parts += _week(message.week, dialect) if message.week else []
    parts += [_paper(number, paper, dialect, labels) for number, paper in enumerate(message.papers[:shown], 1)]
    parts.append("\n".join(_last_lines(message, dialect, labels, shown)))
    return "\n\n".join(parts)


def _week(week: Week, dialect: Dialect) -> list[str]:
    """What happened in a week, and its page."""
    parts = [dialect.link(week.page.link, dialect.text(week.page.name))]
    if week.sentences:
        parts.append("\n".join(map(dialect.text, week.sentences)))
    if week.themes:
        parts.append("\n".join(f"• {dialect.text(theme)}" for theme in week.themes))
    return [*parts, dialect.text(week.rising)] if week.rising else parts


def _paper(number: int, paper: MessagePaper, dialect: Dialect, labels: Labels) -> str:
    score = f" ({labels.number(paper.score)})" if paper.score else ""
    title = dialect.text(paper.title)
    below = [dialect.text(text) for text in (paper.sentence, paper.reason) if text]
    if dialect is PLAIN:  # the address comes last, on a line of its own
        return "\n".join([f"{number}. {title}{score}", *below, address(paper.link)])
    return "\n".join([f"{number}. {dialect.link(paper.link, title)}{score}", *below])


def _last_lines(message: Message, dialect: Dialect, labels: Labels, shown: int) -> list[str]:
    left = message.total - shown
    lines = [dialect.text(plain(labels("message_more", count=left)))] if left and shown else []
    if len(message.pages) == 1:
        lines.append(dialect.link(message.pages[0].link, dialect.text(plain(labels("all_papers")))))
    else:
        lines += [dialect.link(page.link, dialect.text(page.name)) for page in message.pages]
    if message.by_model and shown:
        lines.append(dialect.text(plain(labels("disclaimer"))))
    return lines


def fitted(write_with: Callable[[int], str], most: int, limit: int, size: Callable[[str], int] = len) -> str:
    """What `write_with` makes of as many papers as fit into a limit; where none does, its beginning."""
    for shown in range(most, -1, -1):
        written = write_with(shown)
        if size(written) <= limit:
            return written
    cut = written
    while size(cut) > limit:
        cut = shortened(cut, min(len(cut) - 1, limit))
    return cut
