"""Where arXiv and the other servers are, and how often arXiv may be asked."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import HttpUrl, TypeAdapter, ValidationError

from digest.core.errors import ConfigurationError

DELAY_SECONDS = 3.0
"""Between two requests, over all hosts (https://info.arxiv.org/help/api/tou.html)."""
_ADDRESS = TypeAdapter(HttpUrl)
_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, kw_only=True)
class Endpoints:
    """Where arXiv is, and what else is asked."""

    api_url: str = "https://export.arxiv.org/api/query"
    rss_url: str = "https://rss.arxiv.org/rss"
    oai_url: str = "https://oaipmh.arxiv.org/oai"
    papers_url: str = "https://huggingface.co/api/daily_papers"
    """Hugging Face's daily papers, asked where `signals.huggingface` is on."""
    zotero_url: str = "https://api.zotero.org"
    """Asked where `library.zotero` names a library."""
    delay_seconds: float = DELAY_SECONDS
    """Between two requests, over all hosts."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Endpoints":
        """Read ARXIV_{API,RSS,OAI}_URL, HF_PAPERS_URL, ZOTERO_API_URL and ARXIV_DELAY_SECONDS; an empty one is unset.

        A delay below arXiv's three seconds is kept for servers on this machine only. Raises ConfigurationError where
        the delay is no number, or an address none of a server, or where Zotero's key would be sent unencrypted.
        """
        api_url = environment.get("ARXIV_API_URL", "").strip() or cls.api_url
        rss_url = (environment.get("ARXIV_RSS_URL", "").strip() or cls.rss_url).rstrip("/")
        oai_url = environment.get("ARXIV_OAI_URL", "").strip() or cls.oai_url
        papers_url = environment.get("HF_PAPERS_URL", "").strip() or cls.papers_url
        zotero_url = (environment.get("ZOTERO_API_URL", "").strip() or cls.zotero_url).rstrip("/")
        delay = environment.get("ARXIV_DELAY_SECONDS", "").strip()
        try:
            seconds = float(delay or DELAY_SECONDS)
        except ValueError:
            seconds = math.nan
        if not 0 <= seconds < math.inf:
            raise ConfigurationError(f'ARXIV_DELAY_SECONDS is "{delay}"; give a number of seconds, or leave it unset.')
        addresses = {
            "ARXIV_API_URL": api_url,
            "ARXIV_RSS_URL": rss_url,
            "ARXIV_OAI_URL": oai_url,
            "HF_PAPERS_URL": papers_url,
            "ZOTERO_API_URL": zotero_url,
        }
        for name, url in addresses.items():
            if not _is_address(url):
                written = url.rpartition("@")[2]  # what stands before may be a password
                raise ConfigurationError(f'{name} is "{written}"; give an address with https://, or leave it unset.')
        zotero = urlsplit(zotero_url)
        if zotero.scheme != "https" and zotero.hostname not in _THIS_MACHINE:
            raise ConfigurationError("ZOTERO_API_URL is http://: the key would be sent unencrypted. Write https://.")
        asked = (api_url, rss_url, *([oai_url] if oai_url != cls.oai_url else []))
        if not {urlsplit(url).hostname for url in asked} <= _THIS_MACHINE:
            seconds = max(seconds, DELAY_SECONDS)
        return cls(
            api_url=api_url,
            rss_url=rss_url,
            oai_url=oai_url,
            papers_url=papers_url,
            zotero_url=zotero_url,
            delay_seconds=seconds,
        )


def _is_address(url: str) -> bool:
    try:
        _ADDRESS.validate_python(url)
    except ValidationError:
        return False
    return True
