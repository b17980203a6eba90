"""Reading a successful answer of a chat completion API: status 200, which proves nothing yet."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from digest.core.masking import holds
from digest.language_model import faults
from digest.language_model.budget import estimate_tokens
from digest.language_model.faults import Fault

_MOST_TOKENS = 100_000_000
"""Of a call, that are believed: no model has so many, and sums of numbers of thousands of digits cannot be written."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the model said."""

    text: str = ""
    complete: bool = True
    """False where the model was cut off at its limit of length."""
    thought: bool = False
    """The model reasoned before it answered, or came to no answer."""
    refused: bool = False
    """The model, or a filter before it, declined."""
    tokens_in: int = 0
    tokens_out: int = 0


def read_reply(text: str, headers: Mapping[str, str], sent: Collection[str], asked_tokens: int) -> Reply | Fault:
    """Read the body of an answer with status 200.

    A web page is no API: the address may be wrong, or a proxy wants a login. An error may come with status 200, too
    (OpenRouter). An answer without choices or content is a Reply without text. Where the API does not count tokens,
    they are estimated.
    """
    try:
        body: Any = json.loads(text)
    except (ValueError, RecursionError):
        return Fault(reason="unreachable", remedy="address")
    if not isinstance(body, dict):
        return Fault(reason="unreachable", remedy="address")
    choices = body.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
    for error in (body.get("error"), choice.get("error")):
        if error:
            code = error.get("code") if isinstance(error, dict) else None
            status = code if isinstance(code, int) and 400 <= code < 600 else 500
            return faults.read(status, headers, json.dumps({"error": error}), sent)
    message = choice.get("message")
    message = message if isinstance(message, dict) else {}
    content = _text(message.get("content"))
    usage = body.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    return Reply(
        text=content,
        complete=choice.get("finish_reason") not in ("length", "max_tokens"),
        thought=_thought(message, usage, content),
        refused=bool(message.get("refusal")) or choice.get("finish_reason") == "content_filter",
        tokens_in=_count(usage.get("prompt_tokens"), asked_tokens),
        tokens_out=_count(usage.get("completion_tokens"), estimate_tokens(content)),
    )


def failed_generation(text: str) -> Reply | None:
    """What the model said, where Groq answers 400 because it did not hold to the format (json_validate_failed)."""
    try:
        error: Any = json.loads(text)["error"]
        return Reply(text=_text(error.get("failed_generation"))) if error["code"] == "json_validate_failed" else None
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return None


def kept_secret(reply: Reply, key: str) -> Reply:
    """The reply, or where the key stands in what the model said, one that was declined: it is never published."""
    return replace(reply, text="", refused=True) if holds(reply.text, [key]) else reply


def _text(content: Any) -> str:
    """The text of a message; some APIs send it in parts."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(_text(part.get("text")) for part in content if isinstance(part, dict))
    return ""


def _thought(message: dict[str, Any], usage: dict[str, Any], content: str) -> bool:
    details = usage.get("completion_tokens_details")
    counted = details.get("reasoning_tokens") if isinstance(details, dict) else None
    written = any(isinstance(message.get(key), str) and message[key] for key in ("reasoning_content", "reasoning"))
    return written or _count(counted, 0) > 0 or "<think>" in content or not content.strip()


def _count(value: Any, estimate: int) -> int:
    """A number of tokens; what is none is as if nothing were said."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 0 <= value <= _MOST_TOKENS else estimate
