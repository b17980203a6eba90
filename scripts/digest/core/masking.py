"""Keeping keys to ourselves: the one place that finds a secret in words of others, however it is written, and masks it.

Servers quote what they were sent: the key itself, percent-encoded, in base64 as a header has it, escaped as JSON or
HTML, in hex, or broken into pieces by spaces and invisible characters. Pure.
"""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase

SECRETS = ("OPENAI_API_KEY", "GITHUB_TOKEN", "GH_TOKEN", "NOTIFY_URLS", "ZOTERO_KEY")
"""The variables of the environment that hold one."""
MASK = "***"
SHORTEST = 12
"""Characters. Shorter keys are what servers on one's own machine are given, which need none ("EMPTY", "ollama"): a word
that may stand in any summary. Of those, only the very text is masked."""
_SHORTEST_MASKED = 4
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_FOR_URLS = str.maketrans("+/", "-_")
_ESCAPED = re.compile(
    r"(?:%(?:25)*|\\{1,4}u00|\\{1,4}x|&\#x0{0,6})(?P<hex>[2-7][0-9a-f]);?"
    r"|&\#0{0,6}(?P<decimal>[0-9]{2,3});"
    r"|\\{1,4}(?:[nrt]|u(?:00a[0d]|20[0-6][0-9a-f]|feff))?"
    r"|[\s\"'`*~|,:;\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+",
    re.IGNORECASE,
)
"""A character as a URL, JSON, Python or HTML may write it; or what breaks a text into pieces."""


def secrets_of(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The secrets that an environment holds."""
    values = [environment.get(name, "").strip() for name in SECRETS]
    return tuple(dict.fromkeys(secret for value in values for secret in _parts(value)))


def _parts(value: str) -> list[str]:
    """A secret and, of one that is made of URLs, its lines and their parts: a message may quote any; longest first."""
    parts = {value, *value.splitlines()}
    if "://" in value:
        parts |= {part for part in re.split(r"[/?&=:@,\s]+", value) if len(part) > 7}
    return sorted(filter(None, parts), key=lambda secret: (-len(secret), secret))


def masked(text: str, secrets: Iterable[str]) -> str:
    """A text in which none of the secrets stands."""
    parts, at = list[str](), 0
    secrets = tuple(secrets)
    for start, end in sorted(_found(text, secrets)):
        if end > at:
            parts += [text[at : max(at, start)], MASK]
            at = end
    text = "".join([*parts, text[at:]])
    for secret in secrets:
        text = text.replace(secret, MASK) if len(secret) >= _SHORTEST_MASKED else text
    return text


def holds(text: str, secrets: Iterable[str]) -> bool:
    """Whether one of the secrets stands in a text; one that is shorter than a key is taken for a word."""
    return any(True for _ in _found(text, secrets))


def _found(text: str, secrets: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where a secret begins and ends in a text, in each way in which it may be written."""
    forms = [form for secret in secrets if len(secret) >= SHORTEST for form in _forms(secret)]
    plain, places = _plain(text) if forms else ("", [])
    for form in forms:
        at = plain.find(form)
        while at >= 0:
            yield places[at][0], places[at + len(form) - 1][1]
            at = plain.find(form, at + 1)


def _plain(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text in small letters, without its escapes and what breaks it into pieces; and where each character stood."""
    characters, places, at = list[str](), list[tuple[int, int]](), 0

    def add(end: int) -> None:
        characters.append(text[at:end])
        places.extend((place, place + 1) for place in range(at, end))

    for token in _ESCAPED.finditer(text):
        add(token.start())
        at = token.end()
        if token["hex"] or token["decimal"]:
            character = chr(int(token["hex"], 16) if token["hex"] else int(token["decimal"]))
            if not _ESCAPED.fullmatch(character):
                characters.append(character)
                places.append(token.span())
    add(len(text))
    return "".join(characters).translate(_LOWER), places


@lru_cache(maxsize=64)
def _forms(secret: str) -> tuple[str, ...]:
    """A secret as it is, in hex, and as it stands within a longer text that is in base64, as `_plain` has it."""
    data = secret.encode()
    forms = {secret, data.hex()}
    for before in range(3):  # base64 takes three bytes at a time: what stands before decides how they are grouped
        encoded = base64.b64encode(bytes(before) + data).decode()
        # Without the characters at either end, of which a part belongs to what stands beside it.
        inner = encoded[-(-8 * before // 6) : 8 * (before + len(data)) // 6]
        forms |= {inner, inner.translate(_FOR_URLS)}
    return tuple(sorted(_plain(form)[0] for form in forms))
