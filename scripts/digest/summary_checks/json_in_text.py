"""Finding the JSON in what a model says: between fences and prose, after its thoughts, cut off, or with TeX in it."""

import json
import re
from collections.abc import Iterator
from typing import Any

_LONGEST = 400_000
_MOST_STARTS = 2_000
_MOST_READ = 10 * _LONGEST
"""Characters that are decoded, those that are decoded again after a failure included: two or three times a text that
was cut off, and never the square of its length."""
_START = re.compile(r"[{\[]")
_ESCAPE = re.compile(r'\\(\\|["/bfnrt]|u[0-9a-fA-F]{4})|\\')
_DECODER = json.JSONDecoder(strict=False)
# Escapes that JSON knows and TeX begins commands with: "\frac" decodes to a form feed and "rac".
_TEX_AFTER = {
    "\b": (re.compile("\b(?=[a-z])"), "b"),
    "\f": (re.compile("\f(?=[a-z])"), "f"),
    "\t": (re.compile("\t(?=(?:ext|heta|imes|au|o|op|ilde|anh?|riangle|extbf|extit)(?![a-z]))"), "t"),
    "\r": (re.compile("\r(?=(?:ho|ight|angle|m|ightarrow)(?![a-z]))"), "r"),
    "\n": (re.compile("\n(?=(?:u|abla|eq|e|ot|leq|geq)(?![a-z]))"), "n"),
}


def objects(text: str) -> list[Any]:
    """All JSON objects and arrays of a text that do not lie within one another, in order; nothing is raised.

    An object that was cut off gives the whole objects inside it.
    """
    _, end_of_thoughts, answer = text.rpartition("</think>")
    # A paper on reasoning may have the tag in its summary.
    return _values(answer) or (_values(text) if end_of_thoughts else [])


def _values(text: str) -> list[Any]:
    # A backslash that begins no escape of JSON begins a command of TeX; valid JSON is left as it is.
    whole = _ESCAPE.sub(lambda match: match[0] if match[1] else "\\\\", text[:_LONGEST])
    return list(_decoded(whole))


def _decoded(text: str) -> Iterator[Any]:
    position = read = 0
    for _ in range(_MOST_STARTS):
        start = _START.search(text, position)
        if start is None or read > _MOST_READ:
            return
        try:
            value, position = _DECODER.raw_decode(text, start.start())
            value = tex_restored(value)
        except json.JSONDecodeError as error:
            position = start.end()
            # A string without an end was read to the end of the text, though the error names its beginning.
            end = len(text) if error.msg.startswith("Unterminated string") else error.pos
            read += end - start.start()
        except (ValueError, RecursionError):  # a number of thousands of digits, or what is nested too deep
            position = start.end()
            read += len(text) - start.start()
        else:
            yield value


def tex_restored(value: Any) -> Any:
    """A JSON value whose texts have their TeX commands back where the model forgot to double a backslash."""
    if isinstance(value, str):
        for control, (command, letter) in _TEX_AFTER.items():
            if control in value:
                value = command.sub("\\\\" + letter, value)
        return value
    if isinstance(value, list):
        return [tex_restored(item) for item in value]
    if isinstance(value, dict):
        return {key: tex_restored(item) for key, item in value.items()}
    return value
