"""A message as HTML for mail clients, by templates/message.html.j2. Pure."""

import html
from dataclasses import replace

from digest.markdown.text import Markdown
from digest.messages.dialects import address
from digest.messages.message import Message, MessagePaper, Page, Week
from digest.messages.wording import inert
from digest.pages.look import Look


def mail(message: Message, look: Look, shown: int | None = None) -> str:
    """The message as an HTML document, with its first `shown` papers or all.

    Raises ConfigurationError where the template is broken.
    """
    message = replace(message, papers=message.papers[:shown])
    return look.templates.render(
        "message.html.j2",
        label=look.labels,
        language=_html(look.labels.language),
        left=message.total - len(message.papers),
        message=_escaped(message),
        start=Markdown("right" if look.labels("direction") == "rtl" else "left"),
    )


def rehearse(look: Look) -> None:
    """Render a made-up message. Raises ConfigurationError where the template is wrong."""
    papers = (
        MessagePaper(title="A title", link="https://example.org", score=1, sentence="A sentence.", reason="A reason"),
        MessagePaper(title="A title", link="https://example.org", score=0, sentence="", reason=""),
    )
    pages = (Page(name="1991-08-14", link="https://example.org"), Page(name="1991-08-15", link="https://example.org"))
    made = Message(subject="", heading="arXiv", counts="", papers=papers, total=9, pages=pages, by_model=True)
    week = Week(page=pages[0], sentences=("A sentence.",), themes=("a theme (2)",), rising="Rising: a term")
    for shown in (made, replace(made, week=week), replace(made, papers=(), total=0, pages=pages[:1], by_model=False)):
        mail(shown, look)


def _escaped(message: Message) -> Message:
    """The message with every text escaped for HTML; templates print it as it is."""
    papers = tuple(_paper(paper) for paper in message.papers)
    pages = tuple(Page(name=_html(page.name), link=_address(page.link)) for page in message.pages)
    heading, counts = _html(message.heading), _html(message.counts)
    return replace(
        message,
        subject=_html(message.subject),
        heading=heading,
        counts=counts,
        papers=papers,
        pages=pages,
        week=_week(message.week) if message.week else None,
    )


def _week(week: Week) -> Week:
    return Week(
        page=Page(name=_html(week.page.name), link=_address(week.page.link)),
        sentences=tuple(map(_html, week.sentences)),
        themes=tuple(map(_html, week.themes)),
        rising=_html(week.rising),
    )


def _paper(paper: MessagePaper) -> MessagePaper:
    return MessagePaper(
        title=_html(paper.title),
        link=_address(paper.link),
        score=paper.score,
        sentence=_html(paper.sentence),
        reason=_html(paper.reason),
    )


def _html(text: str) -> Markdown:
    # Mail clients make links of bare addresses and names of hosts, too.
    return Markdown(html.escape(inert(text)))


def _address(link: str) -> Markdown:
    return Markdown(html.escape(address(link)))
