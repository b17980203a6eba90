"""Everything that a run needs besides data/: read and checked before any request goes out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from digest.config.endpoints import Endpoints
from digest.config.file import load_config
from digest.config.prompts import Prompt, load_prompt
from digest.config.schema import Config
from digest.core.errors import ConfigurationError
from digest.language_model import providers
from digest.pages import indexes
from digest.pages.report_page import Look

if TYPE_CHECKING:
    from digest.language_model.caller import Caller

UNKNOWN_REPOSITORY = "OWNER/REPOSITORY"
_GITHUB = re.compile(r"github\.com[:/]([\w.-]+/[\w.-]+?)(\.git)?/?$")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a run is made of."""

    root: Path
    """The repository that is read and written."""
    config: Config
    look: Look
    summary_prompt: Prompt
    triage_prompt: Prompt
    endpoints: Endpoints
    api_key: str
    """Empty where no model is set up. It is never printed or written."""
    repository: str
    """ "owner/name" at GitHub, for the feed's links."""

    @classmethod
    def load(cls, root: Path, config_path: Path | None, environment: Mapping[str, str]) -> "Settings":
        """Read config.yml, labels/, templates/, prompts/ and README.md's markers of a repository.

        Raises ConfigurationError with what is wrong in them, or in the environment.
        """
        config = load_config(config_path or root / "config.yml", environment)
        providers.addresses(config.llm.base_url)
        indexes.splice(read_readme(root), "")
        look = Look.load(root, config.language, config.page)
        return cls(
            root=root,
            config=config,
            look=look,
            summary_prompt=load_prompt(root / "prompts" / "summary.md"),
            triage_prompt=load_prompt(root / "prompts" / "triage.md"),
            endpoints=Endpoints.from_environment(environment),
            # A secret that was pasted with its line break would make every call fail.
            api_key=environment.get("OPENAI_API_KEY", "").strip(),
            repository=config.page.repository
            or environment.get("GITHUB_REPOSITORY", "").strip()
            or _origin(root)
            or UNKNOWN_REPOSITORY,
        )

    @property
    def has_model(self) -> bool:
        """Whether summaries are to be by a model."""
        return bool(self.api_key)

    def caller(self) -> "Caller | None":
        """What a run calls the model through, from the first stage to the last; nothing where none is set up."""
        if not self.has_model:
            return None
        from digest.language_model.caller import Caller

        return Caller(self.config.llm, self.api_key)


def read_readme(root: Path) -> str:
    """The text of README.md as it stands, line ends included. Raises ConfigurationError where it cannot be read."""
    path = root / "README.md"
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"{path} cannot be read ({error}). It must exist, in UTF-8, with the lines {indexes.START} and "
            f"{indexes.END}; the newest reports are written between them."
        ) from error


def _origin(root: Path) -> str | None:
    """The repository that a clone comes from, read from .git/config; nothing where it is not at GitHub."""
    try:
        config = (root / ".git" / "config").read_text("utf-8", "replace")
    except OSError:
        return None
    url = re.search(r'\[remote "origin"\][^\[]*?\burl\s*=\s*(\S+)', config)
    name = _GITHUB.search(url[1]) if url else None
    return name[1] if name else None
