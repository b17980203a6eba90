"""Summaries by a model on this machine: as many as its time is enough for, from the top; the rest from the abstracts.

A small model is slow and errs often. Where it has no time for a paper, or gives no answer to believe, the sentences of
the abstract stay for good: nobody has to act, and no later run is to spend its own time on it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from digest.core.plural import counted
from digest.core.report import Entry, Reason
from digest.language_model.cost import Cost
from digest.language_model.pace import Pace
from digest.rank.ranking import CANDIDATES, Ranked
from digest.summarise.extractive import extract_all

if TYPE_CHECKING:  # what calls a model takes a while to import
    from digest.summarise.by_model import Summarised

A_TRIAGE_CALL = 2
"""As long as so many summaries takes a question about twenty titles: it has six times the text to read, which goes five
times as fast as writing, and as much to write."""
TITLES_IN_A_CALL = 20
_FOR_GOOD: dict[Reason, Reason] = {
    "deadline": "time_used",
    "bad_answer": "not_believed",
    "unreachable": "server_ended",
    "rate_limited": "server_ended",
}
"""What a reason means where the model runs here; all others are the owner's to cure."""

Ask = Callable[[Sequence[Ranked]], "Summarised"]


def summarise(best: Sequence[Ranked], ask: Ask, pace: Pace, minutes: float, say: Callable[[str], None]) -> "Summarised":
    """Have the model summarise papers (best first), as far as the time goes.

    Each has an entry, in the order given: a summary, or the sentences of the abstract with the reason.
    """
    parts: list[Summarised] = []
    left = list(best)
    if pace.each is None and left:
        parts.append(_timed(left[: pace.at_once], ask, pace))
        left = left[pace.at_once :]
    fitting = pace.fits(len(left))
    if len(best) > pace.at_once:
        each = f"A paper takes about {pace.each:.0f} s: " if pace.each else ""
        many = f"about {len(best) - len(left) + fitting} of {counted(len(best), 'paper')}"
        say(f"{each}the model on this machine will manage {many} in the time that is left of {minutes:g} minutes.")
    if fitting:
        parts.append(_timed(left[:fitting], ask, pace))
    done = _joined(parts, best)
    silent = {entry.paper.id for entry in done.entries if entry.summary.why in ("unreachable", "rate_limited")}
    lost = [ranked for ranked in best if ranked.paper.id in silent]
    if lost and pace.server.revive():
        say("The model on this machine was started once more.")
        done = _joined([*parts, ask(lost)], best)
    return replace(done, entries=_from_abstracts(done.entries))


def for_triage(pace: Pace, wanted: int, there: int) -> bool:
    """Whether the time is enough for letting the model choose among the papers and for all summaries after that."""
    if pace.each is None:
        return False
    calls = -(-min(CANDIDATES * wanted, there) // TITLES_IN_A_CALL)
    return pace.fits(wanted, besides=calls * A_TRIAGE_CALL * pace.each) >= wanted


def numbers(entries: Sequence[Entry]) -> dict[str, int | str]:
    """Whether the model is good enough: what a report's run record says of one that ran here."""
    reasons = [entry.summary.why for entry in entries]
    return {
        "provider": "local",
        "believed": sum(entry.summary.status == "ok" for entry in entries),
        "refused": reasons.count("not_believed"),
        "out_of_time": reasons.count("time_used"),
    }


def _timed(papers: Sequence[Ranked], ask: Ask, pace: Pace) -> "Summarised":
    """Ask, and note how long a paper took; what was saved by an earlier run took no time and says nothing."""
    began = pace.clock()
    done = ask(papers)
    if done.cost.calls:
        pace.timed(min(len(papers), done.cost.calls), pace.clock() - began)
    return done


def _joined(parts: Sequence["Summarised"], best: Sequence[Ranked]) -> "Summarised":
    """What came of several questions as if it were one; papers that were not asked about had no time."""
    from digest.summarise.by_model import refused

    rest = refused(best, "deadline", "")
    entries = {entry.paper.id: entry for part in (rest, *parts) for entry in part.entries}
    return replace(
        rest,
        entries=tuple(entries[ranked.paper.id] for ranked in best),
        cost=sum((part.cost for part in parts), Cost()),
        asked_again=sum(part.asked_again for part in parts),
        unsupported=sum(bool(entry.summary.unsupported) for entry in entries.values()),
        refusal=next((part.refusal for part in parts if part.refusal), None),
        notices=tuple(dict.fromkeys(notice for part in parts for notice in part.notices)),
    )


def _from_abstracts(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The sentences of the abstract where the model gave no summary, and will give none."""
    papers = [entry.paper for entry in entries]
    return tuple(
        entry.model_copy(update={"summary": extract.model_copy(update={"why": _FOR_GOOD[entry.summary.why]})})
        if entry.summary.why in _FOR_GOOD
        else entry
        for entry, extract in zip(entries, extract_all(papers, papers), strict=True)
    )
