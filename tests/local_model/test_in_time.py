"""As many summaries as the time is enough for, and the sentences of the abstract for good where there is none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from digest.config.schema import Llm
from digest.core.report import Entry, Reason, Score, Summary
from digest.core.run_record import RunRecord
from digest.language_model.caller import Caller
from digest.language_model.cost import Cost
from digest.language_model.pace import Pace
from digest.outcome import Outcome
from digest.pages.report_page import Around, pages
from digest.rank.ranking import Ranked
from digest.run_report import console_lines
from digest.summarise import in_time, missing
from digest.summarise.by_model import Summarised, refused
from digest.summarise.healing import _with
from reports import DAY, look, paper, pending, report, summarised, with_summary

OK = Summary(status="ok", language="en", one_sentence="A sentence.", model="tiny")


@dataclass
class Machine:
    """A model on a machine whose clock is ours: each paper takes so many seconds, in the order in which it is asked."""

    each: float = 20
    now: float = 0
    alive: list[bool] = field(default_factory=list)
    """What comes of starting the server once more, each time; it is well where nothing is said."""
    answers: Callable[[int, int], Summary] = lambda _paper, _time: OK
    asked: list[list[str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    deadline: float = 10_000

    def revive(self) -> bool:
        return self.alive.pop(0) if self.alive else True

    def ask(self, papers: Sequence[Ranked]) -> Summarised:
        self.asked.append([ranked.paper.id for ranked in papers])
        entries = []
        for ranked in papers:
            late = self.now + self.each > self.deadline
            self.now += 0 if late else self.each
            number = int(ranked.paper.id[-3:])
            summary = (
                Summary(status="pending", language="en", why="deadline")
                if late
                else self.answers(number, len(self.asked))
            )
            entries.append(Entry(paper=ranked.paper, score=ranked.score, summary=summary))
        return replace(
            refused([], "deadline", "en"), entries=tuple(entries), cost=Cost(calls=len(papers)), refusal=None
        )

    def run(self, papers: int, seconds: float, at_once: int = 2) -> list[str]:
        """Summarise so many papers in so much time; what became of each."""
        pace = Pace(seconds=seconds, at_once=at_once, server=self, clock=lambda: self.now)
        best = [Ranked(paper(number), Score(total=50, by="day")) for number in range(papers)]
        done = in_time.summarise(best, self.ask, pace, seconds / 60, self.said.append)
        self.done = done
        assert [entry.paper.id for entry in done.entries] == [ranked.paper.id for ranked in best]
        return [entry.summary.why or entry.summary.status for entry in done.entries]


def why(reason: Reason) -> Summary:
    return Summary(status="pending", language="en", why=reason)


def test_the_first_answers_are_timed() -> None:
    """After two answers it is said how many papers will do; they are summarised from the top, the others for good."""
    machine = Machine(each=20)
    assert machine.run(10, seconds=105) == ["ok"] * 5 + ["time_used"] * 5
    assert [len(asked) for asked in machine.asked] == [2, 3]
    assert len(machine.said) == 1
    assert machine.said[0].startswith(
        "A paper takes about 20 s: the model on this machine will manage about 5 of 10 papers"
    )
    left = [entry.summary for entry in machine.done.entries[5:]]
    assert {summary.status for summary in left} == {"extractive"}
    assert left[0].one_sentence == "We make up a paper."
    assert not any(missing.is_missing(summary) for summary in left)


def test_all_of_them_where_there_is_time() -> None:
    """A machine that is fast enough summarises all papers; one that is too slow for the first still ends in time."""
    assert Machine(each=1).run(10, seconds=105) == ["ok"] * 10
    slow = Machine(each=200, deadline=105)
    assert slow.run(4, seconds=105) == ["time_used"] * 4


def test_a_machine_that_slows_down() -> None:
    """Where the answers take longer than the first ones did, the deadline holds, and the last papers are left."""
    machine = Machine(each=20, deadline=70)
    assert machine.run(10, seconds=105) == ["ok"] * 3 + ["time_used"] * 7


def test_answers_that_are_not_believed() -> None:
    """A paper of which both answers failed stays with its abstract for good, with that reason."""
    machine = Machine(answers=lambda number, _: why("bad_answer") if number % 2 else OK)
    assert machine.run(4, seconds=1000) == ["ok", "not_believed"] * 2


def test_a_server_that_ends() -> None:
    """A server that ends is started once more, and its papers asked about again; after that they are left for good."""
    machine = Machine(answers=lambda number, time: why("unreachable") if number > 2 and time < 3 else OK)
    assert machine.run(6, seconds=1000) == ["ok"] * 6
    assert machine.asked[2] == [paper(number).id for number in (3, 4, 5)]
    machine = Machine(alive=[False], answers=lambda number, _: why("unreachable") if number > 2 else OK)
    assert machine.run(6, seconds=1000) == ["ok"] * 3 + ["server_ended"] * 3


def test_a_limit_of_the_owner_is_no_end() -> None:
    """What the owner's own limit of tokens leaves is pending, as with an API."""
    machine = Machine(answers=lambda number, _: why("token_limit") if number > 2 else OK)
    assert machine.run(5, seconds=1000) == ["ok"] * 3 + ["token_limit"] * 2
    assert {entry.summary.status for entry in machine.done.entries[3:]} == {"pending"}


def test_choosing_takes_time_too() -> None:
    """The model chooses among the papers only where that leaves the time for all the summaries."""
    now = [0.0]
    pace = Pace(seconds=1000, at_once=1, server=Machine(), clock=lambda: now[0])
    assert not in_time.for_triage(pace, wanted=30, there=90), "nothing is known of its pace yet"
    pace.timed(1, 20)
    assert in_time.for_triage(pace, wanted=30, there=90), "5 calls of 40 s and 30 summaries of 20 s"
    now[0] = 300
    assert not in_time.for_triage(pace, wanted=30, there=90)
    assert in_time.for_triage(pace, wanted=10, there=30)


def test_no_report_takes_the_time_of_the_others() -> None:
    """Of several reports each has its share; what one does not need, the next ones have."""
    now = [0.0]
    pace = Pace(seconds=90, at_once=1, server=Machine(), clock=lambda: now[0])
    pace.share(3)
    assert pace.left() == 30
    now[0] = 10
    pace.share(2)
    assert pace.left() == 40
    caller = Caller(Llm(deadline_seconds=5), "a key")
    caller.pace = pace
    caller.share(1)
    assert pace.left() == 80


@pytest.mark.parametrize("reason", ["time_used", "not_believed", "server_ended"])
def test_what_is_left_for_good_ends_well(reason: Reason) -> None:
    """Nothing of it is pending: the run ends with 0, no later run asks for it, and healing leaves it as it is."""
    entry = with_summary(summarised(2), status="extractive", why=reason, model=None)
    made = report(summarised(1), entry)
    assert missing.exit_code([made]) == 0
    assert missing.missing_entries(made, DAY) == ()
    asked = replace(refused([], "deadline", "en"), entries=(pending(2, "unreachable"),))
    assert _with(made, asked) is made


def test_a_later_run_gives_up_for_good_too() -> None:
    """A paper that was pending, and for which the model of a later run has no time, is left for good then."""
    was = report(summarised(1), pending(2, "not_downloaded"))
    tried = with_summary(summarised(2), status="extractive", why="time_used", model=None)
    now = _with(was, replace(refused([], "deadline", "en"), entries=(tried,)))
    assert [entry.summary.why for entry in now.papers if entry.summary.why] == ["time_used"]
    assert missing.missing_entries(now, DAY + timedelta(1)) == ()


def test_the_page_says_what_it_is() -> None:
    """The page names the model, says that it is small and ran here, and why some papers have only their abstracts."""
    left = with_summary(summarised(2), status="extractive", why="time_used", model=None)
    model = {"name": "Tiny", "calls": 1, "tokens_in": 9, "tokens_out": 9, "asked_again": 1}
    entries = (with_summary(summarised(1), model="Tiny"), left)
    made = report(*entries).model_copy(
        update={
            "run": RunRecord.model_validate({"model": model | in_time.numbers(entries), "notices": [], "sources": {}})
        }
    )
    page = pages(made, look("en"), Around())[f"{DAY}.md"]
    assert "Summaries are by Tiny, a small model that ran in this repository's own job" in page
    assert (
        "1 paper is shown in sentences of its abstract, for good: the time for the model (`llm.local.minutes`)" in page
    )
    assert "pending" not in page
    assert console_lines(Outcome(reports=(made,)))[-1] == (
        f"Tiny on {DAY}: 1 of 2 papers believed, 1 asked again, 0 refused, 1 out of time."
    )
