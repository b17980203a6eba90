"""Whether arXiv and the model can be reached: a few requests, none of which changes anything or costs much."""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import requests
from requests.structures import CaseInsensitiveDict

from digest.config.endpoints import Endpoints
from digest.config.schema import Config, Llm
from digest.core.errors import ArxivUnreadable, ModelRefused
from digest.core.http import public_address
from digest.core.limited_http import Answer, LimitedSession
from digest.core.masking import masked
from digest.core.plural import counted
from digest.language_model import faults, providers
from digest.language_model.faults import Fault
from digest.language_model.reply import Reply, read_reply
from digest.setup.findings import Finding

KNOWN_PAPER = "0704.0001"
"""The first paper with an id of the new style; it will not go away."""
ARXIV_SECONDS = 60.0
"""For each of arXiv's two sources."""
QUESTION = "Answer with the word: ok"
LARGEST_ANSWER = 8 * 2**20
"""Bytes; the list of models of an API that has hundreds is the longest."""
LONGEST_VALUE = 80
"""Characters of what an API says of itself that are shown."""

_REMEDIES: Mapping[str, str] = {
    "credentials": "refuses the key. Make a new one with the provider and paste it into the secret OPENAI_API_KEY.",
    "payment": "says that the account has no credit. Add credit with the provider, or use another one.",
    "forbidden": "forbids this key to use the model. Check the key's permissions, or choose another llm.model.",
    "no_model": "does not know the model (any more). Change llm.model in config.yml, or the variable OPENAI_MODEL.",
    "rate_limited": "answers that the rate limit is reached; the key works. Set llm.requests_per_minute to its limit.",
    "unreachable": "does not answer like a model. Check llm.base_url (OPENAI_BASE_URL); it may lack /v1.",
    "bad_answer": "declined a harmless question. Choose another llm.model.",
}
_SILENT = (
    "cannot be reached, or is not well just now. Check the address (llm.base_url, OPENAI_BASE_URL); if it is right, "
    "look at the provider's status page."
)
_RETIREMENT = ("deprecation", "sunset", "expiration_date", "retirement_date", "shutdown_date")
"""Keys of a model's entry in /models, as OpenRouter, Mistral and others name them."""


@dataclass(frozen=True, kw_only=True)
class _Heard:
    """What came of a tiny call."""

    reply: Reply | Fault
    headers: Mapping[str, str]
    seconds: float


def check_arxiv(config: Config, endpoints: Endpoints) -> list[Finding]:
    """Read today's feed, and one known paper through the query API; one of them is enough to make a report."""
    from digest.fetch import sources  # it imports `arxiv`, which a check without requests does not need

    feed = sources.fetch_feed(
        config.categories,
        cross_lists=config.fetch.cross_lists,
        endpoints=endpoints,
        deadline_seconds=ARXIV_SECONDS,
    )
    problems = [f"RSS: {feed.problem}"] if feed.problem else []
    try:
        sources.fetch_papers([KNOWN_PAPER], endpoints=endpoints, deadline_seconds=ARXIV_SECONDS)
    except ArxivUnreadable as error:
        problems.append(f"query API: {error}")
    if len(problems) == 2:
        says = f"cannot be read. {' '.join(problems)} See docs/troubleshooting.md."
        return [Finding(level="error", about="arXiv", says=says, exit_code=ArxivUnreadable.exit_code)]
    count = (
        ""
        if feed.problem
        else f" Its feed has {counted(len(feed.papers), 'new paper')} now (none at weekends and on holidays)."
    )
    if problems:
        return [Finding(level="warning", about="arXiv", says=f"can be read one way only. {problems[0]}{count}")]
    return [Finding(level="ok", about="arXiv", says=f"can be read both ways.{count}")]


def check_model(llm: Llm, api_key: str) -> list[Finding]:
    """Ask the model one tiny question and read what the API says of limits and retirement.

    Raises ConfigurationError for an unusable `base_url`. Nothing that the API says of an error is repeated: it may
    quote the key.
    """
    key = api_key.strip()
    if not providers.can_be_key(key):
        return [_refused(providers.NO_KEY)]
    with LimitedSession() as session:
        session.auth = _Bearer(key)
        for address in providers.addresses(llm.base_url):
            heard = _ask(session, llm, address, key)
            if not (isinstance(heard.reply, Fault) and heard.reply.remedy == "address"):
                break
        where = f"{llm.model} at {public_address(address)}"
        if isinstance(heard.reply, Fault):
            passing = heard.reply.reason == "unreachable" and heard.reply.remedy == "retry"
            says = f"{where} {_SILENT if passing else _REMEDIES[heard.reply.reason]} See docs/providers.md."
            if heard.reply.reason == "rate_limited":
                return [Finding(level="warning", about="the model", says=says), *_limits(heard.headers)]
            return [_refused(says)]
        answered = Finding(level="ok", about="the model", says=f"{where} answered after {heard.seconds:.1f} s.")
        entry = _entry(session, llm, address, key)
    return [answered, *_moved(llm, address), *_limits(heard.headers), *_retirement(heard.headers, entry)]


class _Bearer(requests.auth.AuthBase):
    """The key as each request carries it; as a mere header, a .netrc would put its own password in its place."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._key}"
        return request


def _refused(says: str) -> Finding:
    return Finding(level="error", about="the model", says=says, exit_code=ModelRefused.exit_code)


def _ask(session: LimitedSession, llm: Llm, address: str, key: str) -> _Heard:
    began = time.monotonic()
    body = {"model": llm.model, "messages": [{"role": "user", "content": QUESTION}]}
    try:
        answer = _exchange(session, llm, "POST", f"{address}/chat/completions", json=body)
    except requests.RequestException:
        fault = Fault(reason="unreachable", remedy="retry")
        return _Heard(reply=fault, headers={}, seconds=time.monotonic() - began)
    reply: Reply | Fault
    if answer.status == requests.codes.ok:
        reply = read_reply(answer.text, answer.headers, (), 0)
    else:
        reply = faults.read(answer.status, answer.headers, answer.text, ())
    # Here, before anything is cut: a half of the key would not be found again.
    headers = CaseInsensitiveDict({name: masked(value, [key]) for name, value in answer.headers.items()})
    return _Heard(reply=reply, headers=headers, seconds=time.monotonic() - began)


def _exchange(session: LimitedSession, llm: Llm, method: str, url: str, **request: Any) -> Answer:
    """An answer of the API, within the limits of config.yml."""
    return session.exchange(
        method,
        url,
        seconds=llm.connect_timeout_seconds + llm.read_timeout_seconds,
        silence=llm.read_timeout_seconds,
        connect=llm.connect_timeout_seconds,
        largest=LARGEST_ANSWER,
        **request,
    )


def _entry(session: LimitedSession, llm: Llm, address: str, key: str) -> Mapping[str, Any]:
    """What the API's list of models says of ours; empty where there is no list, which many do without."""
    try:
        answer = _exchange(session, llm, "GET", f"{address}/models")
        listed: Any = json.loads(masked(answer.text, [key])) if answer.status == requests.codes.ok else {}
    except (requests.RequestException, ValueError, RecursionError):
        return {}
    models = listed.get("data") if isinstance(listed, dict) else listed
    every = models if isinstance(models, list) else []
    # Gemini's list writes "models/" before each name.
    names = {llm.model, f"models/{llm.model}"}
    return next((model for model in every if isinstance(model, dict) and model.get("id") in names), {})


def _moved(llm: Llm, address: str) -> list[Finding]:
    if address == providers.addresses(llm.base_url)[0]:
        return []
    says = f"llm.base_url should be {public_address(address)}; the address as it is written is not that of the API."
    return [Finding(level="warning", about="the model", says=says)]


def _limits(headers: Mapping[str, str]) -> list[Finding]:
    """The x-ratelimit-* headers, as OpenAI, Groq, Mistral and others send them."""
    sent = sorted((name.lower(), value) for name, value in headers.items() if "ratelimit" in name.lower())
    said = [f"{name.removeprefix('x-ratelimit-')} {_shown(value)}" for name, value in sent]
    return [Finding(level="note", about="rate limits", says=", ".join(said))] if said else []


def _retirement(headers: Mapping[str, str], entry: Mapping[str, Any]) -> list[Finding]:
    """Deprecation (RFC 9745) and Sunset (RFC 8594) headers, and what the model's own entry says."""
    said = {name: headers.get(name) for name in ("deprecation", "sunset")}
    said |= {name: entry[name] for name in _RETIREMENT if entry.get(name)}
    dates = [f"{name} {_date(value)}" for name, value in sorted(said.items()) if value]
    if not dates:
        return []
    says = f"The API says that the model is going to be retired: {', '.join(dates)}. Choose another llm.model in time."
    return [Finding(level="warning", about="the model", says=says)]


def _date(value: Any) -> str:
    """RFC 9745 writes a moment as "@1688169599"; some lists give plain seconds."""
    if found := re.fullmatch(r"@?(\d{9,11})", str(value)):
        return f"{datetime.fromtimestamp(int(found[1]), UTC):%Y-%m-%d}"
    return _shown(value)


def _shown(value: Any) -> str:
    """What an API says, on one line and not for long."""
    text = value if isinstance(value, str) else json.dumps(value)
    return "".join(c for c in text if c.isprintable())[:LONGEST_VALUE]
