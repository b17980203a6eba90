"""What a model's answer must prove before it is believed. Each failure is a sentence that the model can act on."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from digest.core.report import Paper
from digest.summary_checks import grounding, language
from digest.summary_checks.answer import Draft
from digest.summary_checks.evasions import is_evasion

_LEAST = {"zh": 8, "ja": 8, "ko": 8}
_MOST = {"one_sentence": 500, "motivation": 900, "method": 1200, "conclusion": 900}
_LEAST_ELSEWHERE = 20
_COPIED = 0.8
"""The share of a sentence's runs of words that may not all be the abstract's."""
_RUN = 5


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the checks say of one answer."""

    problems: tuple[str, ...]
    """What to name back to the model; empty where there is nothing."""
    draft: Draft | None = None
    unsupported: tuple[str, ...] = ()
    """Numbers, as they stand in the summary."""
    usable: bool = False
    """Whether the answer may be published: it has no problem but the unsupported numbers, which are marked."""
    tokens_in: int = 0
    tokens_out: int = 0

    def costing(self, tokens_in: int, tokens_out: int) -> "Verdict":
        """The same with what the answer cost."""
        return replace(self, tokens_in=tokens_in, tokens_out=tokens_out)


def better(first: Verdict, second: Verdict | None) -> Verdict:
    """Which of two answers for a paper to take, with the cost of both."""
    if second is None:
        return first
    takes_first = first.usable and (not second.usable or len(first.unsupported) < len(second.unsupported))
    taken = first if takes_first else second
    return taken.costing(first.tokens_in + second.tokens_in, first.tokens_out + second.tokens_out)


def check(
    draft: Draft,
    paper: Paper,
    page_language: str,
    rubric: Mapping[str, int],
    other_titles: Sequence[str],
    prompt: str = "",
    other_texts: Collection[str] = (),
) -> Verdict:
    """Check an answer against its paper, and against the `prompt` that it answers.

    `other_titles` are those of the papers that were asked about with it, `other_texts` what is said of them.
    """
    problems = [
        *_texts(draft, page_language),
        *_repeated(draft, prompt),
        *_copied(draft, paper),
        *_keywords(draft.keywords),
        *_points(draft, rubric),
        *_links(draft, paper),
        *_mixed_up(draft.title, paper.title, other_titles),
        *_shared(draft, other_texts),
    ]
    unsupported = grounding.unsupported(
        [*draft.texts.values(), *draft.keywords], f"{paper.title}\n{paper.abstract}", page_language
    )
    numbers = [f"the number {number} is not in the title or abstract; leave it out" for number in unsupported]
    return Verdict(problems=(*problems, *numbers), draft=draft, unsupported=unsupported, usable=not problems)


def _texts(draft: Draft, page_language: str) -> list[str]:
    problems = []
    least = _LEAST.get(page_language.split("-")[0].lower(), _LEAST_ELSEWHERE)
    for name, text in draft.texts.items():
        if is_evasion(text):
            problems.append(f"{name} says nothing about the paper")
        elif not least <= len(text) <= _MOST[name]:
            problems.append(f"{name} has {len(text)} characters; {least} to {_MOST[name]} are allowed")
        elif not language.is_in(text, page_language):
            problems.append(f"{name} is not written in {language.name_of(page_language)}")
    if len({_letters(text) for text in draft.texts.values()}) < len(draft.texts):
        problems.append("two fields say the same")
    return problems


def _repeated(draft: Draft, prompt: str) -> list[str]:
    """A small model may hand the description of a field back in place of the field."""
    asked = _letters(prompt)
    answered = {name: _letters(text) for name, text in draft.texts.items()}
    return [f"{name} repeats the question" for name, letters in answered.items() if letters and letters in asked]


def _copied(draft: Draft, paper: Paper) -> list[str]:
    """The one sentence must be the model's own: not mostly runs of words of the abstract."""
    sentence, source = _words(draft.texts["one_sentence"]), _words(paper.abstract)
    runs = {tuple(source[i : i + _RUN]) for i in range(len(source) - _RUN + 1)}
    own = [tuple(sentence[i : i + _RUN]) for i in range(len(sentence) - _RUN + 1)]
    if own and sum(run in runs for run in own) >= _COPIED * len(own):
        return ["one_sentence is copied from the abstract; use your own words"]
    return []


def _keywords(keywords: Sequence[str]) -> list[str]:
    if not 3 <= len(keywords) <= 8:
        return [f"there are {len(keywords)} keywords; 3 to 6 are wanted"]
    if len({word.casefold() for word in keywords}) < len(keywords):
        return ["a keyword is listed twice"]
    # Named by its place: its words, which an abstract may have asked for, would stand among our instructions.
    for number, word in enumerate(keywords, 1):
        if len(word) > 60 or re.search(r"[。！？!?;；]|\. ", word) or not _letters(word):
            return [f"keywords are terms, not sentences, as keyword {number} is"]
    return []


def _points(draft: Draft, rubric: Mapping[str, int]) -> list[str]:
    return [
        f"scores.{name} is {draft.points[name]}; 0 to {maximum} are allowed"
        for name, maximum in rubric.items()
        if not 0 <= draft.points[name] <= maximum
    ]


def _links(draft: Draft, paper: Paper) -> list[str]:
    text = " ".join([*draft.texts.values(), *draft.keywords])
    links = re.findall(r"(?:https?://|www\.)[\w./-]+", text)
    return ["there is a link that the abstract does not have"] if any(li not in paper.abstract for li in links) else []


def _mixed_up(repeated: str, title: str, other_titles: Sequence[str]) -> list[str]:
    """Whether the item repeats another paper's title under this one's id."""
    if not other_titles:
        return []
    words = set(_words(repeated))
    own, *others = (len(words & set(_words(each)[:12])) for each in (title, *other_titles))
    if not words or own < len(words) / 2 or any(other > own for other in others):
        return ["title does not repeat the first words of the paper with this id"]
    return []


def _shared(draft: Draft, other_texts: Collection[str]) -> list[str]:
    """A model that was asked about several papers may copy what it says of one under the id of another."""
    others = {_letters(text) for text in other_texts}
    same = [name for name, text in draft.texts.items() if _letters(text) in others]
    return [f"{name} repeats what was said of another paper" for name in same]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _letters(text: str) -> str:
    return "".join(_words(text))
