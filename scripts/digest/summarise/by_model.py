"""The summarise stage with a model: a summary and a score for each paper, or an honest reason why not.

Papers are asked about best first, several at once; an answer that does not prove itself is asked for once more with
what was wrong; every finished summary is saved before the next is begun.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from digest.core.errors import DigestError
from digest.core.report import Entry, Paper, Part, Reason, Score, Summary
from digest.language_model.caller import Caller
from digest.language_model.cost import Cost
from digest.language_model.faults import Unanswered
from digest.language_model.worker_pool import work_through
from digest.rank.ranking import Ranked
from digest.summarise.question import Asking
from digest.summarise.saved import Saved
from digest.summary_checks.answer import sentences
from digest.summary_checks.checks import Verdict, better

_NOTHING_FAILED: Mapping[str, Verdict] = {}


@dataclass(frozen=True, kw_only=True)
class Summarised:
    """What the stage made of the papers."""

    entries: tuple[Entry, ...]
    """One for each paper, in the order in which they were given; the status is "ok" or "pending"."""
    cost: Cost
    """The requests that were sent to the API, with their tokens."""
    asked_again: int
    """Papers whose first answer did not pass the checks."""
    unsupported: int
    """Summaries with a number that the abstract does not support."""
    refusal: Reason | None
    """Set where calling stopped because the owner has to change something first."""
    notices: tuple[str, ...]
    """What the owner should know of the API."""


def summarise(
    ranked: Sequence[Ranked],
    *,
    caller: Caller,
    asking: Asking,
    saved: Saved | None,
    progress: Callable[[int, int], None],
) -> Summarised:
    """Summarise papers with the model; `progress` is told how many are finished, of how many.

    Never raises because of what an API does: a paper without a summary is pending, with the reason. Raises DigestError
    where the disk refuses.
    """
    stage = _Stage(ranked, caller, asking, saved, progress)
    asyncio.run(stage.run())
    return stage.result()


def refused(ranked: Sequence[Ranked], reason: Reason, language: str) -> Summarised:
    """What comes of papers about which the model is not asked, because it refused to be called before."""
    pending = Summary(status="pending", language=language, why=reason)
    return Summarised(
        entries=tuple(Entry(paper=r.paper, score=r.score, summary=pending) for r in ranked),
        cost=Cost(),
        asked_again=0,
        unsupported=0,
        refusal=reason,
        notices=(),
    )


class _Stage:
    """One run of the stage; its state is the summaries that are there."""

    def __init__(
        self,
        ranked: Sequence[Ranked],
        caller: Caller,
        asking: Asking,
        saved: Saved | None,
        progress: Callable[[int, int], None],
    ) -> None:
        self._ranked = ranked
        self._asking = asking
        self._saved = saved
        self._progress = progress
        self._caller = caller
        self._before = caller.cost
        self._done: dict[str, tuple[Summary, tuple[Part, ...]]] = {}
        self._asked_again = 0

    async def run(self) -> None:
        papers = [ranked.paper for ranked in self._ranked]
        for paper in papers:
            finished = self._saved.get(paper, self._asking.name) if self._saved else None
            if finished:
                self._done[paper.id] = (finished.summary, finished.parts)
        left = [paper for paper in papers if paper.id not in self._done]
        self._tell()
        if not left:
            return
        llm = self._caller.llm
        size = llm.papers_per_call
        packs = [left[start : start + size] for start in range(0, len(left), size)]
        async with self._caller:
            # Twice as many as calls at once: while some wait for the model, others check and save what it said.
            in_time = await work_through(packs, self._pack, 2 * llm.concurrency, self._caller.budget.seconds_left)
        if not in_time:
            for paper in left:
                self._pending([paper], "deadline")

    async def _pack(self, papers: Sequence[Paper]) -> None:
        """Ask for some papers in one call, and for those that failed once more."""
        try:
            first = await self._ask(papers)
            await self._keep([paper for paper in papers if not first[paper.id].problems], first)
            failed = [paper for paper in papers if first[paper.id].problems]
            self._asked_again += len(failed)
            # Halves: an answer may have failed because it was too much at once.
            for part in (failed[: len(failed) // 2], failed[len(failed) // 2 :]):
                if part:
                    told = [text for paper in papers for text in self._told(paper)]
                    await self._keep(part, await self._ask_again(part, first, told))
        except Unanswered as error:
            self._pending(papers, error.reason)
        except DigestError:
            raise
        except Exception:  # a defect of ours in asking about a text, or in checking an answer, must not hold the others
            if len(papers) == 1:
                self._pending(papers, "defect")
                return
            for paper in papers:
                if paper.id not in self._done:
                    await self._pack([paper])

    async def _ask(
        self, papers: Sequence[Paper], failed: Mapping[str, Verdict] = _NOTHING_FAILED, told: Sequence[str] = ()
    ) -> dict[str, Verdict]:
        """Ask about papers in one call; a verdict on each answer, by id. Raises Unanswered.

        What was wrong with the answers in `failed` is named to the model; `told` is what was believed of other papers.
        """
        reply = await self._caller.ask(self._asking.question(papers, failed))
        # In a thread, so that the next call goes out before this answer is read.
        return await asyncio.to_thread(self._asking.verdicts, papers, reply, told)

    async def _ask_again(
        self, papers: Sequence[Paper], first: Mapping[str, Verdict], told: Sequence[str]
    ) -> dict[str, Verdict]:
        """Ask once more; the better of both answers for each paper. Raises Unanswered where none can be published."""
        try:
            second = await self._ask(papers, first, told)
        except Unanswered:
            if not any(first[paper.id].usable for paper in papers):
                raise
            second = {}
        return {paper.id: better(first[paper.id], second.get(paper.id)) for paper in papers}

    async def _keep(self, papers: Sequence[Paper], verdicts: dict[str, Verdict]) -> None:
        for paper in papers:
            finished = self._asking.finished(paper, verdicts[paper.id])
            if finished is None:
                self._pending([paper], "bad_answer")
                continue
            if self._saved:
                await asyncio.to_thread(self._saved.put, finished, self._asking.name)
            self._done[paper.id] = (finished.summary, finished.parts)
            self._tell()

    def _told(self, paper: Paper) -> Sequence[str]:
        """What was believed of a paper in this run."""
        return sentences(self._done[paper.id][0].model_dump()) if paper.id in self._done else ()

    def _pending(self, papers: Sequence[Paper], reason: Reason) -> None:
        for paper in papers:
            if paper.id not in self._done:
                self._done[paper.id] = (Summary(status="pending", language=self._asking.language, why=reason), ())
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
            cost=self._caller.cost - self._before,
            asked_again=self._asked_again,
            unsupported=sum(bool(entry.summary.unsupported) for entry in entries),
            refusal=self._caller.refusal,
            notices=tuple(self._caller.notices),
        )
