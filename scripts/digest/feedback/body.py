"""What an issue says of papers: by the form's two headings, as a list of ids, or as what the reader exports. Pure.

Whatever is in a body, only ids come out of it, each in the one form that arXiv gives it.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from digest.core import paper_ids
from digest.markdown.feedback_links import FEWER, MORE, TITLE

LONGEST = 65_536
"""Characters of a body at GitHub."""
MOST = 1_000
"""So many papers of one issue count; the rest of a longer list is not looked at."""
EXPORT = 1
"""The schema of what the reader on the web exports."""

_FENCE = re.compile(r"\s*(?:```|~~~)")
_LIST_MARK = re.compile(r"^\s*(?:(?:[-*+]|\d{1,3}[.)])\s+)?")
_BOX = re.compile(r"\[([ xX])\](?:\s+|$)")
_BETWEEN = re.compile(r"[\s,;]+")
_AROUND = "`'\"()[]<>."


@dataclass(frozen=True, kw_only=True)
class Said:
    """The papers that an issue wants more of, and fewer; in no report of ours, as far as is known here."""

    more: tuple[str, ...] = ()
    fewer: tuple[str, ...] = ()


def is_feedback(title: str, body: str) -> bool:
    """Whether an issue is feedback, whatever it says: by its title alone, where it is a list and nothing else."""
    lines = body[:LONGEST].splitlines()
    called_so = title.strip().casefold().startswith(TITLE.casefold())
    return (
        any(map(_field, map(_heading, lines)))
        or _exported(body) is not None
        or (called_so and all(map(_is_of_a_list, lines)))
    )


def read(body: str) -> Said:
    """What an issue that is feedback says. A paper that it wants both more and fewer of is in neither."""
    fields: dict[str, list[str]] = {MORE: [], FEWER: []}
    field = MORE  # what stands before any heading is a bare list
    for line in body[:LONGEST].splitlines():
        heading = _heading(line)
        if heading is not None:
            field = _field(heading)
        elif field:
            fields[field].append(line)
    more, fewer = (tuple(_once(_ids(fields[name]))) for name in (MORE, FEWER))
    both = frozenset(more) & frozenset(fewer)
    return Said(more=_without(more, both), fewer=_without(fewer, both))


def _heading(line: str) -> str | None:
    """The words of a heading; nothing where a line is none.

    No pattern: this is asked of each line of strangers' issues, and one that gives blanks back takes hours for them.
    """
    words = line.lstrip("#")
    if not 1 <= len(line) - len(words) <= 6 or not words[:1].isspace():
        return None
    return words.strip().rstrip("#").rstrip()


def _field(heading: str | None) -> str:
    """The field that a heading is of; nothing where it is of none."""
    names = [name for name in (MORE, FEWER) if heading and heading.casefold() == name.casefold()]
    return names[0] if names else ""


def _is_of_a_list(line: str) -> bool:
    """Whether a line has nothing in it, a box, or an id at its beginning."""
    box, rest = _parted(line)
    return bool(not rest.strip() or box or _FENCE.match(line) or any(_of_line(line)))


def _ids(lines: list[str]) -> Iterator[str]:
    exported = _exported("\n".join(lines))
    if exported is not None:
        yield from filter(None, map(_id, exported))
        return
    for line in lines:
        yield from _of_line(line)


def _of_line(line: str) -> Iterator[str]:
    """The ids that a line begins with; where it has a box, the one behind it if it is ticked.

    What follows them is a title, which anybody may have written.
    """
    box, rest = _parted(line)
    words = _BETWEEN.split(rest.strip())
    if box:
        words = words[:1] if box in "xX" else []
    for word in words:
        paper_id = _id(word)
        if not paper_id:
            return
        yield paper_id


def _parted(line: str) -> tuple[str, str]:
    """What is between the brackets of a line's box, or nothing, and what stands behind it or behind the list's mark."""
    rest = _LIST_MARK.sub("", line, count=1)
    box = _BOX.match(rest)
    return (box[1], rest[box.end() :]) if box else ("", rest)


def _id(word: str) -> str:
    """An id as arXiv has it, from one, from its address, or with a version; nothing where it is none."""
    stored = paper_ids.stored(word.strip(_AROUND))
    return paper_ids.without_class(stored) if paper_ids.FORM.fullmatch(stored) else ""


def _exported(text: str) -> list[str] | None:
    """The ids of what the reader exports, in a fence or not; nothing where the text is something else."""
    bare = "\n".join(line for line in text[:LONGEST].splitlines() if not _FENCE.match(line)).strip()
    if not bare.startswith("{"):
        return None
    try:
        record: Any = json.loads(bare)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or record.get("schema") != EXPORT or not isinstance(record.get("starred"), list):
        return None
    return [one for one in record["starred"] if isinstance(one, str)]


def _once(ids: Iterable[str]) -> Iterator[str]:
    """Each id once, in order, up to MOST."""
    seen = set[str]()
    for paper_id in ids:
        if paper_id not in seen and len(seen) < MOST:
            seen.add(paper_id)
            yield paper_id


def _without(ids: tuple[str, ...], some: frozenset[str]) -> tuple[str, ...]:
    return tuple(paper_id for paper_id in ids if paper_id not in some)
