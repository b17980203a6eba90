"""How a model is asked for summaries, and how its answer is read: the same for single calls and for batches. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from digest.config.prompts import Prompt
from digest.config.schema import Llm
from digest.core.files import fingerprint
from digest.core.report import Paper, Part, Summary
from digest.language_model.api import MARGIN, Question
from digest.language_model.reply import Reply
from digest.summarise.saved import Finished
from digest.summary_checks.answer import TEXTS, Malformed, by_id, draft, items, plain, sentences
from digest.summary_checks.checks import Verdict, check
from digest.summary_checks.language import has_common_script, name_of

ANSWER_TOKENS = 450
"""About what one paper's answer takes."""
POINT_TOKENS = 12
"""What one criterion's name and points take."""
_MOST_TIMES = 3
"""How many times the usual length an answer may have."""
_TAG = re.compile(r"<(?=\s*/?\s*paper)", re.IGNORECASE)
_NOTHING_FAILED: Mapping[str, Verdict] = {}


@dataclass(frozen=True, kw_only=True)
class Asking:
    """All of a question but its papers."""

    model: str
    fixed: str
    """The prompt, filled; it comes first, the same for all papers."""
    prompt_hash: str
    language: str
    """That of the page."""
    rubric: Mapping[str, int]

    @classmethod
    def of(cls, llm: Llm, language: str, interests: Sequence[str], prompt: Prompt) -> "Asking":
        """The question of a configuration. Raises ConfigurationError where the prompt is wrong."""
        fixed = prompt.fill(
            language=name_of(language),
            rubric=_described(llm.rubric),
            interests="\n".join(f"- {interest}" for interest in interests)
            or "- none are given; relevance to the field",
        )
        return cls(model=llm.model, fixed=fixed, prompt_hash=prompt.hash, language=language, rubric=llm.rubric)

    @property
    def name(self) -> str:
        """A short name for this way of asking: what is saved of another way is not taken for an answer to this one."""
        return fingerprint(self.model, self.fixed, self.prompt_hash, self.language)

    @property
    def _longest(self) -> int:
        """The most tokens of one paper's answer."""
        scripted = 1 if has_common_script(self.language) else 2
        return _MOST_TIMES * scripted * ANSWER_TOKENS + POINT_TOKENS * len(self.rubric)

    def question(self, papers: Sequence[Paper], failed: Mapping[str, Verdict] = _NOTHING_FAILED) -> Question:
        """A question about papers; what was wrong with the answers in `failed` is named to the model."""
        notes = [
            f"An earlier answer for {paper.id} was not accepted: {'; '.join(failed[paper.id].problems)}."
            for paper in papers
            if paper.id in failed
        ]
        return Question(
            fixed=self.fixed,
            own="\n\n".join([*(quoted(paper) for paper in papers), *notes]),
            schema=_schema(self.rubric, packed=len(papers) > 1),
            answer_tokens=ANSWER_TOKENS * len(papers),
            # Twice as much for what failed, as it may have been cut off.
            most_tokens=MARGIN + (2 if notes else 1) * self._longest * len(papers),
        )

    def verdicts(self, papers: Sequence[Paper], reply: Reply, told: Sequence[str] = ()) -> dict[str, Verdict]:
        """What the checks say of an answer, by the papers' ids; `told` is what was believed of others before."""
        answers = by_id(items(reply.text, "one_sentence"), [paper.id for paper in papers])
        verdicts = {}
        for paper in papers:
            others = [other for other in papers if other.id != paper.id]
            if paper.id in answers and not reply.refused:
                texts = [text for other in others for text in sentences(answers.get(other.id, {}))]
                titles = [other.title for other in others]
                verdict = self._verdict(answers[paper.id], paper, titles, [*told, *texts])
            else:
                verdict = Verdict(problems=(_nothing(reply),))
            verdicts[paper.id] = verdict.costing(reply.tokens_in // len(papers), reply.tokens_out // len(papers))
        return verdicts

    def _verdict(self, item: dict[str, Any], paper: Paper, titles: Sequence[str], texts: Sequence[str]) -> Verdict:
        try:
            drafted = draft(item, list(self.rubric))
        except Malformed as error:
            return Verdict(problems=(str(error),))
        return check(drafted, paper, self.language, self.rubric, titles, self.fixed, texts)

    def finished(self, paper: Paper, verdict: Verdict) -> Finished | None:
        """The summary and the points of an answer that may be published, else nothing."""
        if verdict.draft is None or not verdict.usable:
            return None
        summary = Summary(
            status="ok",
            language=self.language,
            **verdict.draft.texts,
            keywords=verdict.draft.keywords,
            model=self.model,
            prompt=self.prompt_hash,
            tokens_in=verdict.tokens_in,
            tokens_out=verdict.tokens_out,
            unsupported=verdict.unsupported,
        )
        points = verdict.draft.points
        parts = tuple(Part(name=name, points=points[name], maximum=most) for name, most in self.rubric.items())
        return Finished(id=paper.id, version=paper.version, summary=summary, parts=parts)


def _nothing(reply: Reply) -> str:
    if reply.refused:
        return "it was declined"
    return "there was no JSON item with this id" if reply.complete else "it was too long and cut off; be brief"


def quoted(paper: Paper, abstract_characters: int | None = None) -> str:
    """A paper as data for a model: id, title, categories and abstract, or its opening, between <paper> and </paper>.

    No title and no abstract can close these tags.
    """
    abstract = plain(paper.abstract)
    if abstract_characters is not None and len(abstract) > abstract_characters:
        abstract = abstract[:abstract_characters].rsplit(" ", 1)[0] + " ..."
    lines = [f"id: {paper.id}", f"title: {plain(paper.title)}", f"categories: {', '.join(paper.categories)}"]
    inside = "\n".join([*lines, f"abstract: {abstract or '(none)'}"])
    return f"<paper>\n{_TAG.sub('< ', inside)}\n</paper>"


def _described(rubric: Mapping[str, int]) -> str:
    """The criteria of llm.rubric for a prompt: "relevance 0-50, novelty 0-25, evidence 0-25"."""
    return ", ".join(f"{name} 0-{maximum}" for name, maximum in rubric.items())


def _schema(rubric: Mapping[str, int], *, packed: bool) -> dict[str, Any]:
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
