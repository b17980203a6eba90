"""templates/reader/: how the site looks. Whatever a template prints is escaped for HTML, unless it is HTML already."""

from pathlib import Path

from digest.pages.templates import Templates


class PageTemplates(Templates):
    """The reader's templates of one repository, in the sandbox of all templates."""

    def __init__(self, root: Path) -> None:
        """Take the repository; each template is read when it is first used."""
        super().__init__(root / "templates")
        environment = self._environment.overlay(autoescape=True, finalize=_there)
        # The filters of the Markdown pages would write Markdown into HTML.
        environment.filters = {name: made for name, made in environment.filters.items() if name in _PLAIN_FILTERS}
        self._environment = environment


_PLAIN_FILTERS = frozenset({"batch", "default", "first", "join", "last", "length", "list", "max", "min", "map", "sort"})


def _there(value: object) -> object:
    """What a template prints; nothing is a mistake in it."""
    if value is None:
        raise TypeError("a template prints a value that is not there")
    return value
