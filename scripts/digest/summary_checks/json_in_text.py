"""Finding the JSON in what a model says: between fences and prose, after its thoughts, cut off, or with TeX in it.

What is nearly JSON (trailing commas, single quotes, quotes within quotes) is a second reading, for complete answers.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

END_OF_THOUGHTS = "</think>"
"""What a reasoning model's answer follows."""
_LONGEST = 400_000
_MOST_STARTS = 2_000
_MOST_READ = 10 * _LONGEST
"""Characters that are decoded, those that are decoded again after a failure included: two or three times a text that
was cut off, and never the square of its length."""
_START = re.compile(r"[{\[]")
_ESCAPE = re.compile(r'\\(\\|["/bfnrt]|u[0-9a-fA-F]{4})|\\')
_BRACKET = re.compile(r"[\[\]{}]")
_LONGEST_REPAIRED = 100_000
_DEEPEST_REPAIRED = 20
_MOST_REPAIRED = 20_000_000
"""Characters times quotes, backslashes and parentheses, from each of which the reading may go to the end."""
_LEAST_KEPT = 0.95
"""Of the letters and digits of what is repaired; where more are lost, sentences are."""
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
    _, end_of_thoughts, answer = text.rpartition(END_OF_THOUGHTS)
    # A paper on reasoning may have the tag in its summary.
    return _values(answer) or (_values(text) if end_of_thoughts else [])


def _values(text: str) -> list[Any]:
    return list(_decoded(_escaped(text[:_LONGEST])))


def _escaped(text: str) -> str:
    """A backslash that begins no escape of JSON begins a command of TeX; valid JSON is left as it is."""
    return _ESCAPE.sub(lambda match: match[0] if match[1] else "\\\\", text)


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


def repaired(text: str) -> list[Any]:
    """The objects and arrays of what is nearly JSON; nothing of what was cut off, whose end would be made up.

    For answers in which `objects` finds nothing of use. Nothing is raised.
    """
    start, end = _START.search(text), max(text.rfind("}"), text.rfind("]")) + 1
    if start is None or end - start.start() > _LONGEST_REPAIRED or not _is_complete(text[start.start() : end]):
        return []
    span = _escaped(text[start.start() : end])
    if len(span) * sum(map(span.count, "\"'\\(")) > _MOST_REPAIRED:
        return []
    from json_repair import repair_json

    try:
        value = repair_json(span, return_objects=True, skip_json_loads=True)
    except (ValueError, RecursionError):
        return []
    if sum(map(str.isalnum, str(value))) < _LEAST_KEPT * sum(map(str.isalnum, span)):
        return []
    return [tex_restored(value)] if isinstance(value, (dict, list)) else []


def _is_complete(text: str) -> bool:
    """Whether all brackets of a text are closed, those of TeX included, and none lies too deep."""
    depth, closing = 0, []
    for match in _BRACKET.finditer(text):
        if match[0] in "[{":
            closing.append("]" if match[0] == "[" else "}")
            depth = max(depth, len(closing))
        elif not closing or closing.pop() != match[0]:
            return False
    return not closing and depth <= _DEEPEST_REPAIRED


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
