"""What one run may spend on a model."""

from digest.config.schema import Llm
from digest.language_model.budget import Budget
from digest.language_model.cost import Cost
from simulated_clock import SimulatedClock


def test_tokens_are_set_aside_until_a_call_has_used_them() -> None:
    """The limit holds for what was spent and what is promised together, and for all stages of a run."""
    budget = Budget(tokens=100, seconds=1)
    assert budget.reserve(60)
    assert not budget.reserve(60)
    budget.settle(60, 20, 10)
    assert budget.reserve(60)
    budget.settle(60, 40, 30)
    assert (budget.cost, budget.reserve(1)) == (Cost(calls=2, tokens_in=60, tokens_out=40), False)


def test_without_a_limit_any_call_has_room() -> None:
    """Where llm.max_tokens_per_run is not set, tokens are counted only."""
    budget = Budget.of(Llm(max_tokens_per_run=None))
    assert budget.reserve(10**9)


def test_the_time_is_that_of_the_run() -> None:
    """It goes on from stage to stage, leaves a trace at the end, and may be given anew for each report."""
    time = SimulatedClock()
    budget = Budget.of(Llm(deadline_seconds=60), time.clock)
    time.time += 50
    assert budget.seconds_left == 10
    time.time += 50
    assert 0 < budget.seconds_left < 0.01
    budget.begin(30)
    assert budget.seconds_left == 30


def test_the_cost_of_a_stage_is_what_was_added() -> None:
    """Costs are added and taken from each other, each number by itself."""
    first, second = Cost(calls=1, tokens_in=2, tokens_out=3), Cost(calls=10, tokens_in=20, tokens_out=30)
    assert first + second - first == second
