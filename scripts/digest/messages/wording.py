"""The texts of a message before they are escaped: what arXiv, a model or the forker wrote, as plain characters. Pure.

No service typesets formulas, so they become Unicode; and no text of a paper becomes a link, a mention or a command in
any of them. Escaping for one service's own marks is done in dialects.py.
"""

import re
import unicodedata

from digest.core.report import Entry, Score
from digest.markdown.escaping import clean
from digest.markdown.text import Markdown
from digest.markdown.writer import plain
from digest.pages.labels import Labels
from digest.pages.report_view import key_of
from digest.tex import math
from digest.tex.delimiters import dollar_pairs
from digest.tex.math_as_text import readable
from digest.words.openings import in_one_sentence

LONGEST_TITLE, LONGEST_SENTENCE, LONGEST_REASON, LONGEST_PHRASE = 300, 700, 300, 80
"""Characters; arXiv's own titles have 250 at most, and a message is no place for what goes on and on."""
WORD_JOINER = "\u2060"
"""A character that nobody sees and that no address, mention or emoji code has within it."""

_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode's categories of controls, formats, halves of characters, private and unassigned ones, and line separators."""
_JOINS = "\u200c\u200d"
"""Formats that letters of some scripts, and emoji, need."""
_LIVE = re.compile(
    r"(?<=:)(?=//)"  # an address
    r"|(?<=\])(?=[(\[:])"  # a link of Markdown
    r"|(?<=[@#＠＃])(?=[\w\[{])"  # a mention, a channel, a hashtag
    r"|(?<=<)(?=[^\s=\d])"  # a tag, or Feishu's, Slack's and Discord's mentions
    r"|(?<=\$)(?=[A-Za-z])"  # Telegram's stock symbols
    r"|(?<=(?<!\w)/)(?=[A-Za-z])"  # Telegram's commands
    r"|(?<=:)(?=[\w+-]+:)"  # an emoji code
    r"|(?<=[\w-])(?=[.。．｡][^\W\d_]{2})",  # the name of a host
)


def title(text: str) -> str:
    """A title, which may have TeX in it."""
    return shortened(visible(plain(text)), LONGEST_TITLE) or "arXiv"


def one_sentence(entry: Entry) -> str:
    """A summary in one sentence, or nothing: a model's is no TeX but for formulas, an abstract's is."""
    summary = entry.summary
    text = in_one_sentence(summary)
    if not text or summary.status == "pending":
        return ""
    written = _without_formulas if summary.status == "ok" else plain
    return shortened(visible(written(text)), LONGEST_SENTENCE)


def sentence(text: str) -> str:
    """A sentence that a model wrote of a week."""
    return shortened(visible(_without_formulas(text)), LONGEST_SENTENCE)


def phrase(text: str) -> str:
    """A phrase of titles: the name of a theme, or a term."""
    return shortened(visible(text), LONGEST_PHRASE)


def reason(score: Score, labels: Labels) -> str:
    """Why a paper has its score: "relevance 40/50, novelty 15/25", or the interests that matched; nothing for none."""
    if score.by == "day":
        return ""
    parts = []
    for part in score.parts:
        key = key_of(part)
        name = labels(key) if labels.has(key) else labels.foreign(Markdown(visible(_without_formulas(part.name))))
        points = f"{part.points:+d}" if part.maximum is None else f"{part.points}/{part.maximum}"
        text = f"{name} {labels.foreign(Markdown(points))}"
        if part.because:
            words = labels("list_separator").join(labels.foreign(Markdown(visible(word))) for word in part.because)
            text += f" ({labels('because', words=Markdown(words))})"
        parts.append(text)
    return shortened(labels("list_separator").join(parts), LONGEST_REASON)


def visible(text: str) -> str:
    """A text on one line, of characters that can be seen; right-to-left words are isolated from the others."""
    printable = (c for c in " ".join(text.split()) if c in _JOINS or unicodedata.category(c) not in _UNPRINTABLE)
    return clean("".join(printable))


def inert(text: str) -> str:
    """A text in which no service finds an address, a mention, a channel, a command or an emoji code.

    Between the characters that would make one stands a word joiner, so that the text looks as it did.
    """
    return _LIVE.sub(WORD_JOINER, text)


def shortened(text: str, longest: int) -> str:
    """A text of so many characters at most; what is cut ends with an ellipsis."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _without_formulas(text: str) -> str:
    """What a model or config.yml says, with the formulas in its dollars as text."""
    cleaned, at, parts = clean(text), 0, []
    for start, (width, end) in sorted(dollar_pairs(cleaned).items()):
        formula = cleaned[start + width : end]
        if math.for_github(formula) is not None:
            parts += [cleaned[at:start], readable(formula)]
            at = end + width
    return "".join([*parts, cleaned[at:]])
