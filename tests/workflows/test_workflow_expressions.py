"""The stand-in for GitHub's expressions, so that what the workflow's tests show can be believed."""

import json
from typing import Any

import pytest

from workflow_expressions import fill, holds

CONTEXT: dict[str, Any] = {
    "steps": {"daily": {"outcome": "failure", "outputs": {"complete": "true"}}},
    "inputs": {"force": False},
}


@pytest.mark.parametrize(
    ("condition", "failed", "runs"),
    [
        (None, False, True),
        (None, True, False),
        ("steps.daily.outcome == 'failure'", False, True),
        ("steps.daily.outcome == 'failure'", True, False),
        ("steps.daily.outcome == 'FAILURE'", False, True),
        ("always()", True, True),
        ("failure()", True, True),
        ("${{ !cancelled() }}", True, True),
        ("!cancelled() && steps.daily.outputs.complete == 'true'", True, True),
        ("success() || failure() && steps.none.outcome == 'x'", True, False),
        ("steps.none.outcome == ''", False, True),
        ("(steps.daily.outcome != 'failure' || true) && steps.daily.outputs.complete", False, False),
        ("contains(steps.daily.outcome, 'FAIL') && !contains(steps.none, 'x')", False, True),
        ("""contains(fromJSON('["success", "failure"]'), steps.daily.outcome)""", False, True),
        ("""contains(fromJSON('["success", "fail"]'), steps.daily.outcome)""", False, False),
    ],
)
def test_conditions(condition: str | None, failed: bool, runs: bool) -> None:
    """A step runs if all before is well and its condition holds; a status function puts the first out of force."""
    assert holds(condition, CONTEXT, failed=failed) is runs


def test_values() -> None:
    """What is not there is empty, a truth value is written as in JSON, and toJSON gives the whole of a context."""
    assert fill("a ${{ steps.daily.outcome }} b ${{ secrets.NONE }}", CONTEXT) == "a failure b "
    assert fill("${{ inputs.force }}", CONTEXT) == "false"
    assert json.loads(fill("${{ toJSON(steps) }}", CONTEXT)) == CONTEXT["steps"]


@pytest.mark.parametrize("text", ["a ? b", "format('x')", "'a' 'b'"])
def test_the_unknown_is_refused(text: str) -> None:
    """An expression that the stand-in does not understand is an error, never taken for false."""
    with pytest.raises(AssertionError):
        holds(text, CONTEXT, failed=False)
