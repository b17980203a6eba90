"""Having the model word the interests that were suggested; what does not fit its topic is left as it was."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from digest.core.report import Paper
from digest.language_model.api import MARGIN, Question
from digest.language_model.faults import Unanswered
from digest.rank.topics import Topic
from digest.summarise.question import closed, quoted
from digest.summary_checks.answer import plain
from digest.summary_checks.evasions import is_evasion
from digest.summary_checks.json_in_text import objects
from digest.words.phrases import spelled
from digest.words.terms import WORD, terms

if TYPE_CHECKING:
    from digest.language_model.caller import Caller

_PAPERS = 4
_OPENING = 300
"""So many characters of an abstract are sent."""
_TOKENS = 25
"""About what an interest takes."""
_WORDS = range(2, 11)
_INTEREST: dict[str, Any] = closed({"number": {"type": "integer"}, "text": {"type": "string"}})
_SCHEMA: dict[str, Any] = closed({"interests": {"type": "array", "items": _INTEREST}})


def wordings(caller: "Caller", fixed: str, topics: Sequence[Topic]) -> Mapping[str, str]:
    """Ask the model once to word topics, `fixed` being the prompt; by their texts, those that it worded well.

    Nothing where it does not answer. What it is sent of examples are those whose titles may be shown, no others.
    """
    return checked(asyncio.run(_answer(caller, question(fixed, topics))), topics)


async def _answer(caller: "Caller", asked: Question) -> str:
    async with caller:
        try:
            return (await caller.ask(asked)).text
        except Unanswered:
            return ""


def question(fixed: str, topics: Sequence[Topic]) -> Question:
    """The one question about all topics."""
    own = []
    for number, topic in enumerate(topics, start=1):
        public = [one for one in topic.examples if one.shown == "title"][:_PAPERS]
        papers = (Paper(id=one.id, title=one.title, abstract=one.abstract) for one in public)
        own.append("\n".join((f"Topic {number}: {topic.text}", *(quoted(paper, _OPENING) for paper in papers))))
    tokens = _TOKENS * len(topics)
    return Question(
        fixed=fixed, own="\n\n".join(own), schema=_SCHEMA, answer_tokens=tokens, most_tokens=MARGIN + 4 * tokens
    )


def checked(answer: str, topics: Sequence[Topic]) -> Mapping[str, str]:
    """The wordings of an answer, by the texts of their topics: short ones that say the topic's own words."""
    wordings: dict[str, str] = {}
    for value in objects(answer):
        items = value.get("interests") if isinstance(value, dict) else None
        for item in items if isinstance(items, list) else ():
            number, text = (item.get("number"), item.get("text")) if isinstance(item, dict) else (None, None)
            if isinstance(number, int) and 1 <= number <= len(topics) and isinstance(text, str):
                topic = topics[number - 1]
                if _fits(plain(text), topic):
                    wordings.setdefault(topic.text, plain(text))
    return wordings


def _fits(text: str, topic: Topic) -> bool:
    stems = spelled(tuple(terms(text)))
    return (
        len(WORD.findall(text)) in _WORDS and text.isascii() and not is_evasion(text) and spelled(topic.phrase) <= stems
    )
