"""The services of NOTIFY_URLS, as `apprise` knows them. Only this module and delivery.py import it.

What apprise logs may hold the secrets of a URL (a Feishu token that is malformed, the address that was asked). So its
logger has no way out: what it says is only looked through for codes, by delivery.py.
"""

import json
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import urllib3
from apprise import Apprise, AppriseAsset, NotifyBase, NotifyFormat, PersistentStoreMode
from apprise.manager_plugins import NotificationManager

from digest.messages import dialects
from digest.messages.dialects import Dialect
from digest.messages.urls import Line, meant

CONNECT_SECONDS, READ_SECONDS = 10.0, 20.0
"""Where a URL has no `cto` and `rto` of its own; apprise's four seconds are short for mail and for a busy day."""
BYTES = {"wecombot": 2_048, "feishu": 19_000, "lark": 19_000, "dingtalk": 19_000, "ntfys": 3_000, "ntfy": 3_000}
"""Limits that count the bytes of a text, where apprise counts its characters or knows a larger one."""

_OWN_DIALECTS = {
    "NotifyTelegram": dialects.TELEGRAM,
    "NotifySlack": dialects.SLACK,
    "NotifyDiscord": dialects.DISCORD,
    "NotifyMattermost": dialects.COMMONMARK,  # which it takes every text for
}
_FORMAT = re.compile(r"(?<=[?&])format=[^&]*&?", re.IGNORECASE)
_LIMIT = re.compile(r"[?&]([cr]to)=", re.IGNORECASE)

LOGGER = logging.getLogger("apprise")
LOGGER.setLevel(logging.DEBUG)
urllib3.disable_warnings()  # they name the host, which is the owner's own business
for _logger in (LOGGER, logging.getLogger("urllib3")):  # a thread that is given up may go on logging
    _logger.handlers, _logger.propagate = [logging.NullHandler()], False


def asset(repository: str) -> AppriseAsset:
    """How apprise behaves: it shows no pictures of its own, follows no redirect, and keeps nothing on disk."""
    return AppriseAsset(
        app_id="arXiv",
        app_desc="arXiv papers of the day",
        app_url=f"https://github.com/{repository}",
        image_url_mask="",
        async_mode=False,
        http_redirects=False,
        pgp_autogen=False,
        pem_autogen=False,
        storage_mode=PersistentStoreMode.MEMORY,
        secure_logging=True,
    )


@dataclass(frozen=True, kw_only=True)
class Service:
    """One service that is sent to."""

    key: str
    """ "mailtos 3fa1": its kind and the first digits of a hash of its URL."""
    kind: str
    line: int
    """Of NOTIFY_URLS."""
    plugin: Any = field(repr=False)
    """Apprise's object (a NotifyBase, whose methods are typed in part only)."""

    @property
    def dialect(self) -> Dialect | None:
        """How it marks text up; nothing where it takes the HTML of a mail."""
        if own := _OWN_DIALECTS.get(type(self.plugin).__name__):
            return own
        usual = self.plugin.resolve_format()
        if usual == NotifyFormat.HTML:
            return None
        return dialects.COMMONMARK if usual == NotifyFormat.MARKDOWN else dialects.PLAIN

    @property
    def has_title(self) -> bool:
        """Whether the subject goes into a field of its own."""
        return self.plugin.title_maxlen > 0 and self.dialect in (None, dialects.PLAIN, dialects.SLACK)

    @property
    def limit(self) -> int:
        """The longest body that it takes, as `size` measures it; 0 for no limit that a message comes near."""
        if self.dialect is None:  # of mail itself, apprise only has the number that is there for all services
            return 0 if self.plugin.body_maxlen == NotifyBase.body_maxlen else int(self.plugin.body_maxlen)
        title = min(self.plugin.title_maxlen, 300) if self.has_title and self.plugin.overflow_amalgamate_title else 0
        return int(min(self.plugin.body_maxlen, BYTES.get(self.kind, self.plugin.body_maxlen))) - title

    def size(self, text: str) -> int:
        """How long a text is to it."""
        if self.kind in ("ntfy", "ntfys"):  # apprise makes a file of what is longer than 8,000 as JSON
            return max(len(text.encode()), len(json.dumps(text)) // 2)
        if self.kind in BYTES:
            return len(text.encode())
        return len(text.encode("utf-16-le")) // 2  # Telegram and Discord count an emoji twice


@dataclass(frozen=True, kw_only=True)
class Unusable:
    """A line of NOTIFY_URLS that is no URL of a service."""

    line: int
    says: str


def load(lines: Sequence[Line], repository: str) -> tuple[tuple[Service, ...], tuple[Unusable, ...]]:
    """The services of the secret, each once, and what is wrong with the other lines."""
    services: dict[str, Service] = {}
    unusable: list[Unusable] = []
    for line in lines:
        plugin = _plugin(line.url, repository)
        if plugin is None:
            unusable.append(Unusable(line=line.number, says=_problem(line)))
            continue
        kind = _kind(plugin)
        if _identity(plugin) not in {_identity(service.plugin) for service in services.values()}:
            key = line.key(kind, services)
            services[key] = Service(key=key, kind=kind, line=line.number, plugin=plugin)
    return tuple(services.values()), tuple(unusable)


def _plugin(url: str, repository: str) -> Any:
    """Apprise's object for a URL; nothing where it is none of a service's, or where a package of it is missing."""
    try:
        plugin: Any = Apprise.instantiate(url, asset=asset(repository))
        if isinstance(plugin, NotifyBase) and type(plugin).__name__ in _OWN_DIALECTS:
            # Their own dialect is written for them, whatever the URL says.
            plugin = Apprise.instantiate(_FORMAT.sub("", url), asset=asset(repository))
            plugin.dialect_convert = lambda body, *_, **__: body
    except Exception:  # a hundred plugins read what somebody pasted; what one raises says that it is no URL of its
        return None
    if not isinstance(plugin, NotifyBase) or not plugin.enabled:
        return None
    limits = {limit.lower() for limit in _LIMIT.findall(url)}
    if "cto" not in limits:
        plugin.socket_connect_timeout = CONNECT_SECONDS
    if "rto" not in limits:
        plugin.socket_read_timeout = READ_SECONDS
    return plugin


def _kind(plugin: Any) -> str:
    """The scheme by which a service is known."""
    protocol = (plugin.secure_protocol if plugin.secure else plugin.protocol) or plugin.secure_protocol
    return str(protocol if isinstance(protocol, str) else next(iter(protocol)))


def _identity(plugin: Any) -> object:
    """What two lines have in common that are one service."""
    try:
        return plugin.url()
    except Exception:  # the same plugins, writing their URL: one that cannot is like no other
        return id(plugin)


def _problem(line: Line) -> str:
    known = _schemes()
    if not line.scheme:
        return "it has no `scheme://` in front"
    if line.scheme not in known:
        return f"there is no service `{line.scheme}://`{meant(line.scheme, known)}"
    return f"it is not how a URL of `{line.scheme}://` is written"


def _schemes() -> list[str]:
    """Every scheme that apprise knows."""
    return list(NotificationManager().schemas())  # type: ignore[no-untyped-call]
