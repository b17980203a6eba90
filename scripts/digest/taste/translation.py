"""Having a model say in English what a forker wrote in another language."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from digest.config.prompts import load_prompt
from digest.config.schema import Config
from digest.language_model.api import MARGIN, Question
from digest.language_model.caller import Caller
from digest.language_model.faults import Unanswered
from digest.summarise.question import closed
from digest.summary_checks.answer import plain
from digest.summary_checks.json_in_text import objects
from digest.taste.interests import foreign, is_usable, known

AT_ONCE = 25
"""Interests in one question."""
_TOKENS = 40
"""About what the answer takes for each."""
_ITEM = closed({"number": {"type": "integer"}, "english": {"type": "string"}})
_SCHEMA = closed({"interests": {"type": "array", "items": _ITEM}})


def translated(root: Path, config: Config, caller: Caller) -> Mapping[str, str]:
    """What the model makes of interests that were not translated yet, as far as it can be asked and believed.

    It is asked within the limits of the run. Raises ConfigurationError where prompts/interests.md is wrong, and
    ArchiveError where data/interests.json cannot be read.
    """
    if caller.refusal or (caller.pace and not caller.pace.fits(1)):
        return {}
    before = known(root, config)
    texts = [text for text in foreign(config) if text not in before][:AT_ONCE]
    if not texts:
        return {}
    fixed = load_prompt(root / "prompts" / "interests.md").fill()
    return believed(asyncio.run(_ask(caller, question(fixed, texts))), texts)


def question(fixed: str, texts: Sequence[str]) -> Question:
    """The question about some texts."""
    listed = [{"number": number, "text": text} for number, text in enumerate(texts, 1)]
    return Question(
        fixed=fixed,
        own=json.dumps(listed, ensure_ascii=False, indent=1),
        schema=_SCHEMA,
        answer_tokens=_TOKENS * len(texts),
        most_tokens=MARGIN + 3 * _TOKENS * len(texts),
    )


async def _ask(caller: Caller, asked: Question) -> str:
    """What the model says; nothing where it does not: the next report asks again. Raises what our own code does."""
    if caller.pace:
        caller.budget.begin(caller.pace.left())
    async with caller:
        try:
            reply = await caller.ask(asked)
        except Unanswered:
            return ""
    return "" if reply.refused else reply.text


def believed(answer: str, texts: Sequence[str]) -> Mapping[str, str]:
    """What of an answer may be kept, by the texts."""
    by_number = dict[int, str]()
    for value in objects(answer):
        items = value.get("interests") if isinstance(value, dict) else None
        for item in items if isinstance(items, list) else ():
            number, english = (item.get("number"), item.get("english")) if isinstance(item, dict) else (None, None)
            if isinstance(number, int) and isinstance(english, str):
                by_number.setdefault(number, plain(english).strip(" .\"'"))
    if len(texts) > 1 and len(by_number) > 1 and len(set(by_number.values())) == 1:
        return {}  # one answer for all is an answer to none
    numbered = enumerate(texts, 1)
    return {text: english for number, text in numbered if is_usable(english := by_number.get(number, ""), text)}
