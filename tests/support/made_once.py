"""What a text alone decides is made once in a process of tests, where each run of a fork would make it again.

A daily run reads each template and each file of labels once; a process of tests has very many such runs, nearly all of
them with the bundled files. What is kept is looked up by the whole text: a test's own file is read like any other.
"""

import importlib
import re
import sys
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

import yaml
from jinja2 import Environment, nodes

_compile = Environment.compile
_compose = yaml.compose
_PYTHON: dict[tuple[str, str | None, str], CodeType] = {}


def keep() -> None:
    """Keep the code that Jinja makes of a template, and the nodes that PyYAML makes of a file."""
    Environment.compile = _compiled  # type: ignore[method-assign, assignment]
    yaml.compose = cache(_compose)  # type: ignore[assignment]


def begin(checkout: Path) -> None:
    """Keep it, and make it of the files of a checkout, for processes that are forked from this one.

    Of the checkout's modules, which those processes take from where their script lies, what stays is the regular
    expressions that Python has compiled for them, and the packages that they import.
    """
    keep()
    re._MAXCACHE = 10_000  # type: ignore[attr-defined]  # Python keeps 512
    scripts = checkout / "scripts"
    sys.path.insert(0, str(scripts))
    for file in (*scripts.glob("*.py"), *(scripts / "digest").rglob("*.py")):
        importlib.import_module(".".join(file.relative_to(scripts).with_suffix("").parts))
    templates = importlib.import_module("digest.pages.templates").Templates(checkout / "templates")
    for name in templates._environment.list_templates():
        templates._environment.get_template(name)
    for file in (checkout / "labels").glob("*.yml"):
        importlib.import_module("digest.config.yaml_lines").read_yaml(file.read_text("utf-8"))
    sys.path.remove(str(scripts))
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", "")).startswith(str(scripts)):
            del sys.modules[name]


def _compiled(
    environment: Environment, source: str | nodes.Template, name: str | None = None, filename: str | None = None
) -> Any:
    """The code of a template. Tracebacks name the file of this fork, whichever fork's was read first."""
    if isinstance(source, nodes.Template):
        return _compile(environment, source, name, filename)
    key = (source, name, type(environment).__name__)
    if key not in _PYTHON:
        _PYTHON[key] = _compile(environment, source, name, filename)
    return _of_file(_PYTHON[key], filename or "<template>")


def _of_file(code: CodeType, filename: str) -> CodeType:
    """The same code, and the functions in it, as that of another file."""
    inner = tuple(_of_file(each, filename) if isinstance(each, CodeType) else each for each in code.co_consts)
    return code.replace(co_filename=filename, co_consts=inner)
