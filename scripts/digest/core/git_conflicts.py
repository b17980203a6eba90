"""A file that something has touched: what is wrong with it, and how its owner gets it back. Pure."""

_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>")
IN_TEXT = "git left a conflict here; keep one of its sides, and delete the lines of its marks"
"""What helps in a file that its owner writes."""


def has_conflict(text: str | bytes) -> bool:
    """Whether git left a conflict, or a part of one, in a text; no line of ours begins like its marks."""
    lines = (text.decode("utf-8", "replace") if isinstance(text, bytes) else text).splitlines()
    return any(line.startswith(_CONFLICT) for line in lines)


def conflict_line(text: str) -> int | None:
    """The first line (from 1) of a conflict in a text that may have lines of `=`, as Markdown puts below a heading."""
    marks = (f"{_CONFLICT[0]} ", f"{_CONFLICT[2]} ")
    return next((number for number, line in enumerate(text.splitlines(), 1) if line.startswith(marks)), None)


def what(text: str | bytes, error: Exception) -> str:
    """What is wrong with a text, of which the `error` came: a conflict is plainer than where its marks are no JSON."""
    if has_conflict(text):
        return "git left a conflict in it"
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'no text'}"


def remedy(name: str) -> str:
    """How to restore a file of that name. What a workflow checks out is broken in the newest commit, too."""
    return (
        f"Restore it from git (`git checkout HEAD -- {name}`), or, if the newest commit has it broken, from an older "
        f"one that `git log -- {name}` shows. See docs/troubleshooting.md."
    )
