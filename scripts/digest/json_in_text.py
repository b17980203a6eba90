"""Finding the JSON in what a model says: between fences and prose, after its thoughts, cut off, or with TeX in it."""

import json
import re
from collections.abc import Iterator
from typing import Any

_LONGEST = 400_000
_MOST_STARTS = 2_000
_START = re.compile(r"[{\[]")
_ESCAPE = re.compile(r'\\(\\|["/bfnrt]|u[0-9a-fA-F]{4})|\\')
_DECODER = json.JSONDecoder(strict=False)
# Escapes that JSON knows and TeX begins commands with: "\frac" decodes to a form feed and "rac".
_TEX_AFTER = {
    "\b": ("b", r"(?=[a-z])"),
    "\f": ("f", r"(?=[a-z])"),
    "\t": ("t", r"(?=(?:ext|heta|imes|au|o|op|ilde|anh?|riangle|frac|extbf|extit)(?![a-z]))"),
    "\r": ("r", r"(?=(?:ho|ight|angle|m|ightarrow|oot)(?![a-z]))"),
    "\n": ("n", r"(?=(?:u|abla|eq|e|ot|i|orm|ewline|leq|geq)(?![a-z]))"),
}


def objects(text: str) -> list[Any]:
    """All JSON objects and arrays of a text that do not lie within one another, in order; nothing is raised.

    An object that was cut off gives the whole objects inside it.
    """
    thoughts = text.rfind("</think>")
    if thoughts >= 0:
        text = text[thoughts + len("</think>") :]
    # A backslash that begins no escape of JSON begins a command of TeX; valid JSON is left as it is.
    whole = _ESCAPE.sub(lambda match: match[0] if match[1] else "\\\\", text[:_LONGEST])
    return [tex_restored(value) for value in _decoded(whole)]


def _decoded(text: str) -> Iterator[Any]:
    position = 0
    for _ in range(_MOST_STARTS):
        start = _START.search(text, position)
        if start is None:
            return
        try:
            value, position = _DECODER.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            position = start.end()
        else:
            yield value


def tex_restored(value: Any) -> Any:
    """A JSON value whose texts have their TeX commands back where the model forgot to double a backslash."""
    if isinstance(value, str):
        for control, (letter, follows) in _TEX_AFTER.items():
            if control in value:
                value = re.sub(re.escape(control) + follows, lambda _, letter=letter: "\\" + letter, value)
        return value
    if isinstance(value, list):
        return [tex_restored(item) for item in value]
    if isinstance(value, dict):
        return {key: tex_restored(item) for key, item in value.items()}
    return value
