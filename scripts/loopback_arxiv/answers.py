"""What arXiv answers, rendered: an Atom page of the query API and the RSS feed of an announcement.

Used by the loopback arXiv of `make demo` and the tests (loopback_arxiv/server.py). The layout follows the API's manual
(https://info.arxiv.org/help/api/user-manual.html) and the feed's page (https://info.arxiv.org/help/rss.html).
"""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from email.utils import format_datetime
from html import escape
from typing import Literal

from digest.core.calendar import EASTERN
from digest.core.report import Paper

Kind = Literal["new", "cross", "replace", "replace-cross"]

_TEX_ACCENTS = {"\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0308": '"', "\u030b": "H", "\u030c": "v"}


def atom_page(papers: Iterable[Paper], *, total: int, start: int, asked: int, now: datetime) -> str:
    """A page of the query API: `papers` from `start` on, out of `total`; `asked` is max_results."""
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" '
        'xmlns="http://www.w3.org/2005/Atom">\n'
        "  <id>https://arxiv.org/api/sample</id>\n"
        "  <title>arXiv Query</title>\n"
        f"  <updated>{_zulu(now)}</updated>\n"
        f"  <opensearch:itemsPerPage>{asked}</opensearch:itemsPerPage>\n"
        f"  <opensearch:totalResults>{total}</opensearch:totalResults>\n"
        f"  <opensearch:startIndex>{start}</opensearch:startIndex>\n" + "".join(map(_entry, papers)) + "</feed>\n"
    )


def atom_error(message: str, *, now: datetime) -> str:
    """The entry titled "Error" that arXiv answers bad arguments with, under status 400."""
    error = Paper(id="error", title="Error", abstract=message, authors=("arXiv api core",))
    page = atom_page([error], total=1, start=0, asked=1, now=now)
    return page.replace("http://arxiv.org/abs/error", f"https://arxiv.org/api/errors#{message.replace(' ', '_')}")


def rss_feed(items: Sequence[tuple[Paper, Kind]], *, categories: Sequence[str], day: date) -> str:
    """The feed that is rendered at midnight (Eastern time) of `day`; valid and empty where nothing is announced."""
    names = "+".join(categories)
    midnight = datetime(day.year, day.month, day.day, tzinfo=EASTERN)
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">\n'
        "  <channel>\n"
        f"    <title>{', '.join(categories)} updates on arXiv.org</title>\n"
        f"    <link>http://rss.arxiv.org/rss/{names}</link>\n"
        f"    <description>{', '.join(categories)} updates on the arXiv.org e-print archive.</description>\n"
        f"    <lastBuildDate>{format_datetime(midnight.astimezone(UTC))}</lastBuildDate>\n"
        f"    <pubDate>{format_datetime(midnight)}</pubDate>\n"
        + "".join(_item(paper, kind, midnight) for paper, kind in items)
        + "  </channel>\n</rss>\n"
    )


def rss_error(categories: Sequence[str]) -> str:
    """What the feed answers for a category that does not exist: status 200 and a feed without papers."""
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n<rss version=\"2.0\"><channel><title>Feed error for query: "
        f"{escape(', '.join(categories))}</title><description>Invalid archive or subject class.</description>"
        "</channel></rss>\n"
    )


def _entry(paper: Paper) -> str:
    categories = paper.categories
    return (
        "  <entry>\n"
        f"    <id>http://arxiv.org/abs/{_versioned(paper)}</id>\n"
        f"    <title>{_text(paper.title)}</title>\n"
        + (f"    <updated>{_zulu(paper.updated)}</updated>\n" if paper.updated else "")
        + f"    <summary>{_text(paper.abstract.replace(chr(10) * 2, chr(10) + '  '))}</summary>\n"
        + "".join(f'    <category term="{name}" scheme="http://arxiv.org/schemas/atom"/>\n' for name in categories)
        + (f"    <published>{_zulu(paper.published)}</published>\n" if paper.published else "")
        + (f"    <arxiv:comment>{_text(paper.comment)}</arxiv:comment>\n" if paper.comment else "")
        + (f"    <arxiv:doi>{_text(paper.doi)}</arxiv:doi>\n" if paper.doi else "")
        + (f'    <arxiv:primary_category term="{paper.primary_category}"/>\n' if paper.primary_category else "")
        + "".join(f"    <author>\n      <name>{_text(name)}</name>\n    </author>\n" for name in paper.authors)
        + "  </entry>\n"
    )


def _item(paper: Paper, kind: Kind, midnight: datetime) -> str:
    name = _versioned(paper)
    return (
        "    <item>\n"
        f"      <title>{_text(paper.title)}</title>\n"
        f"      <link>https://arxiv.org/abs/{paper.id}</link>\n"
        f"      <description>arXiv:{name} Announce Type: {kind} \nAbstract: {_text(paper.abstract)}</description>\n"
        f'      <guid isPermaLink="false">oai:arXiv.org:{name}</guid>\n'
        + "".join(f"      <category>{category}</category>\n" for category in paper.categories)
        + f"      <pubDate>{format_datetime(midnight)}</pubDate>\n"
        f"      <arxiv:announce_type>{kind}</arxiv:announce_type>\n"
        f"      <dc:creator>{_text(', '.join(map(_tex, paper.authors)))}</dc:creator>\n"
        "    </item>\n"
    )


def _versioned(paper: Paper) -> str:
    return f"{paper.id}v{paper.version}" if paper.version else paper.id


def _zulu(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(text: str) -> str:
    return escape(text, quote=False)


def _tex(name: str) -> str:
    r"""A name as the feed has it: Erdős is Erd\H{o}s."""
    letters = []
    for letter in unicodedata.normalize("NFC", name):
        parts = unicodedata.normalize("NFD", letter)
        accent = _TEX_ACCENTS.get(parts[1]) if len(parts) == 2 else None
        letters.append(f"\\{accent}{{{parts[0]}}}" if accent else letter)
    return "".join(letters)
