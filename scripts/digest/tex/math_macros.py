"""The macros of mathematics: what GitHub's MathJax knows, what it wants instead, and what they look like as text."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_TABLES: Mapping[str, Any] = json.loads(Path(__file__).with_name("tex_math.json").read_text("utf-8"))

LONGEST = 2000
"""Characters of a formula; longer ones are no formulas but a dollar gone astray."""

SYMBOLS: Mapping[str, str] = _TABLES["symbols"]
"""Macros that are a character."""

ACCENTED: frozenset[str] = frozenset(_TABLES["accented"])
"""Macros that take the next letter, or a group, as their argument."""

KNOWN: frozenset[str] = ACCENTED | frozenset(_TABLES["known"]) | SYMBOLS.keys()
"""Everything that MathJax typesets without an error."""

EXPANDED: Mapping[str, str] = _TABLES["expanded"]
"""Macros that authors define for themselves, all in the same way, and what they write in full."""

AROUND: Mapping[str, tuple[str, str]] = {name: (before, after) for name, (before, after) in _TABLES["around"].items()}
"""Macros with an argument that authors define for themselves, all in the same way, and what stands around it."""

RENAMED: Mapping[str, str] = _TABLES["renamed"]
"""What GitHub refuses, or MathJax does not have, and what stands for it."""

DROPPED: frozenset[str] = frozenset(_TABLES["dropped"])
"""Macros that change nothing a reader sees."""

FUNCTIONS: frozenset[str] = frozenset(_TABLES["functions"])
"""Macros whose name is what they show."""

BLACKBOARD: Mapping[str, str] = _TABLES["blackboard"]
SUPERSCRIPTS: Mapping[str, str] = _TABLES["superscripts"]
SUBSCRIPTS: Mapping[str, str] = _TABLES["subscripts"]

COMBINING: Mapping[str, str] = _TABLES["combining"]
"""Accents over a letter, as characters that combine with it."""

WITHOUT_ARGUMENT: frozenset[str] = frozenset(_TABLES["without_argument"])
"""Macros whose argument is no part of what is read."""

TOKEN = re.compile(r"\\[a-zA-Z]+\*?|\\.|[{}^_'&]|\s+|.", re.DOTALL)
"""A macro, a space, or a character."""
