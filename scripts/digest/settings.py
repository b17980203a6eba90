"""Everything that a run needs besides data/: read and checked before any request goes out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from digest.config.endpoints import Endpoints
from digest.config.file import NOWHERE, load_config
from digest.config.prompts import Prompt, load_prompt
from digest.config.schema import Config
from digest.console import actions
from digest.core.report import Reason
from digest.language_model import providers
from digest.language_model.pace import Pace, Server
from digest.pages.look import Look
from digest.pages.readme import read_readme, splice

if TYPE_CHECKING:
    from digest.language_model.caller import Caller

UNKNOWN_REPOSITORY = "OWNER/REPOSITORY"
_GITHUB = re.compile(r"(?<![\w.-])github\.com[:/]([\w.-]+/[\w.-]+?)(\.git)?/?$")


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
    """What the model's API is called with; empty where there is none. It is never printed or written."""
    zotero_key: str
    """What Zotero is asked with; empty where there is none, as for a public library. Never printed or written, too."""
    repository: str
    """ "owner/name" at GitHub, for the feed's links."""
    takes_issues: bool = True
    """Whether issues are switched on there."""
    server: Server | None = None
    """The local model's, once this run has started it (model_of_run.py)."""
    trouble: Reason | None = None
    """Why it could not be started."""

    @classmethod
    def load(cls, root: Path, config_path: Path | None, environment: Mapping[str, str]) -> "Settings":
        """Read config.yml, labels/, templates/, prompts/ and README.md's markers of a repository.

        Raises ConfigurationError with what is wrong in them, or in the environment.
        """
        config = load_config(config_path or root / "config.yml", environment)
        providers.addresses(config.llm.base_url)
        splice(read_readme(root), "")
        repository = repository_of(root, config, environment)
        look = Look.load(root, config.language, config.page, feedback_to(config, repository))
        return cls(
            root=root,
            config=config,
            look=look,
            summary_prompt=load_prompt(root / "prompts" / "summary.md"),
            triage_prompt=load_prompt(root / "prompts" / "triage.md"),
            endpoints=Endpoints.from_environment(environment),
            # A secret that was pasted with its line break would make every call fail.
            api_key="" if config.llm.provider == "local" else environment.get("OPENAI_API_KEY", "").strip(),
            zotero_key=environment.get("ZOTERO_KEY", "").strip(),
            repository=repository,
            takes_issues=actions.takes_issues(environment),
        )

    @property
    def is_local(self) -> bool:
        """Whether the model runs on this machine."""
        return self.config.llm.provider == "local"

    @property
    def has_model(self) -> bool:
        """Whether summaries are to be by a model: always by a local one, by an API where there is a key."""
        return self.is_local or bool(self.api_key)

    def without_model(self) -> "Settings":
        """The same, with sentences of the abstract for summaries."""
        llm = self.config.llm.model_copy(update={"provider": "api"})
        return replace(self, api_key="", config=self.config.model_copy(update={"llm": llm}))

    def with_local_model(self) -> "Settings":
        """The same with the model of `llm.local`, whatever the provider."""
        llm = self.config.llm.model_copy(update={"provider": "local", "base_url": NOWHERE})
        return replace(self, api_key="", config=self.config.model_copy(update={"llm": llm}))

    def caller(self) -> "Caller | None":
        """What a run calls the model through, from the first stage to the last; nothing where none is set up.

        Its time begins now. One of a local model that was not started refuses every question, with the reason.
        """
        if not self.has_model:
            return None
        from digest.language_model.caller import Caller

        llm = self.config.llm
        made = Caller(llm, self.api_key)
        if self.server:
            made.pace = Pace(seconds=60 * llm.local.minutes, at_once=llm.concurrency, server=self.server)
        elif self.is_local:  # whoever has not started it must not wait for answers
            made.refuse(self.trouble or "unreachable")
        return made


def repository_of(root: Path, config: Config, environment: Mapping[str, str]) -> str:
    """The name at GitHub, "owner/name": what config.yml, the environment or the clone says, in this order."""
    named = config.page.repository or environment.get("GITHUB_REPOSITORY", "").strip()
    return named or _origin(root) or UNKNOWN_REPOSITORY


def feedback_to(config: Config, repository: str) -> str:
    """The repository whose issues the links of pages lead to; none where feedback is off, or nobody knows it."""
    return repository if config.feedback and repository != UNKNOWN_REPOSITORY else ""


def _origin(root: Path) -> str | None:
    """The repository that a clone comes from, read from .git/config; nothing where it is not at GitHub."""
    try:
        config = (root / ".git" / "config").read_text("utf-8", "replace")
    except OSError:
        return None
    url = re.search(r'\[remote "origin"\][^\[]*?\burl\s*=\s*(\S+)', config)
    name = _GITHUB.search(url[1]) if url else None
    return name[1] if name else None
