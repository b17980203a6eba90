"""Asking a model about papers, and once more about those of which it gave no answer to believe."""

import asyncio
from collections.abc import Mapping, Sequence

from digest.core.report import Paper
from digest.language_model.caller import Caller
from digest.language_model.faults import Unanswered
from digest.summarise.question import Asking
from digest.summary_checks.checks import Verdict, better

_NOTHING_FAILED: Mapping[str, Verdict] = {}


class Interview:
    """The questions of one stage of a run."""

    def __init__(self, caller: Caller, asking: Asking) -> None:
        """Take who asks, and how."""
        self._caller = caller
        self._asking = asking

    async def ask(
        self, papers: Sequence[Paper], failed: Mapping[str, Verdict] = _NOTHING_FAILED, told: Sequence[str] = ()
    ) -> dict[str, Verdict]:
        """Ask about papers in one call; a verdict on each answer, by id. Raises Unanswered.

        What was wrong with the answers in `failed` is named to the model; `told` is what was believed of other papers.
        """
        reply = await self._caller.ask(self._asking.question(papers, failed))
        # In a thread, so that the next call goes out before this answer is read.
        return await asyncio.to_thread(self._asking.verdicts, papers, reply, told)

    async def ask_again(
        self, papers: Sequence[Paper], first: Mapping[str, Verdict], told: Sequence[str]
    ) -> dict[str, Verdict]:
        """Ask once more; the better of both answers for each paper. Raises Unanswered where none can be published."""
        try:
            second = await self.ask(papers, first, told)
        except Unanswered:
            if not any(first[paper.id].usable for paper in papers):
                raise
            second = {}
        return {paper.id: better(first[paper.id], second.get(paper.id)) for paper in papers}
