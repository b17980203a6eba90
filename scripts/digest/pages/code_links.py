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
_CODE = ("github.com", "gitlab.com", "huggingface.co", "bitbucket.org", "codeberg.org", "gitee.com", "zenodo.org")
_PROJECT = (".github.io", ".gitlab.io", ".netlify.app", ".vercel.app")


def code_links(abstract: str, comment: str | None) -> tuple[tuple[str, str], ...]:
    """The links of a paper, each once: ("code", url) or ("project", url), safe to stand in a Markdown link."""
    found: dict[str, str] = {}
    for match in _URL.finditer(visible(f"{abstract}\n{comment or ''}").replace("\\_", "_").replace("\\%", "%")):
        url = trimmed(match[0].split("\\")[0])
        url = url if url.lower().startswith(("http://", "https://")) else f"https://{url}"
        try:
            host = (urlsplit(url).hostname or "").removeprefix("www.")
        except ValueError:
            continue
        kind = "code" if host in _CODE else "project" if host.endswith(_PROJECT) else None
        if kind and len(url) <= 300 and urlsplit(url).path.strip("/") + host.removesuffix(".github.io") != host:
            found.setdefault(url.replace("(", "%28").replace(")", "%29").replace("[", "%5B").replace("]", "%5D"), kind)
    return tuple((kind, url) for url, kind in found.items())
