"""What a text alone decides is made once in a process of tests, where each run of a fork would make it again.

A daily run reads each template and each file of labels once; a process of tests has very many such runs, nearly all of
them with the bundled files. What is kept is looked up by the whole text: a test's own file is read like any other.
"""

from functools import cache
from types import CodeType
from typing import Any

import yaml
from jinja2 import Environment, nodes

from digest.pages import templates

_compile = templates._Sandbox.compile
_compose = yaml.compose
_PYTHON: dict[tuple[str, str | None], CodeType] = {}


def keep() -> None:
    """Keep the code that Jinja makes of a page's template, and the nodes that PyYAML makes of a file."""
    templates._Sandbox.compile = _compiled  # type: ignore[method-assign, assignment]
    yaml.compose = cache(_compose)  # type: ignore[assignment]


def _compiled(
    environment: Environment, source: str | nodes.Template, name: str | None = None, filename: str | None = None
) -> Any:
    """The code of a template. Tracebacks name the file of this fork, whichever fork's was read first."""
    if isinstance(source, nodes.Template):
        return _compile(environment, source, name, filename)
    if (source, name) not in _PYTHON:
        _PYTHON[source, name] = _compile(environment, source, name, filename)
    return _of_file(_PYTHON[source, name], filename or "<template>")


def _of_file(code: CodeType, filename: str) -> CodeType:
    """The same code, and the functions in it, as that of another file."""
    inner = tuple(_of_file(each, filename) if isinstance(each, CodeType) else each for each in code.co_consts)
    return code.replace(co_filename=filename, co_consts=inner)
