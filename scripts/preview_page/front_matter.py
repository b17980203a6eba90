"""The front matter of a page, as the table that GitHub puts on top of it."""

from html import escape

from digest.config.yaml_lines import YamlError, front_matter


def split_front_matter(markdown: str) -> tuple[str, str]:
    """Return the front matter as HTML ("" where there is none, or it is no YAML mapping) and the rest of the text."""
    if not markdown.startswith("---\n"):
        return "", markdown
    try:
        source, body = front_matter(markdown)
    except YamlError:  # GitHub shows the error; the reader of a preview sees the raw text
        return "", markdown
    return (_table(source.value), body) if source.value and isinstance(source.value, dict) else ("", markdown)


def _table(values: dict[str, object]) -> str:
    keys = "".join(f"<th>{escape(key)}</th>" for key in values)
    cells = "".join(f"<td>{_cell(value)}</td>" for value in values.values())
    return f"<table><thead><tr>{keys}</tr></thead><tbody><tr>{cells}</tr></tbody></table>\n"


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return _table(value)
    if isinstance(value, list):
        cells = "".join(f"<td>{_cell(item)}</td>" for item in value)
        return f"<table><tbody><tr>{cells}</tr></tbody></table>"
    return f"<div>{escape('' if value is None else str(value))}</div>"
