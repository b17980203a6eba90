"""How a model is asked to tell of a group of papers, and what each sentence must prove before it is believed. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from digest.core import paper_ids
from digest.core.report import Entry, Paper
from digest.language_model.api import MARGIN, Question
from digest.periods.record import Sentence
from digest.summarise.question import closed, quoted
from digest.summary_checks import grounding, language
from digest.summary_checks.answer import plain
from digest.summary_checks.evasions import is_evasion
from digest.summary_checks.json_in_text import objects

SENTENCES_OF_A_THEME = 3
SENTENCES_OF_A_PERIOD = 5
MOST_PAPERS = 16
"""Papers of a group that the model is shown, best first."""
SENTENCE_TOKENS = 90
"""About what a sentence takes."""
_SHORTEST, _LONGEST = 8, 600
_TEXT: dict[str, Any] = {"type": "string"}
_SCHEMA = closed(
    {"sentences": {"type": "array", "items": closed({"text": _TEXT, "ids": {"type": "array", "items": _TEXT}})}}
)
_LINK = re.compile(r"https?:|www\.|\d{4}\.\d{4,5}")


@dataclass(frozen=True, kw_only=True)
class Group:
    """Papers that are told of together: a theme's, or the best of a period."""

    name: str
    """Empty for the whole period."""
    papers: tuple[Paper, ...]
    """Each with its one-sentence summary in place of the abstract; nothing else of it is shown or believed."""
    most: int
    """So many sentences at most."""


def group(name: str, entries: Sequence[Entry], most: int) -> Group:
    """What a model is shown of papers."""
    return Group(
        name=name,
        papers=tuple(
            entry.paper.model_copy(update={"abstract": entry.summary.one_sentence or "", "comment": None})
            for entry in entries[:MOST_PAPERS]
        ),
        most=most,
    )


def question(fixed: str, about: Group, problems: Sequence[str] = ()) -> Question:
    """The question about a group; what was wrong with an earlier answer is named."""
    theme = [f"Theme: {plain(about.name)}"] if about.name else ["The best papers of the period."]
    notes = [f"An earlier answer was not accepted: {'; '.join(problems)}."] if problems else []
    head = [*theme, f"Sentences: {2 if about.most > 1 else 1} to {about.most}"]
    return Question(
        fixed=fixed,
        own="\n\n".join([*head, *(quoted(paper) for paper in about.papers), *notes]),
        schema=_SCHEMA,
        answer_tokens=SENTENCE_TOKENS * about.most,
        most_tokens=MARGIN + 4 * SENTENCE_TOKENS * about.most,
    )


def checked(answer: str, about: Group, page_language: str) -> tuple[tuple[Sentence, ...], tuple[str, ...]]:
    """The sentences of an answer that may be published, and what is wrong with it."""
    papers = {paper.id: paper for paper in about.papers}
    sentences, problems = [], []
    items = _items(answer)
    if not items:
        problems.append("there was no JSON object with sentences")
    for place, item in enumerate(items[: about.most], start=1):
        sentence = _sentence(item)
        wrong = _wrong(sentence, papers, page_language)
        if wrong:
            problems.append(f"sentence {place} {wrong}")
        else:
            sentences.append(sentence)
    cited = {paper_id for sentence in sentences for paper_id in sentence.ids}
    if len(sentences) > 1 and len(cited) == 1 and len(papers) > 1:
        return (), (*problems, "one id was given for all sentences")
    return tuple(sentences), tuple(problems)


def _items(answer: str) -> list[dict[str, Any]]:
    for value in objects(answer):
        if isinstance(value, dict) and isinstance(value.get("sentences"), list):
            return [item for item in value["sentences"] if isinstance(item, dict)]
    return []


def _sentence(item: Mapping[str, Any]) -> Sentence:
    text, ids = item.get("text"), item.get("ids")
    given = [paper_id for paper_id in ids if isinstance(paper_id, str)] if isinstance(ids, list) else []
    stored = dict.fromkeys(map(paper_ids.stored, given))
    return Sentence(text=plain(text) if isinstance(text, str) else "", ids=tuple(stored))


def _wrong(sentence: Sentence, papers: Mapping[str, Paper], page_language: str) -> str:
    """What is wrong with a sentence, as the model is told; nothing where it may be published."""
    text = sentence.text
    if not _SHORTEST <= len(text) <= _LONGEST:
        return f"has {len(text)} characters; {_SHORTEST} to {_LONGEST} are allowed"
    if is_evasion(text):
        return "says nothing about the papers"
    if _LINK.search(text):
        return "has a link or an id in its text"
    if not sentence.ids:
        return "stands on no paper"
    if strangers := [paper_id for paper_id in sentence.ids if paper_id not in papers]:
        return f"stands on {', '.join(strangers)[:100]}, which is not in the group"
    if not language.is_in(text, page_language):
        return f"is not written in {language.name_of(page_language)}"
    source = "\n".join(f"{papers[paper_id].title}\n{papers[paper_id].abstract}" for paper_id in sentence.ids)
    # What stands for an abstract here is a sentence of the page.
    if numbers := grounding.unsupported([text], source, page_language, page_language):
        return f"has the number {numbers[0]}, which its papers do not have"
    return ""
