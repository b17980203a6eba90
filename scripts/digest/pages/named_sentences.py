"""The sentences of a summary, named by what they say: each where it stands in the abstract, or as lines. Pure.

One that serves as two fields has the names of both, so that none stands twice. data/ keeps the sentences that serve as
an extractive summary as text. They are looked up in the abstract again, by their letters alone, since white space is
not kept.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from digest.core.report import Entry, Summary
from digest.markdown.writer import plain
from digest.words.sentences import sentences

ROLES = ("one_sentence", "motivation", "method", "conclusion")
"""The fields of a summary that are sentences, in the order of the page; each has a label of that name."""
_TEX = re.compile(r"[\\${}]")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, kw_only=True)
class Part:
    """A stretch of an abstract, or a line of a summary."""

    roles: tuple[str, ...]
    """The fields of the summary that it is; of most of an abstract none."""
    text: str
    """As it stands in the abstract, TeX and line breaks included, or in the summary."""


@dataclass(frozen=True, kw_only=True)
class _Span:
    """Where a field stands, in letters of the abstract: its first, and the one behind its last."""

    start: int
    end: int
    roles: tuple[str, ...]


def lines(summary: Summary) -> tuple[Part, ...]:
    """The fields of a summary that are there, in their order; a text that is two of them once."""
    roles: dict[str, tuple[str, ...]] = {}
    for role, text in _texts(summary).items():
        roles[text] = (*roles.get(text, ()), role)
    return tuple(Part(roles=names, text=text) for text, names in roles.items())


def parts(entry: Entry) -> tuple[Part, ...]:
    """The abstract of a paper, all of it in its order, in the parts that are named and those between them.

    Nothing where a field stands nowhere in the abstract, where a model wrote the summary, or where there is none.
    """
    summary, abstract = entry.summary, entry.paper.abstract
    if summary.status != "extractive":
        return ()
    texts = _texts(summary)
    marks = [0, *accumulate(len(_letters(sentence)) for sentence in sentences(abstract))]
    spans = [span for span in _spans(_letters(abstract), marks, texts) if span]
    if len(spans) < len(texts):
        return ()
    made = _parts(abstract, _joined(spans))
    if _read_the_same(abstract, made):
        return made
    return _parts(abstract, _joined([_whole(abstract, span, marks) for span in spans]))


def _texts(summary: Summary) -> dict[str, str]:
    return {role: text for role in ROLES if (text := getattr(summary, role))}


def _spans(letters: str, marks: Sequence[int], texts: Mapping[str, str]) -> list[_Span | None]:
    """Where each field stands; `marks` are where sentences begin and end."""
    whole = {letters[start:end]: start for start, end in reversed(list(pairwise(marks)))}
    spans = list[_Span | None]()
    for role, text in texts.items():
        wanted = _letters(text)
        # An earlier version may have parted the abstract elsewhere.
        start = whole.get(wanted, letters.find(wanted))
        spans.append(_Span(start=start, end=start + len(wanted), roles=(role,)) if start >= 0 else None)
    return spans


def _whole(abstract: str, span: _Span, marks: Sequence[int]) -> _Span:
    """A span that no formula, group or style reaches out of: up to the next sentences' ends where one would."""
    before = [span.start, *(mark for mark in reversed(marks) if mark < span.start)]
    behind = [span.end, *(mark for mark in marks if mark > span.end)]
    start = next(mark for mark in before if _falls_apart(abstract, mark))
    end = next(mark for mark in behind if _falls_apart(abstract, mark))
    return _Span(start=start, end=end, roles=span.roles)


def _falls_apart(abstract: str, mark: int) -> bool:
    """Whether the abstract reads the same in two parts, as at its ends it does."""
    place = _place(abstract, mark)
    return _read_the_same(abstract, [Part(roles=(), text=abstract[:place]), Part(roles=(), text=abstract[place:])])


def _read_the_same(abstract: str, made: Sequence[Part]) -> bool:
    """Whether parts of an abstract read as the whole does; what has TeX in one part alone always does."""
    if sum(bool(_TEX.search(part.text)) for part in made) < 2:
        return True
    return _letters("".join(plain(part.text) for part in made)) == _letters(plain(abstract))


def _joined(spans: Sequence[_Span]) -> list[_Span]:
    """The spans in their order, those that have letters in common as one with the roles of both."""
    joined = list[_Span]()
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if joined and span.start < joined[-1].end:
            last = joined.pop()
            roles = tuple(role for role in ROLES if role in last.roles + span.roles)
            joined.append(_Span(start=last.start, end=max(last.end, span.end), roles=roles))
        else:
            joined.append(span)
    return joined


def _parts(abstract: str, spans: Sequence[_Span]) -> tuple[Part, ...]:
    made, at = list[Part](), 0
    for span in spans:
        start, end = _place(abstract, span.start), _place(abstract, span.end)
        made += [Part(roles=(), text=abstract[at:start]), Part(roles=span.roles, text=abstract[start:end])]
        at = end
    made.append(Part(roles=(), text=abstract[at:]))
    return tuple(part for part in made if part.text.strip())


def _place(abstract: str, mark: int) -> int:
    """The index in a text of that letter, white space not counted; of its end where it has no more."""
    for word in _WORD.finditer(abstract):
        length = word.end() - word.start()
        if mark < length:
            return word.start() + mark
        mark -= length
    return len(abstract)


def _letters(text: str) -> str:
    return "".join(text.split())
