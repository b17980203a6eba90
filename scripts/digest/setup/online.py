"""Whether arXiv and the model can be reached: a few requests, none of which changes anything or costs much."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from digest.config.endpoints import Endpoints
from digest.config.schema import Config, Llm
from digest.core.errors import ArxivUnreadable, ModelRefused
from digest.core.http import public_address
from digest.core.plural import counted
from digest.language_model import one_question, providers
from digest.language_model.faults import Fault
from digest.setup.findings import Finding

KNOWN_PAPER = "0704.0001"
"""The first paper with an id of the new style; it will not go away."""
ARXIV_SECONDS = 60.0
"""For each of arXiv's two sources."""
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
    heard = one_question.ask(llm, api_key)
    if heard is None:
        return [_refused(providers.NO_KEY)]
    where = f"{llm.model} at {public_address(heard.address)}"
    if isinstance(heard.reply, Fault):
        passing = heard.reply.reason == "unreachable" and heard.reply.remedy == "retry"
        says = f"{where} {_SILENT if passing else _REMEDIES[heard.reply.reason]} See docs/providers.md."
        if heard.reply.reason == "rate_limited":
            return [Finding(level="warning", about="the model", says=says), *_limits(heard.headers)]
        return [_refused(says)]
    answered = Finding(level="ok", about="the model", says=f"{where} answered after {heard.seconds:.1f} s.")
    retirement = _retirement(heard.headers, _entry(llm, heard.models))
    return [answered, *_moved(llm, heard.address), *_limits(heard.headers), *retirement]


def _refused(says: str) -> Finding:
    return Finding(level="error", about="the model", says=says, exit_code=ModelRefused.exit_code)


def _entry(llm: Llm, models: str) -> Mapping[str, Any]:
    """What an API's list of models says of ours; empty where there is no list."""
    try:
        listed: Any = json.loads(models)
    except (ValueError, RecursionError):
        return {}
    data = listed.get("data") if isinstance(listed, dict) else listed
    every = data if isinstance(data, list) else []
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
    limits = [f"{name.removeprefix('x-ratelimit-')} {_shown(value)}" for name, value in sent]
    return [Finding(level="note", about="rate limits", says=", ".join(limits))] if limits else []


def _retirement(headers: Mapping[str, str], entry: Mapping[str, Any]) -> list[Finding]:
    """Deprecation (RFC 9745) and Sunset (RFC 8594) headers, and what the model's own entry says."""
    announced = {name: headers.get(name) for name in ("deprecation", "sunset")}
    announced |= {name: entry[name] for name in _RETIREMENT if entry.get(name)}
    dates = [f"{name} {_date(value)}" for name, value in sorted(announced.items()) if value]
    if not dates:
        return []
    says = f"The API says that the model is going to be retired: {', '.join(dates)}. Choose another llm.model in time."
    return [Finding(level="warning", about="the model", says=says)]


def _date(value: Any) -> str:
    """RFC 9745 writes a moment as "@1688169599"; some lists give plain seconds."""
    if moment := re.fullmatch(r"@?(\d{9,11})", str(value)):
        return f"{datetime.fromtimestamp(int(moment[1]), UTC):%Y-%m-%d}"
    return _shown(value)


def _shown(value: Any) -> str:
    """What an API says, on one line and not for long."""
    text = value if isinstance(value, str) else json.dumps(value)
    return "".join(c for c in text if c.isprintable())[:LONGEST_VALUE]
