"""The expressions of a workflow, as far as ours use them: names, texts, operators, always() and so on, toJSON,
fromJSON, contains, hashFiles.

https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
"""

import json
import re
from collections.abc import Mapping
from typing import Any

_TOKEN = re.compile(r"\s*(?:('(?:[^']|'')*')|([A-Za-z_][\w.-]*)|(\(\)|&&|\|\||==|!=|[!(),]))")
_STATUS = ("always", "success", "failure", "cancelled")


def fill(text: object, context: Mapping[str, Any]) -> str:
    """A value of `env:` or `with:` with each ${{ ... }} replaced by what it stands for."""
    written = str(text).lower() if isinstance(text, bool) else str(text)
    return re.sub(
        r"\$\{\{(.*?)\}\}", lambda found: _text(_Expression(found[1], context, failed=False).value()), written
    )


def holds(condition: str | None, context: Mapping[str, Any], *, failed: bool) -> bool:
    """Whether a step with this `if:` runs; a condition without a status function wants all before to be well."""
    bare = re.sub(r"^\s*\$\{\{(.*)\}\}\s*$", r"\1", condition or "success()")
    if not any(re.search(rf"\b{name}\(\)", bare) for name in _STATUS):
        bare = f"success() && ({bare})"
    return bool(_Expression(bare, context, failed=failed).value())


class _Expression:
    """A parser that computes as it reads."""

    def __init__(self, text: str, context: Mapping[str, Any], *, failed: bool) -> None:
        self._context, self._failed, self._tokens, at = context, failed, list[str](), 0
        while at < len(text.rstrip()):
            found = _TOKEN.match(text, at)
            assert found, f"not understood: {text[at:]}"
            self._tokens.append(found[0].strip())
            at = found.end()

    def value(self) -> Any:
        result = self._either()
        assert not self._tokens, f"left over: {self._tokens}"
        return result

    def _next_is(self, *tokens: str) -> str | None:
        return self._tokens.pop(0) if self._tokens and self._tokens[0] in tokens else None

    def _either(self) -> Any:
        left = self._both()
        while self._next_is("||"):
            right = self._both()
            left = left or right
        return left

    def _both(self) -> Any:
        left = self._compared()
        while self._next_is("&&"):
            right = self._compared()
            left = left and right
        return left

    def _compared(self) -> Any:
        left = self._single()
        if sign := self._next_is("==", "!="):
            right = self._single()
            return (_text(left).lower() == _text(right).lower()) == (sign == "==")
        return left

    def _single(self) -> Any:
        if self._next_is("!"):
            return not self._single()
        if self._next_is("("):
            inner = self._either()
            assert self._next_is(")")
            return inner
        token = self._tokens.pop(0)
        if token.startswith("'"):
            return token[1:-1].replace("''", "'")
        if self._next_is("("):
            given = [self._either()]
            while self._next_is(","):
                given.append(self._either())
            assert self._next_is(")")
            return self._called(token, *given)
        if self._next_is("()"):
            return {"always": True, "cancelled": False, "success": not self._failed, "failure": self._failed}[token]
        value: Any = self._context
        for name in token.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
        return value

    def _called(self, name: str, first: Any, *more: Any) -> Any:
        """What a function gives."""
        if name == "toJSON":
            return json.dumps(first)
        if name == "fromJSON":
            return json.loads(_text(first))
        if name == "hashFiles":
            return str(first) if (self._context["workspace"] / first).is_file() else ""
        assert name == "contains", f"not understood: {name}"
        wanted = _text(more[0]).lower()
        return wanted in ([_text(one).lower() for one in first] if isinstance(first, list) else _text(first).lower())


def _text(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
