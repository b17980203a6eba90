"""What a person probably did where a text is no YAML, or is YAML that nobody means: said plainly, with its line."""

import re
from collections.abc import Iterator

import yaml

_NO_COLON = "could not find expected ':'"
_UNCLOSED = re.compile(r"expected ',' or '([}\]])', but got")
_OPENING = {"}": "{", "]": "["}
_EMPTY_LIST = re.compile(r"\s*([\w.]+):\s*\[\s*\]\s*(?:#.*)?")
_INDENTATION = "this line is not indented like those it belongs to, or has something after its closing quote"
_REMEDIES = {
    "alias": "a text that begins with * must be in quotes",
    "alphabetic or numeric": "a text that begins with * or & must be in quotes",
    "comment or a line break": "a text that begins with | or > must be in quotes",
    "another document": "a line of --- begins another document; delete it",
    "cannot start any token": "a text that begins with it must be in quotes",
    "mapping values are not allowed": "a text with `: ` in it must be in quotes",
    "sequence entries are not allowed": "each `- item` needs a line of its own",
}
"""What helps, by a part of what the YAML reader says."""
_NO_SPACE = {"\u00a0": "a no-break space (U+00A0)", "\u3000": "a full-width space (U+3000)"}
_BULLET = re.compile(r"\s*(--|[•·*–—－])")
_EQUALS = re.compile(r"\s*(\w+)\s*=")
_DASH_ALONE = re.compile(r"-[^\s\d.]")


def explained(error: yaml.MarkedYAMLError, text: str) -> tuple[str, int]:
    """What is wrong and what helps, and its line (from 1), of what the YAML reader says of a text."""
    problem = error.problem or str(error)
    first, second = error.problem_mark, error.context_mark
    # A key without its colon is missed where the next thing begins, lines below.
    mark = (second or first) if problem == _NO_COLON else (first or second)
    if mark is None:
        return problem, 1
    if (quote := _open_quote(error, text, mark.line)) is not None:
        return "the quote that opens in this line is not closed in it", quote + 1
    unclosed = _UNCLOSED.match(problem)
    if unclosed and first and second:  # of those, the second is where it opens
        return _unclosed(unclosed[1], text, second.line, first.line), _number(text, second.line)
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    return _of_line(problem, line, _above(text, mark.line)), _number(text, mark.line)


def of_plain_text(node: yaml.ScalarNode, text: str) -> tuple[str, int] | None:
    """What nobody means though YAML allows it, and its line: items of a list that are part of the text above them."""
    if node.style is not None:
        return None
    first, last = node.start_mark.line, node.end_mark.line
    if _DASH_ALONE.match(node.value):
        return "`- ` with a space begins an item; a text that begins with - must be in quotes", first + 1
    below = text.splitlines()[first + 1 : last + 1] if last > first else []
    for number, line in enumerate(below, start=first + 2):
        if line.lstrip().startswith("- "):
            return "this `- ` is read as part of the text above it; indent all items of a list alike", number
    return None


def _of_line(problem: str, line: str, above: str) -> str:
    if "\\t" in problem:
        return "a tab stands where YAML needs spaces; replace it with two spaces"
    if "<block end>" in problem:
        empty = _EMPTY_LIST.fullmatch(above)
        if empty:
            return f"a list stands here, but `{empty[1]}` has an empty one after its colon; delete that []"
        return _INDENTATION
    if problem == _NO_COLON:
        return _no_colon(line)
    return next((f"{problem}; {remedy}" for sign, remedy in _REMEDIES.items() if sign in problem), problem)


def _no_colon(line: str) -> str:
    for character, name in _NO_SPACE.items():
        if character in line:
            return f"{name} stands where YAML needs a space; replace it"
    if bullet := _BULLET.match(line):
        return f"an item of a list begins with `- `, not with `{bullet[1]}`"
    if equals := _EQUALS.match(line):
        return f"a key ends with `:` and a space, not with `=`: write `{equals[1]}: ...`"
    if "：" in line:
        return "a key ends with `:` and a space, not with the full-width `：`"
    return "a key ends with `:` and a space, as in `key: value`"


def _unclosed(closing: str, text: str, opens: int, missed: int) -> str:
    opening = _OPENING[closing]
    said = (
        f"the `{opening}` of this line is not closed with `{closing}`, or a comma is missing up to line "
        f"{_number(text, missed)}"
    )
    if "，" in text.splitlines()[opens]:
        said += "; a comma is `,` and a space, not the full-width `，`"
    return said


def _open_quote(error: yaml.MarkedYAMLError, text: str, missed: int) -> int | None:
    """The line (from 0) of a quote that goes on to the line where the reader gave up, or to the one above it."""
    if error.context == "while scanning a quoted scalar" and error.context_mark:
        return int(error.context_mark.line) if "end of stream" in str(error.problem) else None
    for token in _tokens(text):
        if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
            first, last = int(token.start_mark.line), int(token.end_mark.line)
            if first < last and missed - 1 <= last <= missed:
                return first
    return None


def _tokens(text: str) -> Iterator[yaml.Token]:
    """As many as can be read."""
    try:
        yield from yaml.scan(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return


def _number(text: str, line: int) -> int:
    """The number (from 1) of a line that is counted from 0, or of the last one that there is."""
    return min(line + 1, text.rstrip().count("\n") + 1)


def _above(text: str, line: int) -> str:
    """The last line above one (counted from 0) that says something."""
    above = reversed(text.splitlines()[:line])
    return next((each for each in above if each.strip() and not each.lstrip().startswith("#")), "")
