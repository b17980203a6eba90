"""YAML as a person wrote it: every value as text, every key with its line, no surprises.

Plain YAML makes 2611.01230 a float, `no` a boolean and keeps the last of two equal keys in silence. Here scalars stay
text (pydantic turns them into numbers where a number is wanted) and a doubled key is an error.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from digest.config.yaml_mistakes import explained, of_plain_text
from digest.core.git_conflicts import IN_TEXT, conflict_line

Path = tuple[str | int, ...]
MOST_VALUES = 100_000
"""An alias (*name) stands for all that it names: nested ones would make a file of ten lines fill the memory."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A parsed YAML file: its values as text, lists and mappings, and the line of each path in it."""

    value: Any
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """The line (from 1) of a key or list item, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class YamlError(ValueError):
    """The text is not YAML, or says a thing twice; `line` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def read_yaml(text: str) -> Source:
    """Read one YAML document; an empty one gives an empty mapping. Raises YamlError."""
    if line := conflict_line(text):
        raise YamlError(IN_TEXT, line)
    lines: dict[Path, int] = {}
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        return Source(value={} if node is None else _value(node, text, (), lines), lines=lines)
    except RecursionError as error:
        raise YamlError("lists or mappings are nested too deeply", 1) from error
    except yaml.MarkedYAMLError as error:
        raise YamlError(*explained(error, text)) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlError(f"the character U+{ord(text[error.position]):04X} is not allowed in YAML", line) from error


def front_matter(text: str) -> tuple[Source, str]:
    """The keys between two lines of --- on top of a text, and the text below them. Raises YamlError.

    Where there are none, the keys are empty.
    """
    text, handler = text.strip(), YAMLHandler()
    if not handler.detect(text):
        return Source(value={}, lines={}), text
    try:
        keys, body = handler.split(text)
    except ValueError:  # the second line is missing
        return Source(value={}, lines={}), text
    return read_yaml(keys), str(body).strip()


def _value(node: yaml.Node, text: str, path: Path, lines: dict[Path, int]) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if len(lines) > MOST_VALUES:
        raise YamlError(
            "aliases (*name) make far too much of it; write out what they stand for", node.start_mark.line + 1
        )
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise YamlError("a key must be one text", line)
            key = str(key_node.value)
            if key in mapping:
                raise YamlError(f"`{key}` is set here and on line {lines[(*path, key)]}; keep one of them", line)
            lines[(*path, key)] = line
            mapping[key] = _value(value_node, text, (*path, key), lines)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, text, (*path, index), lines) for index, item in enumerate(node.value)]
    if node.tag == "tag:yaml.org,2002:null":
        return None
    if isinstance(node, yaml.ScalarNode) and (mistake := of_plain_text(node, text)):
        raise YamlError(*mistake)
    return node.value
