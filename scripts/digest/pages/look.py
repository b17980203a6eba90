"""Everything but the data that decides how a page looks."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from digest.config.schema import Page
from digest.pages.labels import Labels, load_labels

if TYPE_CHECKING:
    from digest.pages.templates import Templates


@dataclass(frozen=True, kw_only=True)
class Look:
    """Labels, templates, and the `page` section of config.yml."""

    labels: Labels
    folder: Path
    """templates/ of the repository."""
    page: Page
    feedback_to: str = ""
    """ "owner/name" at GitHub, whose issues take taps on papers; empty where there are to be no links for them."""

    @classmethod
    def load(cls, root: Path, language: str, page: Page, feedback_to: str = "") -> "Look":
        """Read labels/ of a repository. Raises ConfigurationError where something is wrong with them."""
        labels = load_labels(root / "labels", language)
        return cls(labels=labels, folder=root / "templates", page=page, feedback_to=feedback_to)

    @cached_property
    def templates(self) -> "Templates":
        """The templates; each is read when it is first used."""
        from digest.pages.templates import Templates  # jinja2, and all of Markdown: most runs render nothing

        return Templates(self.folder)
