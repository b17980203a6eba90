"""Where the site is, by its name at GitHub or by what was given."""

from urllib.parse import urlsplit

from digest.core.errors import ConfigurationError


def default(repository: str | None) -> str | None:
    """The address that GitHub gives the Pages of a repository; nothing where its name is not known.

    https://docs.github.com/en/pages/getting-started-with-github-pages/what-is-github-pages
    """
    if repository is None:
        return None
    owner, _, name = repository.partition("/")
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


def with_slash(url: str) -> str:
    """An address that was given. Raises ConfigurationError where it is none of the web."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ConfigurationError(f"--base-url {url}: write an address like https://owner.github.io/repository/.")
    return url if url.endswith("/") else f"{url}/"
