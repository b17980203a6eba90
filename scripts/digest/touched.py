"""A file in data/ that something has touched: what is wrong with it, and how its owner gets it back. Pure."""

_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>")


def has_conflict(text: str | bytes) -> bool:
    """Whether git left a conflict in a text; no line of ours begins like its marks."""
    lines = (text.decode("utf-8", "replace") if isinstance(text, bytes) else text).splitlines()
    return any(line.startswith(_CONFLICT) for line in lines)


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
