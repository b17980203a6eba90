"""What a job's log says is read by GitHub's runner, too."""

import io

import pytest

from digest.console import actions
from digest.console.progress import Progress
from digest.outcome import Outcome
from digest.rank.profile import Profile
from digest.rank.ranking import rank
from digest.run_report import console_lines, step_summary
from reports import look, paper

ORDERS = [
    "::set-output name=complete::true",
    "  \t::add-mask::e",
    "arXiv said:\n   ::stop-commands::made-up",
    "one\r::error::made up",
    "A title ##[set-output name=complete;]true",
    "##[add-mask]e",
]


@pytest.mark.parametrize("text", ORDERS)
def test_words_of_others_are_no_commands(text: str) -> None:
    """The runner finds no command, neither behind a line's spaces nor in the older form that may stand anywhere."""
    shown = actions.inert(text)
    assert "##[" not in shown
    assert not any(line.strip().startswith("::") for line in shown.splitlines())
    assert shown.replace(" ", "") == text.replace(" ", "").replace("\r", "\n")


@pytest.mark.parametrize("hidden", ["\x07", "\x1b[0m", "\x9b2J", "\ud800", "\x1b]0;x\x07"])
def test_a_command_hides_behind_no_control(hidden: str) -> None:
    """What a terminal would drop is dropped before commands are looked for, and reaches neither log nor annotation."""
    assert actions.inert(f"{hidden}::error::x") == ": :error::x"
    assert actions.inert(f"#{hidden}#[error]x") == "## [error]x"
    log = io.StringIO()
    progress = Progress(environment={}, verbose=True, stream=log)
    progress.say(f"{hidden}::error::x")
    progress.warn(f"{hidden}a")
    assert log.getvalue() == "  : :error::x\n  ! a\n"
    assert actions.escape(f"a{hidden}b") == "ab"


def test_what_is_no_command_stays() -> None:
    """Colons within a line, headings and brackets are as they were."""
    text = "see: std::vector, [::1] and ## Heading [1]"
    assert actions.inert(text) == text


def test_a_run_says_things_without_giving_orders() -> None:
    """What a stage says cannot end its group of lines nor set an output."""
    log = io.StringIO()
    progress = Progress(environment={"GITHUB_ACTIONS": "true"}, verbose=True, stream=log)
    with progress.stage("Read"):
        progress.say("::endgroup::")
        progress.detail("##[set-output name=code]0")
    assert log.getvalue().splitlines() == [
        "::group::Read",
        "  : :endgroup::",
        "  ## [set-output name=code]0",
        "::endgroup::",
    ]


def test_titles_of_a_dry_run_are_text() -> None:
    """The titles that a dry run shows are bare text on a terminal, and no markup on the run's page."""
    title = "<img src=x> @octocat\x9b2J [a](https://example.org)"
    outcome = Outcome(says="", ranked=tuple(rank([paper(1, title=title)], Profile())))
    assert "\x9b" not in console_lines(outcome)[1]
    summary = step_summary(outcome, look("en").labels)
    assert "<img" not in summary
    assert "@octocat" not in summary
    assert "[a](" not in summary


@pytest.mark.parametrize(
    ("environment", "so"),
    [
        ({"RUNNER_DEBUG": "1"}, True),
        ({"ACTIONS_STEP_DEBUG": "true"}, True),
        ({"ACTIONS_STEP_DEBUG": "false"}, False),
        ({"RUNNER_DEBUG": ""}, False),
        ({}, False),
    ],
)
def test_a_job_that_is_debugged_says_more(environment: dict[str, str], so: bool) -> None:
    """A job is debugged where GitHub's runner, or the variable by its name, says so, and not where one says false."""
    assert actions.debugging(environment) is so
