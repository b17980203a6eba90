"""How the APIs differ: addresses, reasoning, and the words of their refusals."""

import json

import pytest

from digest.core.errors import ConfigurationError
from digest.language_model import faults, providers


@pytest.mark.parametrize(
    ("written", "called"),
    [
        ("https://api.openai.com/v1", ("https://api.openai.com/v1",)),
        ("https://api.openai.com/v1/", ("https://api.openai.com/v1",)),
        ("https://api.openai.com/v1/chat/completions", ("https://api.openai.com/v1",)),
        ("https://api.deepseek.com", ("https://api.deepseek.com", "https://api.deepseek.com/v1")),
        ("api.deepseek.com ", ("https://api.deepseek.com", "https://api.deepseek.com/v1")),
        ("https://api.groq.com/openai/v1", ("https://api.groq.com/openai/v1",)),
        ("https://openrouter.ai/api/v1", ("https://openrouter.ai/api/v1",)),
        (
            "https://generativelanguage.googleapis.com/v1beta/openai/",
            ("https://generativelanguage.googleapis.com/v1beta/openai",),
        ),
        ("http://localhost:11434", ("http://localhost:11434", "http://localhost:11434/v1")),
    ],
)
def test_addresses(written: str, called: tuple[str, ...]) -> None:
    """What people write for a base URL becomes the addresses to try."""
    assert providers.addresses(written) == called


@pytest.mark.parametrize(
    "written", ["", "https://", "ftp://x/v1", "http://[x", "http://a b/v1", "http://x:0/v1", "a:b:c"]
)
def test_no_address(written: str) -> None:
    """What is no address is a mistake of configuration, and is not quoted: it may hold a secret."""
    with pytest.raises(ConfigurationError, match=r"llm\.base_url") as error:
        providers.addresses(written)
    with pytest.raises(ConfigurationError) as other:
        providers.addresses("")
    assert str(error.value) == str(other.value)


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://api.openai.com/v1", {"reasoning_effort": "none"}),
        ("https://generativelanguage.googleapis.com/v1beta/openai", {"reasoning_effort": "none"}),
        ("https://api.deepseek.com", {"thinking": {"type": "disabled"}}),
        ("https://openrouter.ai/api/v1", {"reasoning": {"enabled": False}}),
        ("https://dashscope.aliyuncs.com/compatible-mode/v1", {"enable_thinking": False}),
        ("https://api.z.ai/api/paas/v4", {"thinking": {"type": "disabled"}}),
        ("https://z.ai", {"thinking": {"type": "disabled"}}),
        ("https://api.jazz.ai/v1", {"reasoning_effort": "none", "chat_template_kwargs": {"enable_thinking": False}}),
    ],
)
def test_reasoning_off(url: str, sent: dict[str, object]) -> None:
    """Each API is told in its own words to answer without reasoning."""
    assert providers.reasoning_off(url) == sent


@pytest.mark.parametrize(
    ("headers", "body", "seconds"),
    [
        ({"retry-after": "7"}, "", 7.0),
        ({"retry-after": "7.66"}, "", 7.66),
        ({"retry-after-ms": "250", "retry-after": "7"}, "", 0.25),
        (
            {"retry-after": "Mon, 23 Nov 2026 10:00:30 GMT", "date": "Mon, 23 Nov 2026 10:00:00 GMT"},
            "",
            30.0,
        ),
        ({"retry-after": "Mon, 23 Nov 2026 09:00:00 GMT", "date": "Mon, 23 Nov 2026 10:00:00 GMT"}, "", 0.0),
        ({"retry-after": "soon"}, "", None),
        ({"retry-after": "-5"}, "", None),
        ({}, '[{"error": {"details": [{"@type": "RetryInfo", "retryDelay": "34s"}]}}]', 34.0),
        ({}, "", None),
    ],
)
def test_wait(headers: dict[str, str], body: str, seconds: float | None) -> None:
    """How long to wait is read as seconds, as a date against the server's clock, or from Gemini's details."""
    assert faults.read(429, headers, body, []).wait_seconds == seconds


@pytest.mark.parametrize(
    ("message", "sent", "parameter"),
    [
        ("Unsupported parameter: 'reasoning_effort'", ["reasoning_effort"], "reasoning_effort"),
        ("unknown field chat_template_kwargs", ["reasoning_effort", "chat_template_kwargs"], "chat_template_kwargs"),
        ("This response_format type is unavailable now", ["response_format"], "response_format"),
        ("No endpoints found that support structured outputs", ["response_format"], "response_format"),
        ("temperature must be 1", ["temperature"], "temperature"),
    ],
)
def test_named_parameter(message: str, sent: list[str], parameter: str) -> None:
    """A 400 that names a parameter names it, if it was sent."""
    body = f'{{"error": {{"message": "{message}"}}}}'
    fault = faults.read(400, {}, body, sent)
    assert (fault.remedy, fault.parameter) == ("drop", parameter)
    assert faults.read(400, {}, body, []).remedy == "lower"


@pytest.mark.parametrize(
    "body", ["", "null", "[]", "[1]", "3", '"x"', '{"error": null}', '{"error": "x"}', "[" * 9999, "{"]
)
def test_any_body_is_read(body: str) -> None:
    """No body of an error is an error of ours."""
    for status in (300, 400, 404, 418, 500):
        assert faults.read(status, {}, body, ["response_format"]).reason == "unreachable"


def test_quota_of_the_day_is_no_empty_account() -> None:
    """Gemini's 429 speaks of quota and billing and means a rate limit; OpenAI's insufficient_quota means no credit."""
    gemini = '[{"error": {"code": 429, "message": "You exceeded your current quota, check your plan and billing"}}]'
    assert faults.read(429, {}, gemini, []).reason == "rate_limited"
    assert faults.read(429, {}, '{"error": {"type": "insufficient_quota"}}', []).reason == "payment"


@pytest.mark.parametrize(
    "pasted", ['"sk-made-up"', "'sk-made-up'", "`sk-made-up`", "“sk-made-up”", "Bearer sk-made-up", ""]
)
def test_what_was_pasted_with_more_than_the_key(pasted: str) -> None:
    """A key that was pasted with quotes or a word before it is none, as docs/troubleshooting.md says."""
    assert not providers.can_be_key(pasted)
    assert providers.can_be_key("sk-made-up_0/+=")


@pytest.mark.parametrize(
    ("status", "said", "reason"),
    [
        (404, "The model `llama-guard-moderation` does not exist", "no_model"),
        (429, "Rate limit reached for flagged-moderation-8b in organization org-1", "rate_limited"),
        (400, "Your request was flagged by our safety system", "bad_answer"),
        (403, "Your input was flagged by moderation", "bad_answer"),
    ],
)
def test_a_models_name_is_no_reason(status: int, said: str, reason: str) -> None:
    """What a model is called decides on nothing, whatever words are in its name."""
    assert faults.read(status, {}, json.dumps({"error": {"message": said}}), []).reason == reason
