"""git, as a process: never through a shell, never asking for a password, never in another language."""

import base64
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from digest.core.errors import PublicationRefused

BOT = ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com")
"""Name and address under which GitHub shows commits of a workflow."""
TIMEOUT = 300.0


class GitFailed(Exception):
    """A command that git did not carry out; the text is what git said."""


@dataclass(frozen=True, kw_only=True)
class Git:
    """The git repository at `root`."""

    root: Path
    environment: Mapping[str, str]
    """What git sees: PATH, HOME, the proxies; GITHUB_TOKEN as credentials."""

    def __call__(self, *arguments: str) -> str:
        """Run `git <arguments>` and return what it printed. Raises GitFailed with what it said."""
        name, address = BOT
        command = ["git", "-c", f"user.name={name}", "-c", f"user.email={address}", *arguments]
        try:
            done = subprocess.run(  # noqa: S603  (a list of arguments, none of them from outside)
                command,
                cwd=self.root,
                env={**self.environment, **_credentials(self.environment), "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"},
                capture_output=True,
                timeout=TIMEOUT,
                check=False,
            )
        except FileNotFoundError as error:
            raise PublicationRefused("git is not installed; install it and run again.") from error
        except subprocess.TimeoutExpired as error:
            raise GitFailed(f"`git {arguments[0]}` did not end within {TIMEOUT:.0f} s") from error
        # A file is shown as it is: neither the machine's locale nor what ends a line there has a say in it.
        printed, complained = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
        if done.returncode:
            raise GitFailed((complained or printed).strip() or f"`git {arguments[0]}` failed")
        return printed


def _credentials(environment: Mapping[str, str]) -> dict[str, str]:
    """GITHUB_TOKEN as a header for GitHub alone, handed to git by its environment: on no command line, in no file.

    https://git-scm.com/docs/git-config (GIT_CONFIG_COUNT); the header is the one that actions/checkout sets.
    """
    token = environment.get("GITHUB_TOKEN", "").strip()
    if not token:
        return {}
    server = (environment.get("GITHUB_SERVER_URL", "").strip() or "https://github.com").rstrip("/")
    basic = base64.b64encode(f"x-access-token:{token}".encode()).decode()
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"http.{server}/.extraheader",
        "GIT_CONFIG_VALUE_0": f"AUTHORIZATION: basic {basic}",
    }
