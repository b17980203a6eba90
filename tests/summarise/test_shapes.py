"""The APIs people use, each as a server that insists on what its original insists on."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from digest.summarise.by_model import Summarised
from fake_model import Answer, FakeModel, Question, Reply, completion, error, good
from model_runs import ranked, run, states


def kind(question: Question) -> str:
    """The format that is asked for."""
    return str(question.body.get("response_format", {}).get("type", "text"))


def openai(question: Question) -> Answer:
    """Strict schemas must close every object and require every field; reasoning models take no temperature."""
    if "temperature" in question.body:
        return error(400, "Unsupported value: 'temperature' does not support 0.5", param="temperature")
    for schema in _objects(question.body["response_format"]["json_schema"]["schema"]):
        if schema["additionalProperties"] is not False or schema["required"] != list(schema["properties"]):
            return error(400, "Invalid schema for response_format 'answer'", param="response_format")
    return good(question)


def _objects(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [found for part in schema for found in _objects(part)]
    if not isinstance(schema, dict):
        return []
    inner = [found for part in schema.values() for found in _objects(part)]
    return [schema, *inner] if schema.get("type") == "object" else inner


def deepseek(question: Question) -> Answer:
    """No schemas; json_object only where the prompt says json; empty lines while it thinks."""
    if kind(question) == "json_schema":
        return error(400, "This response_format type is unavailable now", type="invalid_request_error")
    if not re.search("json", question.fixed + question.asked, re.IGNORECASE):
        return error(
            400, "Prompt must contain the word 'json' in some form to use 'response_format' of type json_object"
        )
    return Reply(body="\n\n\n" + completion(good(question), reasoning_content="Let me see {"))


def gemini(question: Question) -> Answer:
    """Errors come in a list, answers may be fenced."""
    if "chat_template_kwargs" in question.body:
        said = 'Invalid JSON payload received. Unknown name "chat_template_kwargs": Cannot find field.'
        return Reply(
            status=400, body=json.dumps([{"error": {"code": 400, "message": said, "status": "INVALID_ARGUMENT"}}])
        )
    return f"```json\n{good(question)}\n```"


def groq(question: Question) -> Answer:
    """Schemas on few models only; now and then the format fails, and what was generated is in the error."""
    if kind(question) == "json_schema":
        return error(400, "This model does not support response format `json_schema`. See the documentation.")
    return error(400, "Failed to generate JSON.", code="json_validate_failed", failed_generation=good(question))


def openrouter(question: Question) -> Answer:
    """Upstream errors come with status 200, and spaces keep the connection alive."""
    if kind(question) == "json_schema":
        return error(404, "No endpoints found that support structured outputs for this request", code=404)
    return Reply(body="   \n   " + completion(good(question)), headers={"x-generation-id": "gen-1"})


def vllm(question: Question) -> Answer:
    """Errors are not wrapped; a reasoning model's thoughts may be in the content."""
    if "reasoning_effort" in question.body:
        said = "[{'type': 'extra_forbidden', 'loc': ('body', 'reasoning_effort')}]"
        return Reply(status=400, body=json.dumps({"object": "error", "message": said, "code": 400}))
    return f"<think>\nThe user wants {{json}}.\n</think>\n\n{good(question)}"


def ollama(question: Question) -> Answer:
    """Any key will do; formats are taken; small models write TeX into JSON as it is."""
    return good(question).replace("明显", "以 $\\alpha$ 倍率明显")


SHAPES: list[tuple[Callable[[Question], Answer], dict[str, Any], int]] = [
    (openai, {"temperature": 0.5}, 1),
    (deepseek, {}, 1),
    (gemini, {"reasoning": "off"}, 1),
    (groq, {}, 1),
    (openrouter, {}, 1),
    (vllm, {"reasoning": "off"}, 1),
    (ollama, {}, 0),
]
"""Each with config that it objects to, and how many calls learning that costs in a run."""


@pytest.mark.parametrize(("shape", "config", "extra"), SHAPES, ids=[shape.__name__ for shape, _, _ in SHAPES])
@pytest.mark.parametrize("papers_per_call", [1, 4])
def test_shape(shape: Callable[[Question], Answer], config: dict[str, Any], extra: int, papers_per_call: int) -> None:
    """Eight papers are summarised by each API, and what it objects to is learned once."""
    with FakeModel(_answering(shape)) as model:
        result = run(model, ranked(8), papers_per_call=papers_per_call, **config)
    assert states(result) == ["ok"] * 8
    assert result.cost.calls == 8 // papers_per_call + extra


def _answering(shape: Callable[[Question], Answer]) -> Callable[[Question], Reply | str]:
    def answer(question: Question) -> Reply | str:
        said = shape(question)
        assert not callable(said)
        return said

    return answer


def test_ollama_without_v1() -> None:
    """The address that Ollama prints, without /v1, is enough."""
    with FakeModel(_answering(ollama)) as model:
        result: Summarised = run(model, ranked(2), base_url=model.root)
    assert states(result) == ["ok", "ok"]
    assert "$\\alpha$" in (result.entries[0].summary.one_sentence or "")
