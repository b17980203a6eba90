"""The rubric of llm.rubric: criteria with their maximum, as words, as a JSON schema, and as the parts of a score."""

from collections.abc import Mapping
from typing import Any

from digest.core.report import Part
from digest.summary_checks.answer import TEXTS


def described(rubric: Mapping[str, int]) -> str:
    """The criteria for a prompt: "relevance 0-50, novelty 0-25, evidence 0-25"."""
    return ", ".join(f"{name} 0-{maximum}" for name, maximum in rubric.items())


def parts(points: Mapping[str, int], rubric: Mapping[str, int]) -> tuple[Part, ...]:
    """The parts of a score, in the rubric's order."""
    return tuple(Part(name=name, points=points[name], maximum=maximum) for name, maximum in rubric.items())


def schema(rubric: Mapping[str, int], *, packed: bool) -> dict[str, Any]:
    """The JSON schema of an answer, with nothing in it that a strict mode refuses: no bounds, no optional fields.

    Where several papers are `packed` into one call, each item repeats its paper's title, so that a mix-up shows.
    """
    text = {"type": "string"}
    fields: dict[str, Any] = {"id": text, **({"title": text} if packed else {}), **dict.fromkeys(TEXTS, text)}
    fields["keywords"] = {"type": "array", "items": text}
    fields["scores"] = closed({name: {"type": "integer"} for name in rubric})
    return closed({"papers": {"type": "array", "items": closed(fields)}})


def closed(properties: dict[str, Any]) -> dict[str, Any]:
    """An object in which each of the properties has to be, and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
