"""English for numbers of things."""

from configs import config
from digest.core.plural import counted
from digest.language_model.cost import Cost
from digest.outcome import Outcome
from digest.run_report import console_lines
from digest.setup.estimate import pace
from reports import report, summarised


def test_one_and_several() -> None:
    """One thing is in the singular, no thing and several are in the plural, and thousands are marked."""
    assert [counted(number, "new paper") for number in (0, 1, 2)] == ["0 new papers", "1 new paper", "2 new papers"]
    assert (counted(1, "summary"), counted(1234, "summary")) == ("1 summary", "1,234 summaries")


def test_a_day_with_one_paper() -> None:
    """A run that found one paper says so in the singular, as does the check of the set-up that looks back at it."""
    one = report(summarised(1), model={"name": "made-up", "calls": 1, "tokens_in": 500, "tokens_out": 1})
    assert console_lines(Outcome(reports=(one,), cost=Cost(calls=1, tokens_in=500, tokens_out=1))) == (
        "Found 1 new paper: daily/2026-11-20.md.",
        "Summarised 1 (1 by the model), listed 0.",
        "Cost: 1 call, 500 tokens in, 1 token out.",
    )
    assert pace(config(categories=["cs.AI", "cs.LG"]), [one]) == "About 1 new paper a day in the last report."
