"""The characters that GitHub reads as more than themselves, and how each is kept from it.

https://github.github.com/gfm/ is the grammar; GitHub adds mentions, references, emoji codes and math to it.
"""

import re
import unicodedata
from urllib.parse import quote

from digest.core.characters import visible

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc](?:[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200c\u200d \\d.,:;()-]*"
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])?"
)
_LINE_END = re.compile(r"\s*[\t\n\r]\s*")
_NO_DIRECTION = re.compile(r"\d+|\W*")
_MARKS = r"\`*_[]|~!"
_SPECIAL = re.compile(
    # A class of signs comes first: Python looks for one of them by a table, in a seventh of the time.
    rf"[$&<>\"{re.escape(_MARKS)}#@:GgWw.](?:(?<![#@:GgWw.])|(?<=#)(?=\d)|(?<=@)(?![\s@])|(?<=:)(?=//|[\w+-]+:)"
    r"|(?<=[Gg])[Hh]-(?=\d)|(?<=[Ww]{3}\.)|(?<=[Ww])[Ww]{2}(?=\Z))"
)
"""What GitHub reads as more than itself: in an element of its own nothing is left of it to be read."""
_IN_HTML = {"`": "&#96;"}
"""A pair of them would hide from `quiet` what stands between."""
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_STARTS_BLOCK = re.compile(r"([-+=:](?![a-zA-Z0-9])|\^|#(?=#|\s|$))|(\d{1,9})([.)])(?=\s|$)")
_NO_URL = re.compile(r"""[()<>\[\]"'`\\|{}*$\s]""")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_REFERENCE = re.compile(
    # what GitHub does not look into, or what a mark would break
    r"\\[\\`\]]|`[^`]*`|\]\([^()\s]*\)|<[^<>]*>|https?://\S+"
    r"|(?P<mention>@(?=[\w-])|GH-(?=\d)|(?<!&)#(?=\d))"
    r"|(?P<commit>(?<![0-9a-z_])[0-9a-f]{7,40}(?![0-9a-z_]))",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """A text on one line, without characters that nobody sees; right-to-left words are isolated from the others."""
    return isolated(" ".join(visible(text.replace("\t", " ")).split()))


def isolated(text: str) -> str:
    """A text without marks of direction, with its right-to-left words isolated from the others."""
    if text.isascii():
        return text
    return _RIGHT_TO_LEFT.sub(lambda found: f"\u2068{found[0]}\u2069", text)


def left_to_right(line: str) -> str:
    """A line of Markdown as it stands on a page that runs from right to left: isolated, or its full stop comes first.

    A line that mostly runs from right to left itself, and a plain number, stay as they are.
    """
    return line if _is_mirrored(line) or _NO_DIRECTION.fullmatch(line) else f"\u2066{line}\u2069"


def _is_mirrored(line: str) -> bool:
    if line.isascii():
        return False
    letters = [c for c in line if c.isalpha()]
    return sum(unicodedata.bidirectional(c) in ("R", "AL") for c in letters) * 2 > len(letters)


def escaped(text: str, *, in_html: bool = False) -> str:
    """A clean text in which no character is markup, a mention, an address or an emoji code.

    What decoding has made of it is cleaned once more, so that nothing depends on who wrote it. Within HTML there is no
    Markdown to be escaped.
    """

    def write(found: re.Match[str]) -> str:
        special = found[0]
        if special in _SIGNS:
            return _SIGNS[special]
        if special not in _MARKS:
            return f"<span>{special}</span>"
        return _IN_HTML.get(special, special) if in_html else f"\\{special}"

    shown = isolated(visible(text))
    return _SPECIAL.sub(write, shown if shown.isprintable() else _LINE_END.sub(" ", shown))


def not_a_block(line: str) -> str:
    """A line of Markdown that cannot start a list or a heading, nor be a rule or the line under a heading."""
    start = _STARTS_BLOCK.match(line)
    if start is None:
        return line
    return f"\\{line}" if start[1] else f"{start[2]}\\{line[start.start(3) :]}"


def url(address: str) -> str:
    """An address between the parentheses of a link, or in an attribute: nothing in it can end them."""
    quoted = _NO_URL.sub(lambda found: quote(found[0]), visible(address))
    return _ENTITY.sub("&amp;", quoted) if "&" in quoted else quoted


def quiet(text: str) -> str:
    """Markdown in which no @name, #number, GH-number or commit can ping a person or link a thread.

    For releases, issues and discussions, where GitHub turns them into references; links, code and formulas stay.
    """
    return _REFERENCE.sub(_guarded, text)


def _guarded(found: re.Match[str]) -> str:
    if found["commit"]:  # in parts that are too short for one
        rest = found[0][1:]
        parts = [found[0][0], *(rest[at : at + 6] for at in range(0, len(rest), 6))]
        return "".join(f"<span>{part}</span>" for part in parts[:-1]) + parts[-1]
    return f"<span>{found[0]}</span>" if found["mention"] else found[0]
