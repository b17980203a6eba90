"""Counts week by week as an SVG: a row of bars each, readable at the width of a phone and in dark mode. Pure."""

from collections.abc import Mapping, Sequence
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from digest.core.spans import Span

CHARTS = "charts"
"""The folder of the pictures, within daily/ and within the reader's site."""
WIDTH = 360
"""Of a phone's page; the picture is as wide as its text is large."""
_LEFT, _RIGHT = 132, 40
_ROW = 30
_BARS = 22
_HEAD = 26
_GAP = 14
_LETTERS = 17
_STYLE = (
    "text{font:13px -apple-system,'Segoe UI',Helvetica,Arial,sans-serif;fill:#1f2328}"
    ".weeks{fill:#59636e;font-size:11px}.bar{fill:#0969da;opacity:.45}.now{opacity:1}"
    "@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.weeks{fill:#9198a1}.bar{fill:#4493f8}}"
)


def chart_path(span: Span) -> str:
    """The path of a period's chart within daily/."""
    return f"{CHARTS}/{span.name}.svg"


def chart(weeks: Sequence[str], groups: Sequence[tuple[str, Mapping[str, Sequence[int]]]], now: Sequence[bool]) -> str:
    """One picture of several titled groups of rows; each row is scaled to its own largest week.

    With one week there is nothing to compare it with but the other rows, so a group has one scale. `now` says of each
    week whether it is the period's. A title may be empty. Returns the text of the file.
    """
    parts: list[str] = []
    top = 0
    shown = [(title, rows) for title, rows in groups if rows]
    for place, (title, rows) in enumerate(shown):
        top += _GAP if place else 0
        parts.append(f'<text x="0" y="{top + 17}" font-weight="600">{_shown(title, 40)}</text>')
        top += _HEAD
        largest = max(map(max, rows.values()), default=1) if len(weeks) == 1 else 0
        for name, counts in rows.items():
            parts += _row(name, counts, top, now, largest)
            top += _ROW
    if len(weeks) > 1:
        left, right = _LEFT, WIDTH - _RIGHT
        parts.append(f'<text class="weeks" x="{left}" y="{top + 12}">{_shown(weeks[0], 12)}</text>')
        parts.append(f'<text class="weeks" x="{right}" y="{top + 12}" text-anchor="end">{_shown(weeks[-1], 12)}</text>')
        top += 18
    box = f'viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" height="{top}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img">\n<style>{_STYLE}</style>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _row(name: str, counts: Sequence[int], top: int, now: Sequence[bool], largest: int) -> list[str]:
    most = max([*counts, largest, 1])
    slot = (WIDTH - _LEFT - _RIGHT) / max(len(counts), 1)
    parts = [f'<text x="0" y="{top + 18}">{_shown(name, _LETTERS)}</text>']
    for place, count in enumerate(counts):
        height = max(round(count / most * _BARS), 1)
        left = round(_LEFT + place * slot, 1)
        kind = "bar now" if now[place] else "bar"
        parts.append(
            f'<rect class="{kind}" x="{left}" y="{top + 2 + _BARS - height}" width="{round(slot * 0.8, 1)}" '
            f'height="{height}"><title>{count}</title></rect>'
        )
    recent = sum(count for count, is_now in zip(counts, now, strict=True) if is_now)
    parts.append(f'<text x="{WIDTH}" y="{top + 18}" text-anchor="end">{recent}</text>')
    return parts


def _shown(text: str, most: int) -> str:
    """A text on one line, cut where it would run into the bars."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    wide = [1 + (east_asian_width(c) in "WF") for c in line]
    if sum(wide) <= most:
        return escape(line)
    room = [place for place in range(len(line)) if sum(wide[: place + 1]) < most]
    return escape(f"{line[: len(room)].rstrip()}…")
