"""A second look at the best of the ranker, by a model that reads titles: who wins is summarised."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from digest.config.prompts import Prompt
from digest.core.errors import DigestError
from digest.core.reasons import WORDS
from digest.core.report import Reason
from digest.language_model.api import MARGIN, Question
from digest.language_model.caller import Caller
from digest.language_model.cost import Cost
from digest.language_model.faults import Unanswered
from digest.language_model.worker_pool import work_through
from digest.rank.ranking import CANDIDATES, Ranked
from digest.summarise.question import closed, quoted
from digest.summary_checks.answer import Malformed, by_id, items, whole_number

IN_A_CALL = 20
OPENING_CHARACTERS = 300
ANSWER_TOKENS = 20
"""About what the answer takes for each paper."""
_SCHEMA = closed(
    {"papers": {"type": "array", "items": closed({"id": {"type": "string"}, "score": {"type": "integer"}})}}
)


@dataclass(frozen=True, kw_only=True)
class Triaged:
    """What the model's look at the titles came to."""

    ranked: tuple[Ranked, ...]
    """All papers that were given, reordered where the model judged; the scores are the ranker's."""
    cost: Cost
    notices: tuple[str, ...]


def triage(
    ranked: Sequence[Ranked],
    *,
    wanted: int,
    caller: Caller,
    interests: Sequence[str],
    prompt: Prompt,
    progress: Callable[[int, int], None],
) -> Triaged:
    """Let the model reorder the best 3 x `wanted` papers (best first), by title and the opening of the abstract.

    All or nothing: where a single answer is missing or wrong, the order stays as it is, and a notice says so. Raises
    ConfigurationError where the prompt is wrong.
    """
    fixed = prompt.fill(interests="\n".join(f"- {interest}" for interest in interests))
    candidates = ranked[: CANDIDATES * wanted]
    before = caller.cost
    judged, failure = asyncio.run(_judge(candidates, fixed, caller, progress))
    notices = list(caller.notices)
    order = list(candidates)
    if failure:
        why = f"The model could not choose among the papers ({WORDS[failure]})"
        notices.append(f"{why}; they are in the ranker's own order.")
    else:
        order.sort(key=lambda each: -judged[each.paper.id])  # stable: ties stay in the ranker's order
    return Triaged(
        ranked=(*order, *ranked[len(candidates) :]),
        cost=caller.cost - before,
        notices=tuple(notices),
    )


async def _judge(
    candidates: Sequence[Ranked], fixed: str, caller: Caller, progress: Callable[[int, int], None]
) -> tuple[dict[str, int], Reason | None]:
    """The model's points by id, and why they are not complete."""
    judged: dict[str, int] = {}
    failures: list[Reason] = []

    async def ask(some: Sequence[Ranked]) -> None:
        if failures:
            return
        try:
            points = await _ask(some, fixed, caller)
            left = [each for each in some if each.paper.id not in points]
            if left:
                points |= await _ask(left, fixed, caller)
        except Unanswered as error:
            failures.append(error.reason)
            return
        except DigestError:
            raise
        except Exception:  # a defect of ours in asking about one text must not hold the day: the ranker's order stands
            failures.append("defect")
            return
        if len(points) < len(some):
            failures.append("bad_answer")
        judged.update(points)
        progress(len(judged), len(candidates))

    # As even as possible: no call judges one paper alone.
    calls = -(-len(candidates) // IN_A_CALL)
    size = -(-len(candidates) // max(1, calls))
    packs = [candidates[start : start + size] for start in range(0, len(candidates), max(1, size))]
    async with caller:
        in_time = await work_through(packs, ask, caller.llm.concurrency, caller.budget.seconds_left)
    return judged, failures[0] if failures else None if in_time else "deadline"


async def _ask(some: Sequence[Ranked], fixed: str, caller: Caller) -> dict[str, int]:
    """The points of the papers that the model judged as it was asked to."""
    own = "\n".join(quoted(each.paper, OPENING_CHARACTERS) for each in some)
    question = Question(
        fixed=fixed,
        own=own,
        schema=_SCHEMA,
        answer_tokens=ANSWER_TOKENS * len(some),
        most_tokens=MARGIN + 3 * ANSWER_TOKENS * len(some),
    )
    reply = await caller.ask(question)
    points = {}
    for paper_id, item in by_id(items(reply.text, "score"), [each.paper.id for each in some]).items():
        try:
            score = whole_number(item["score"], "score")
        except Malformed:
            continue
        if 0 <= score <= 100:
            points[paper_id] = score
    return points
