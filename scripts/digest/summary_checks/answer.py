"""What a model's answer says of each paper, as plain text; whether it is to be believed is checked elsewhere."""

import re
import unicodedata
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from digest.core import paper_ids
from digest.summary_checks.json_in_text import END_OF_THOUGHTS, objects, repaired

TEXTS = ("one_sentence", "motivation", "method", "conclusion")
"""The fields of an answer that are sentences."""
_FIELDS = {"id", "title", "keywords", "scores", "score", *TEXTS}
"""All fields of an item that a prompt asks for."""
_LONGEST = 10_000
"""Characters of an item's texts together: more than twice what the checks allow, and soon checked."""


class Malformed(Exception):
    """An answer is not of the form that was asked for; the message names what is wrong."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What the model says of one paper."""

    title: str
    """The first words of the paper's title, to tell that the answer is about this paper; empty where not given."""
    texts: dict[str, str]
    """By the names of TEXTS."""
    keywords: tuple[str, ...]
    points: dict[str, int]
    """By the names of the rubric."""


def items(text: str, key: str) -> list[dict[str, Any]]:
    """The items of `{"papers": [...]}` in a text that have `key`; also bare, listed or cut off behind.

    Where there is none, a complete answer that is nearly JSON is read as what was meant. An item of it that has a field
    nobody asked for is left out: a sentence with quotes in it may have been taken for fields.
    """
    answer = text.rpartition(END_OF_THOUGHTS)[2]
    if having := _items(objects(answer), key):
        return having
    if having := [item for item in _items(repaired(answer), key) if item.keys() <= _FIELDS]:
        return having
    return _items(objects(text), key)


def _items(values: Sequence[Any], key: str) -> list[dict[str, Any]]:
    having: list[dict[str, Any]] = []
    queue = deque(values)
    while queue:
        value = queue.popleft()
        if isinstance(value, list):
            queue.extendleft(reversed(value))
        elif isinstance(value, dict):
            if key in value:
                having.append(value)
            elif "papers" in value:
                queue.appendleft(value["papers"])
    return having


def by_id(answered: Sequence[dict[str, Any]], ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The items of an answer by the paper's id; unknown ids are ignored, and an id that stands there twice is left out.

    A single paper's answer needs no id, yet must not bear a wrong one.
    """
    if len(ids) == 1 and len(answered) == 1 and not answered[0].get("id"):
        return {ids[0]: answered[0]}
    names = [paper_ids.stored(str(item.get("id"))) for item in answered]
    count = Counter(names)
    return {name: item for name, item in zip(names, answered, strict=True) if name in ids and count[name] == 1}


def draft(item: dict[str, Any], rubric: Sequence[str]) -> Draft:
    """Read one item. Raises Malformed with what is missing or of a wrong type, or where its texts are far too long."""
    texts = {}
    for name in TEXTS:
        if not isinstance(item.get(name), str):
            raise Malformed(f"{name} is missing or not a text")
        texts[name] = plain(item[name])
    keywords = item.get("keywords")
    if isinstance(keywords, str):
        keywords = re.split(r"[,，、;；\n]", keywords)
    if not isinstance(keywords, list) or not all(isinstance(word, str) for word in keywords):
        raise Malformed("keywords is missing or not a list of texts")
    scores = item.get("scores")
    if not isinstance(scores, dict):
        raise Malformed("scores is missing or not an object")
    title = item.get("title")
    title = plain(title) if isinstance(title, str) else ""
    if (length := sum(map(len, (title, *texts.values(), *keywords)))) > _LONGEST:
        raise Malformed(f"the texts have {length} characters together, which is far too long; be brief")
    return Draft(
        title=title,
        texts=texts,
        keywords=tuple(word for raw in keywords if (word := plain(raw).strip(" #.。,，"))),
        points={name: whole_number(scores.get(name), f"scores.{name}") for name in rubric},
    )


def sentences(item: dict[str, Any]) -> list[str]:
    """The fields of an item that are sentences, as far as they are there."""
    return [plain(item[name]) for name in TEXTS if isinstance(item.get(name), str)]


def whole_number(value: Any, name: str) -> int:
    """Read a whole number, also one that came as "40", "40/50" or 40.0. Raises Malformed."""
    if isinstance(value, str) and (match := re.fullmatch(r"\s*(\d{1,4})(?:\.0+)?\s*(?:/\s*\d+\s*)?", value)):
        return int(match[1])
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value // 1 or abs(value) > 10_000:
        raise Malformed(f"{name} is missing or not a whole number")
    return int(value)


def plain(text: str) -> str:
    """A model's text as one line of plain characters: without control, bidi, private and invisible ones."""
    if text.isprintable():
        return " ".join(text.split())
    # A lone surrogate could not be written to a file.
    text = text.encode("utf-8", "replace").decode("utf-8")
    kept = "".join(" " if character.isspace() else character for character in text)
    kept = "".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cn", "Cs"))
    return " ".join(kept.split())
