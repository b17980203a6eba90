"""Reading an API's refusals: OpenAI, DeepSeek, Gemini, Groq, OpenRouter, vLLM and Ollama each word theirs differently.

Pure: a status, headers and a body in, what to do about it out.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from digest.core.http import retry_after
from digest.core.report import Reason
from digest.language_model import providers

Remedy = Literal["stop", "retry", "drop", "lower", "address", "give_up"]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What went wrong with a call, and what helps."""

    reason: Reason
    remedy: Remedy
    """stop: no call can succeed. retry: this one may, later. drop: without `parameter`. lower: with a simpler format.
    address: with another base URL. give_up: others may succeed, this one will not."""
    parameter: str = ""
    """What the answer names as not understood, of the parameters that were sent."""
    wait_seconds: float | None = None
    """How long the API asks to wait."""
    is_404: bool = False
    """Whether all that it says is that nothing is there."""


class Unanswered(Exception):
    """A question has no answer, for this reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


_ALIASES = {
    "max_completion_tokens": r"max_completion_tokens",
    "max_tokens": r"\bmax_tokens\b",
    "response_format": r"response[_ ]?format|response_schema|json_schema|json_object|structured outputs?|json mode",
    "reasoning_effort": r"reasoning[_. ]effort|thinking_level|thinking_budget",
    "chat_template_kwargs": r"chat_template_kwargs",
    "enable_thinking": r"enable_thinking",
    "thinking": r"\bthinking\b",
    "reasoning": r"\breasoning\b",
    "temperature": r"\btemperature\b",
}
PARAMETERS = tuple(_ALIASES)
"""What may be sent beside model and messages, and be refused."""
_LIMITED = (429, 498)
_KEY = re.compile(
    r"\b(api|access)[ _-]?key\b.{0,40}\b(invalid|not valid|incorrect|expired|missing|not found)\b"
    r"|\b(invalid|incorrect|expired|missing)\b.{0,20}\b(api|access)[ _-]?key\b",
    re.IGNORECASE,
)
_PAYMENT = re.compile(
    r"insufficient[_ ](quota|balance|credits?|funds)|billing_(not_active|hard_limit)|out of credits",
    re.IGNORECASE,
)
_NO_MODEL = re.compile(
    r"model_?not_?found|model_decommissioned|\bmodels?\b.{0,90}\b(does not exist|not exist|not found|decommissioned"
    r"|is not a valid model|not a valid model|has been (retired|removed|shut ?down|deprecated))"
    r"|not a valid model|unknown model|invalid model\b|no endpoints found for",
    re.IGNORECASE | re.DOTALL,
)
_REFUSED_TEXT = re.compile(r"content_(filter|policy)|moderation|flagged|safety system", re.IGNORECASE)
_TOO_LONG = re.compile(
    r"context[_ ](length|window)|too (long|large)|maximum context|reduce (the length|your message)", re.IGNORECASE
)


def read(status: int, headers: Mapping[str, str], text: str, sent: Collection[str]) -> Fault:
    """Read an answer that is an error; `sent` are the names of the parameters beside model and messages."""
    message, parameter = _error_text(text)
    return _final(status, message) or _passing(status, headers, text) or _curable(status, message, parameter, sent)


def _final(status: int, message: str) -> Fault | None:
    """What no further call cures: key, account, permission, model; and a question that the API declines."""
    if status == 401 or (status in (400, 403) and _KEY.search(message)):
        return Fault(reason="credentials", remedy="stop")
    if status == 402 or _PAYMENT.search(message):
        return Fault(reason="payment", remedy="stop")
    # Before the words of a refusal are looked for: what a model is called may have them.
    if status in (400, 404, 410, 422) and _NO_MODEL.search(message):
        return Fault(reason="no_model", remedy="stop")
    if status < 500 and status not in _LIMITED and _REFUSED_TEXT.search(message):
        return Fault(reason="bad_answer", remedy="give_up")
    if status == 403:
        return Fault(reason="forbidden", remedy="stop")
    return None


def _passing(status: int, headers: Mapping[str, str], text: str) -> Fault | None:
    """What may be better a little later."""
    if status in _LIMITED:
        return Fault(reason="rate_limited", remedy="retry", wait_seconds=_wait(headers, text))
    if status in (408, 409, 425) or status >= 500:
        return Fault(reason="unreachable", remedy="retry", wait_seconds=_wait(headers, text))
    return None


def _curable(status: int, message: str, parameter: str, sent: Collection[str]) -> Fault:
    """What another question may cure: without a parameter, shorter, at another address or in a simpler format."""
    for name, alias in _ALIASES.items():
        if name in sent and (parameter.split(".")[0] == name or re.search(alias, message, re.IGNORECASE)):
            return Fault(reason="unreachable", remedy="drop", parameter=name)
    for name in providers.LENGTHS:
        # Groq counts what an answer may have as if it had it.
        if name in sent and re.search(r"tokens per minute", message, re.IGNORECASE):
            return Fault(reason="unreachable", remedy="drop", parameter=name)
    if status == 413 or _TOO_LONG.search(message):
        return Fault(reason="bad_answer", remedy="give_up")
    if status in (404, 405) or 300 <= status < 400:
        return Fault(reason="unreachable", remedy="address", is_404=status == 404)
    return Fault(reason="unreachable", remedy="lower")


def _error_text(text: str) -> tuple[str, str]:
    """The message, code and type of an error body as one text, and the parameter that it names."""
    try:
        body: Any = json.loads(text)
    except (ValueError, RecursionError):
        return text[:2000], ""
    if isinstance(body, list) and body:  # Gemini wraps its error in a list
        body = body[0]
    if isinstance(body, dict):
        error = body.get("error", body)
        if isinstance(error, dict):
            words = [str(error.get(key) or "") for key in ("message", "code", "type", "status", "detail")]
            return " ".join(words)[:2000], str(error.get("param") or "")
        return str(error)[:2000], ""
    return str(body)[:2000], ""


def _wait(headers: Mapping[str, str], text: str) -> float | None:
    """Seconds to wait: OpenAI's retry-after-ms, Retry-After, or Gemini's retryDelay."""
    milliseconds = headers.get("retry-after-ms", "")
    if re.fullmatch(r"\d+(\.\d+)?", milliseconds):
        return float(milliseconds) / 1000
    delay = re.search(r'"retryDelay"\s*:\s*"(\d+(?:\.\d+)?)s"', text)
    asked = retry_after(headers)
    return float(delay[1]) if asked is None and delay else asked
