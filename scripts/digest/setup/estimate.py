"""What a day will be like: how many papers, how many calls of a model, about how many tokens. Pure."""

import math
from collections.abc import Sequence

from digest.config.schema import Config
from digest.core.plural import counted
from digest.core.report import Report
from digest.language_model.budget import estimate_tokens
from digest.periods.asking import MOST_PAPERS, SENTENCE_TOKENS, SENTENCES_OF_A_PERIOD, SENTENCES_OF_A_THEME
from digest.periods.telling import FEWEST
from digest.periods.themes import MOST_THEMES
from digest.rank.ranking import CANDIDATES
from digest.setup.findings import Finding
from digest.summarise.expected_cost import AT_LEAST, OPENING_TOKENS, PAPER_TOKENS, TOLD_TOKENS
from digest.summarise.question import ANSWER_TOKENS
from digest.summarise.triage import ANSWER_TOKENS as POINTS_TOKENS
from digest.summarise.triage import IN_A_CALL

WEEK, MONTH = 5, 23
"""Reports of a week, and of a month at most."""


def pace(config: Config, reports: Sequence[Report]) -> str:
    """How many new papers a day has: from the archive, or from the bundled numbers where it is empty."""
    usual = _usual(config, reports)
    if usual is not None:
        return f"About {counted(usual, 'new paper')} a day in {_the_last(len(_alike(config, reports)))}."
    known = [f"{name} at least {AT_LEAST[name]}" for name in config.categories if name in AT_LEAST]
    unknown = [name for name in config.categories if name not in AT_LEAST]
    sentences = [f"New papers on a usual day: {', '.join(known)}."] if known else []
    if unknown:
        sentences.append(f"How many {', '.join(unknown)} has, the first report will tell; --online counts today's.")
    return " ".join(sentences)


def estimate(config: Config, prompts: Sequence[str], reports: Sequence[Report], *, has_key: bool) -> list[Finding]:
    """A day's calls and tokens, and whether limits of config.yml leave room for them.

    `prompts` are the texts of summary and triage. Numbers are upper bounds where nothing is known of the day's size.
    """
    if not has_key:
        return [Finding(level="note", about="a day's cost", says="Nothing: no model is called.")]
    llm, most, usual = config.llm, config.max_papers, _usual(config, reports)
    papers = most if usual is None else min(most, usual)
    calls = math.ceil(papers / llm.papers_per_call)
    tokens = calls * estimate_tokens(prompts[0]) + papers * (PAPER_TOKENS + ANSWER_TOKENS)
    if config.rank.triage and config.interests and (usual is None or usual > most):
        judged = CANDIDATES * most if usual is None else min(CANDIDATES * most, usual)
        titles = math.ceil(judged / IN_A_CALL)
        calls += titles
        tokens += titles * estimate_tokens(prompts[1]) + judged * (OPENING_TOKENS + POINTS_TOKENS)
    bound = "At most" if usual is None else "About"
    findings = [
        Finding(
            level="note",
            about="a day's cost",
            says=f"{bound} {counted(calls, 'call')} and {counted(tokens, 'token')}, not counting retries.",
        )
    ]
    if llm.max_tokens_per_run is not None and llm.max_tokens_per_run < tokens:
        says = (
            f"llm.max_tokens_per_run is {llm.max_tokens_per_run:,}, below the {tokens:,} tokens of a day: some "
            "summaries will stay pending. Raise it, or lower max_papers."
        )
        findings.append(Finding(level="warning", about="a day's cost", says=says))
    if llm.requests_per_minute is not None and calls / llm.requests_per_minute * 60 > llm.deadline_seconds:
        says = (
            f"{calls} calls at llm.requests_per_minute {llm.requests_per_minute} take longer than llm.deadline_seconds "
            f"({llm.deadline_seconds:.0f}): raise llm.papers_per_call or the deadline."
        )
        findings.append(Finding(level="warning", about="a day's cost", says=says))
    return findings


def of_periods(config: Config, prompt: str, reports: Sequence[Report]) -> Finding:
    """At most how many calls and tokens it takes to tell of a week and of a month that are over, once each.

    `prompt` is the text of prompts/period.md. A theme is told of where it has enough summarised papers, and each paper
    is in one theme at most.
    """
    usual = _usual(config, reports)
    papers = config.max_papers if usual is None else min(config.max_papers, usual)
    bounds = []
    for name, days in (("week", WEEK), ("month", MONTH)):
        themes = min(MOST_THEMES, days * papers // FEWEST)
        shown = MOST_PAPERS + min(themes * MOST_PAPERS, days * papers)
        calls = 1 + themes
        sentences = SENTENCES_OF_A_PERIOD + themes * SENTENCES_OF_A_THEME
        tokens = calls * estimate_tokens(prompt) + shown * TOLD_TOKENS + sentences * SENTENCE_TOKENS
        bounds.append(f"{counted(calls, 'call')} and {counted(tokens, 'token')} for each {name} that is over")
    return Finding(level="note", about="a week's cost", says=f"At most {', '.join(bounds)}, not counting retries.")


def _the_last(reports: int) -> str:
    return "the last report" if reports == 1 else f"the last {reports} reports"


def _alike(config: Config, reports: Sequence[Report]) -> list[Report]:
    """The reports that were made with the categories of today."""
    return [report for report in reports if set(report.categories) == set(config.categories) and report.ids]


def _usual(config: Config, reports: Sequence[Report]) -> int | None:
    alike = _alike(config, reports)
    return round(sum(len(report.ids) for report in alike) / len(alike)) if alike else None
