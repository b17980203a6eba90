"""Why a paper has its score: which interests it matched, and through which of its words."""

import re

from digest.core.report import Part, Score
from digest.pages.report_view import in_words_of_the_day, key_of
from digest.reader import html
from digest.reader.html import Html, Marks
from digest.reader.words import Words

_SHORTEST = 2


def matched(score: Score) -> tuple[str, ...]:
    """The interests and followed authors that speak for a paper, in the forker's words."""
    lexical = score.lexical or score
    if lexical.by != "interests":
        return ()
    return tuple(dict.fromkeys(part.name for part in lexical.parts if part.points > 0 and part.kind == "wish"))


def matched_words(score: Score) -> Marks:
    """A pattern of the words by which interests matched; nothing where none did."""
    lexical = score.lexical or score
    parts = (part for part in lexical.parts if part.points > 0 and part.kind in ("wish", "liked_papers"))
    matched = {word.strip() for part in parts for word in part.because if len(word.strip()) >= _SHORTEST}
    if not matched:
        return None
    longest_first = sorted(matched, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def because(score: Score, words: Words) -> Html | None:
    """A score's parts: "relevance 40/50, novelty 15/25", or the interests that matched, through which words."""
    parts = []
    for part in score.parts:
        if score.by == "day" and part.kind == "criterion":
            parts.append(_of_the_day(part, words))
            continue
        key = key_of(part)
        name = words(key) if words.has(key) else html.literal(part.name)
        points = f"{part.points:+d}" if part.maximum is None else f"{part.points}/{part.maximum}"
        text = Html("{} <bdi>{}</bdi>").format(name, points)
        if part.because:
            matched = words.listed(Html("<mark>{}</mark>").format(html.literal(word)) for word in part.because)
            text = Html("{} ({})").format(text, words("because", words=matched))
        parts.append(text)
    if not parts and score.by == "interests":
        return words("unmatched")
    if score.by == "day":
        return words("colon").join(filter(None, (words("by_day"), words.listed(parts))))
    return words.listed(parts) if parts else None


def _of_the_day(part: Part, words: Words) -> Html:
    """By what a paper stands out among those of its day: "14 authors 26/35", "numbers in the abstract 8/15 (2x)"."""
    name, stands_on = in_words_of_the_day(part, words.labels)
    listed = words.listed(html.literal(word) for word in stands_on)
    text = Html("{} <bdi>{}/{}</bdi>").format(name, part.points, part.maximum)
    return Html("{} ({})").format(text, listed) if listed else text
