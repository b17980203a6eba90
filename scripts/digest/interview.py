"""Asking a model about papers, and once more about those of which it gave no answer to believe."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from digest import rubric as by_rubric
from digest.answer import Malformed, by_id, draft, items
from digest.caller import Caller, Unanswered
from digest.checks import Verdict, better, check
from digest.llm import Question
from digest.models import Paper
from digest.paper_tags import quoted
from digest.reply import Reply

ANSWER_TOKENS = 450
"""About what one paper's answer takes."""
_NOTHING_FAILED: Mapping[str, Verdict] = {}


class Interview:
    """The questions of one stage of a run."""

    def __init__(self, caller: Caller, fixed: str, language: str, rubric: Mapping[str, int]) -> None:
        """`fixed` is the prompt, filled; `language` the page's."""
        self._caller = caller
        self._fixed = fixed
        self._language = language
        self._rubric = rubric

    async def ask(self, papers: Sequence[Paper], failed: Mapping[str, Verdict] = _NOTHING_FAILED) -> dict[str, Verdict]:
        """Ask about papers in one call; a verdict on each answer, by id. Raises Unanswered.

        What was wrong with the answers in `failed` is named to the model.
        """
        notes = [
            f"An earlier answer for {paper.id} was not accepted: {'; '.join(failed[paper.id].problems)}."
            for paper in papers
            if paper.id in failed
        ]
        question = Question(
            fixed=self._fixed,
            own="\n\n".join([*(quoted(paper) for paper in papers), *notes]),
            schema=by_rubric.schema(self._rubric, packed=len(papers) > 1),
            answer_tokens=ANSWER_TOKENS * len(papers),
        )
        reply = await self._caller.ask(question)
        # In a thread, so that the next call goes out before this answer is read.
        return await asyncio.to_thread(self._verdicts, papers, reply)

    async def ask_again(self, papers: Sequence[Paper], first: Mapping[str, Verdict]) -> dict[str, Verdict]:
        """Ask once more; the better of both answers for each paper. Raises Unanswered where none can be published."""
        try:
            second = await self.ask(papers, first)
        except Unanswered:
            if not any(first[paper.id].usable for paper in papers):
                raise
            second = {}
        return {paper.id: better(first[paper.id], second.get(paper.id)) for paper in papers}

    def _verdicts(self, papers: Sequence[Paper], reply: Reply) -> dict[str, Verdict]:
        found = by_id(items(reply.text, "one_sentence"), [paper.id for paper in papers])
        verdicts = {}
        for paper in papers:
            others = [other.title for other in papers if other.id != paper.id]
            if paper.id in found and not reply.refused:
                verdict = self._verdict(found[paper.id], paper, others)
            else:
                verdict = Verdict(problems=(_nothing(reply),))
            verdicts[paper.id] = verdict.costing(reply.tokens_in // len(papers), reply.tokens_out // len(papers))
        return verdicts

    def _verdict(self, item: dict[str, Any], paper: Paper, others: Sequence[str]) -> Verdict:
        try:
            said = draft(item, list(self._rubric))
        except Malformed as error:
            return Verdict(problems=(str(error),))
        return check(said, paper, self._language, self._rubric, others)


def _nothing(reply: Reply) -> str:
    if reply.refused:
        return "it was declined"
    return "there was no JSON item with this id" if reply.complete else "it was too long and cut off; be brief"
