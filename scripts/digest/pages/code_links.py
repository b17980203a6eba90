"""Where a paper's code is: the addresses in its abstract and comment that lead to code or to a project's page."""

import re
from urllib.parse import urlsplit

from digest.core.characters import visible
from digest.tex.addresses import trimmed

_URL = re.compile(
    r"(?:https?://|(?<![\w/.@-])(?:www\.)?(?:(?:github|gitlab)\.com/|huggingface\.co/|[\w-]+\.github\.io\b))"
    r"(?:(?!\]\()[^\s<>\"{}|^`\x00-\x1f])*",
    re.IGNORECASE,
)
"""An address, of the best known hosts also without its scheme; the text of a Markdown link ends it."""
_SIGNS = ("//", "github", "gitlab", "huggingface")
"""A text with none of these has no such address, which is told much faster than by the pattern."""
_CODE = ("github.com", "gitlab.com", "huggingface.co", "bitbucket.org", "codeberg.org", "gitee.com", "zenodo.org")
_LONGEST = 300
"""Characters of an address."""
_PROJECT = (".github.io", ".gitlab.io", ".netlify.app", ".vercel.app")


def code_links(abstract: str, comment: str | None) -> tuple[tuple[str, str], ...]:
    """The links of a paper, each once: ("code", url) or ("project", url), safe to stand in a Markdown link."""
    kinds: dict[str, str] = {}
    text = visible(f"{abstract}\n{comment or ''}").replace("\\_", "_").replace("\\%", "%")
    lower = text.lower()
    if not any(sign in lower for sign in _SIGNS):
        return ()
    for match in _URL.finditer(text):
        url = trimmed(match[0].split("\\")[0])
        if not url.lower().startswith(("http://", "https://")):
            url = f"https://{url}"
        if len(url) <= _LONGEST and (kind := _kind(url)):
            kinds.setdefault(_without_brackets(url), kind)
    return tuple((kind, url) for url, kind in kinds.items())


def _kind(url: str) -> str | None:
    """What an address leads to; nothing where it is neither code nor a project's page, or the host's own front page."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    # At github.io the name of the site says whose it is, so its front page is a page of somebody's.
    if not parts.path.strip("/") and not host.endswith(".github.io"):
        return None
    if host in _CODE:
        return "code"
    return "project" if host.endswith(_PROJECT) else None


def _without_brackets(url: str) -> str:
    """An address that no bracket in it can end."""
    for bracket, quoted in (("(", "%28"), (")", "%29"), ("[", "%5B"), ("]", "%5D")):
        url = url.replace(bracket, quoted)
    return url
