"""The summarise stage with a model: a summary and a score for each paper, or an honest reason why not.

Papers are asked about best first, several at once; an answer that does not prove itself is asked for once more with
what was wrong; every finished summary is saved before the next is begun.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from digest import rubric as by_rubric
from digest.answer import Malformed, by_id, draft, items
from digest.checks import Verdict, check
from digest.config import Llm
from digest.language import name_of
from digest.llm import Caller, Question, Unanswered
from digest.models import Entry, Paper, Part, Reason, Score, Summary
from digest.prompts import Prompt
from digest.paper_tags import quoted
from digest.rank import Ranked
from digest.saved import Saved, fingerprint
from digest.work import work_through

ANSWER_TOKENS = 450
"""About what one paper's answer takes."""
REFUSALS: tuple[Reason, ...] = ("credentials", "payment", "forbidden", "no_model")
"""What calling again does not cure."""


@dataclass(frozen=True, kw_only=True)
class Summarised:
    """What the stage made of the papers."""

    entries: tuple[Entry, ...]
    """One for each paper, in the order in which they were given; the status is "ok" or "pending"."""
    calls: int
    """Requests that were sent to the API."""
    tokens_in: int
    tokens_out: int
    asked_again: int
    """Papers whose first answer did not pass the checks."""
    unsupported: int
    """Summaries with a number that the abstract does not support."""
    refusal: Reason | None
    """Set where calling stopped because the owner has to change something first."""
    notices: tuple[str, ...]


def summarise(
    ranked: Sequence[Ranked],
    *,
    llm: Llm,
    api_key: str,
    language: str,
    interests: Sequence[str],
    prompt: Prompt,
    saved: Saved | None,
    progress: Callable[[int, int], None],
) -> Summarised:
    """Summarise papers with the model; `progress` is told how many are finished, of how many.

    Never raises because of what an API does: a paper without a summary is pending, with the reason. Raises
    ConfigurationError where the prompt or the address of the API is wrong, DigestError where the disk refuses.
    """
    fixed = prompt.fill(
        language=name_of(language),
        rubric=by_rubric.described(llm.rubric),
        interests="\n".join(f"- {interest}" for interest in interests) or "- none are given; relevance to the field",
    )
    stage = _Stage(ranked, llm, api_key, language, fixed, prompt.hash, saved, progress)
    asyncio.run(stage.run())
    return stage.result()


class _Stage:
    """One run of the stage; its state is the summaries that are there."""

    def __init__(
        self,
        ranked: Sequence[Ranked],
        llm: Llm,
        api_key: str,
        language: str,
        fixed: str,
        prompt_hash: str,
        saved: Saved | None,
        progress: Callable[[int, int], None],
    ) -> None:
        self._ranked = ranked
        self._llm = llm
        self._language = language
        self._fixed = fixed
        self._prompt_hash = prompt_hash
        self._asked = fingerprint(llm.model, fixed, prompt_hash, language)
        self._saved = saved
        self._progress = progress
        self._caller = Caller(llm, api_key)
        self._done: dict[str, tuple[Summary, tuple[Part, ...]]] = {}
        self._asked_again = 0

    async def run(self) -> None:
        papers = [ranked.paper for ranked in self._ranked]
        for paper in papers:
            finished = self._saved.get(paper, self._asked) if self._saved else None
            if finished:
                self._done[paper.id] = (finished.summary, finished.parts)
        left = [paper for paper in papers if paper.id not in self._done]
        self._tell()
        if not left:
            return
        size = self._llm.papers_per_call
        packs = [left[start : start + size] for start in range(0, len(left), size)]
        async with self._caller:
            in_time = await work_through(packs, self._pack, self._llm.concurrency, self._llm.deadline_seconds)
        if not in_time:
            for paper in left:
                self._pending([paper], "deadline")

    async def _pack(self, papers: Sequence[Paper]) -> None:
        """Ask for some papers in one call, and for those that failed once more."""
        try:
            verdicts = await self._ask(papers, {})
            failed = [paper for paper in papers if verdicts[paper.id].problems]
            await self._keep(papers, verdicts, final=False)
            self._asked_again += len(failed)
            # Halves: an answer may have failed because it was too much at once.
            for part in (failed[: len(failed) // 2], failed[len(failed) // 2 :]):
                if part:
                    again = await self._ask_again(part, verdicts)
                    await self._keep(part, again, final=True)
        except Unanswered as error:
            self._pending(papers, error.reason)

    async def _ask_again(self, papers: Sequence[Paper], first: dict[str, Verdict]) -> dict[str, Verdict]:
        """The better of both answers: one that failed for its numbers alone stands where the second is worse."""
        try:
            second = await self._ask(papers, first)
        except Unanswered:
            if not any(first[paper.id].usable for paper in papers):
                raise
            second = {}
        return {p.id: v if (v := second.get(p.id)) and v.usable else first[p.id] for p in papers}

    async def _ask(self, papers: Sequence[Paper], failed: dict[str, Verdict]) -> dict[str, Verdict]:
        own = "\n\n".join(quoted(paper) for paper in papers)
        for paper in papers:
            if paper.id in failed:
                own += f"\n\nAn earlier answer for {paper.id} was not accepted: {'; '.join(failed[paper.id].problems)}."
        question = Question(
            fixed=self._fixed,
            own=own,
            schema=by_rubric.schema(self._llm.rubric, packed=len(papers) > 1),
            answer_tokens=ANSWER_TOKENS * len(papers),
        )
        reply = await self._caller.ask(question)
        found = by_id(items(reply.text, "one_sentence"), [paper.id for paper in papers])
        verdicts = {}
        for paper in papers:
            if reply.refused or paper.id not in found:
                what = "it was declined" if reply.refused else "there was no whole item with this id"
                verdicts[paper.id] = Verdict(problems=(what,))
                continue
            try:
                said = draft(found[paper.id], list(self._llm.rubric))
            except Malformed as error:
                verdicts[paper.id] = Verdict(problems=(str(error),))
                continue
            others = [other.title for other in papers if other.id != paper.id]
            verdict = check(said, paper, self._language, self._llm.rubric, others)
            verdicts[paper.id] = verdict.costing(reply.tokens_in // len(papers), reply.tokens_out // len(papers))
        return verdicts

    async def _keep(self, papers: Sequence[Paper], verdicts: dict[str, Verdict], *, final: bool) -> None:
        for paper in papers:
            verdict = verdicts[paper.id]
            if verdict.draft is None or not (verdict.usable if final else not verdict.problems):
                if final:
                    self._pending([paper], "bad_answer")
                continue
            summary = Summary(
                status="ok",
                language=self._language,
                **verdict.draft.texts,
                keywords=verdict.draft.keywords,
                model=self._llm.model,
                prompt=self._prompt_hash,
                tokens_in=verdict.tokens_in,
                tokens_out=verdict.tokens_out,
                unsupported=verdict.unsupported,
            )
            parts = by_rubric.parts(verdict.draft.points, self._llm.rubric)
            if self._saved:
                await asyncio.to_thread(self._saved.put, paper, self._asked, summary, parts)
            self._done[paper.id] = (summary, parts)
            self._tell()

    def _pending(self, papers: Sequence[Paper], reason: Reason) -> None:
        for paper in papers:
            if paper.id not in self._done:
                self._done[paper.id] = (Summary(status="pending", language=self._language, why=reason), ())
        self._tell()

    def _tell(self) -> None:
        self._progress(len(self._done), len(self._ranked))

    def result(self) -> Summarised:
        """What came of it."""
        entries = []
        for ranked in self._ranked:
            summary, parts = self._done[ranked.paper.id]
            score = ranked.score
            if summary.status == "ok":
                total = sum(part.points for part in parts)
                score = Score(total=total, by="model", parts=parts, lexical=score.lexical or score)
            entries.append(Entry(paper=ranked.paper, score=score, summary=summary))
        return Summarised(
            entries=tuple(entries),
            calls=self._caller.calls,
            tokens_in=self._caller.spending.tokens_in,
            tokens_out=self._caller.spending.tokens_out,
            asked_again=self._asked_again,
            unsupported=sum(bool(entry.summary.unsupported) for entry in entries),
            refusal=self._caller.stopped if self._caller.stopped in REFUSALS else None,
            notices=tuple(self._caller.notices),
        )
