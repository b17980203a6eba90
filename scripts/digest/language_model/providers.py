"""How the OpenAI-compatible APIs differ: their addresses, their formats, how their reasoning is switched off."""

import re
from typing import Any
from urllib.parse import urlsplit

from digest.core.errors import ConfigurationError

NO_KEY = "The secret OPENAI_API_KEY holds characters that no key has; paste it again."
FORMATS = ("json_schema", "json_object", "text")
"""The ladder: from the format that proves most to the one that every model knows."""


def addresses(base_url: str) -> tuple[str, ...]:
    """The base URLs to try, from what a config may say: with a slash, the whole path, or without scheme or `/v1`.

    The first is what was written; `/v1` follows where it was left out. Raises ConfigurationError for what is none.
    """
    url = base_url.strip()
    url = url if "://" in url else f"https://{url}"
    url = url.rstrip("/").removesuffix("/chat/completions").rstrip("/")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"\s", url):
        raise ConfigurationError(
            "llm.base_url (or OPENAI_BASE_URL) is not the address of an API; write one like https://api.openai.com/v1 "
            "into config.yml or the variable OPENAI_BASE_URL. See docs/providers.md."
        )
    return (url,) if re.search(r"/v\d+(beta\d*)?(/|$)", parts.path) else (url, f"{url}/v1")


def can_be_key(text: str) -> bool:
    """Whether a text can be sent as a key; in a header, any other raises an error that quotes it."""
    return bool(text) and text.isascii() and text.isprintable() and not set(text) & set(" \"'`")


def is_local(url: str) -> bool:
    """Whether the model runs on this machine."""
    return urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}


def response_format(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The `response_format` parameter for a rung of the ladder; empty for plain text."""
    if name == "json_schema":
        return {"response_format": {"type": name, "json_schema": {"name": "answer", "strict": True, "schema": schema}}}
    return {"response_format": {"type": name}} if name == "json_object" else {}


LENGTHS = ("max_tokens", "max_completion_tokens")
"""What the limit of an answer's length is called; OpenAI's reasoning models refuse the older name, many the newer."""


def length_parameters(base_url: str) -> tuple[str, ...]:
    """The names for the limit of an answer's length, the one that the API at `base_url` most likely knows first.

    Sources: the references of OpenAI and Azure (max_tokens is deprecated), DeepSeek, Mistral, OpenRouter, vLLM,
    llama.cpp and Ollama (max_tokens).
    """
    return LENGTHS[::-1] if _is_of(base_url, "openai.com", "azure.com") else LENGTHS


def _is_of(url: str, *domains: str) -> bool:
    """Whether an address is in one of some domains: api.z.ai is in z.ai, and jazz.ai is not."""
    host = urlsplit(url).hostname or ""
    return any(f".{host}".endswith(f".{domain}") for domain in domains)


def reasoning_off(base_url: str) -> dict[str, Any]:
    """The parameters that switch a model's reasoning off, in the words of the API at `base_url`.

    An unknown server gets both ways of the open-source servers; what it refuses is dropped. Sources: the references
    of OpenAI, Gemini, Groq and Ollama (reasoning_effort), DeepSeek (thinking), OpenRouter (reasoning), Alibaba and
    SiliconFlow (enable_thinking), vLLM (chat_template_kwargs).
    """
    if _is_of(base_url, "openai.com", "googleapis.com", "groq.com", "azure.com"):
        return {"reasoning_effort": "none"}
    if _is_of(base_url, "deepseek.com", "bigmodel.cn", "z.ai", "volces.com"):
        return {"thinking": {"type": "disabled"}}
    if _is_of(base_url, "openrouter.ai"):
        return {"reasoning": {"enabled": False}}
    if _is_of(base_url, "aliyuncs.com", "siliconflow.cn", "siliconflow.com"):
        return {"enable_thinking": False}
    return {"reasoning_effort": "none", "chat_template_kwargs": {"enable_thinking": False}}
