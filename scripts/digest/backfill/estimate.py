"""What a backfill will cost, said before it starts. Pure."""

import math
from collections.abc import Sequence

from digest.archive.brief import Brief
from digest.backfill.planning import Range
from digest.config.schema import Config
from digest.core.calendar import by_month
from digest.core.plural import counted
from digest.fetch.query_api import PAGE_SIZE
from digest.language_model.budget import estimate_tokens
from digest.summarise.expected_cost import AT_LEAST, PAPER_TOKENS
from digest.summarise.question import ANSWER_TOKENS

UNKNOWN = 150
"""New papers a day that a category is taken to have where nothing is known of it."""


def usual(config: Config, recent: Sequence[Brief]) -> int:
    """About how many new papers an announcement has: from the archive, else from the bundled numbers."""
    alike = [brief.papers for brief in recent if set(brief.report.categories) == set(config.categories)]
    return round(sum(alike) / len(alike)) if alike else sum(AT_LEAST.get(name, UNKNOWN) for name in config.categories)


CHANGED = 1500
"""Records of an OAI-PMH set that change on a working day; cs has about 700 new papers and as many replacements."""
RECORDS_A_REQUEST = 1000


def estimate(
    config: Config,
    prompt: str,
    wanted: Range,
    recent: Sequence[Brief],
    *,
    mine: int,
    has_key: bool,
    only_plan: bool = False,
    batch: bool = False,
    harvested_days: int = 0,
) -> str:
    """Reports, requests to arXiv, calls of the model and tokens, in one line.

    `mine` is how many of the reports this machine makes, or has others make after an `only_plan`; `harvested_days` is
    how many days of changes OAI-PMH is to give, 0 where the query API is asked.
    """
    months, papers, delay = by_month(wanted.todo), usual(config, recent), 3
    requests = sum(math.ceil((len(month) + 6) * papers / PAGE_SIZE) for month in months)
    if harvested_days:
        from digest.fetch.oai import sets  # with the packages that read OAI-PMH, which no other backfill needs

        changed = harvested_days * 5 / 7 * CHANGED * len(sets(config.categories))
        requests = math.ceil(changed / RECORDS_A_REQUEST)
    parts = [
        f"{counted(mine, 'report')} to write (kept as they are: {len(wanted.kept)})",
        f"about {counted(requests, 'request')} to arXiv ({requests * delay} seconds)"
        if requests * delay < 120
        else f"about {counted(requests, 'request')} to arXiv ({math.ceil(requests * delay / 60)} minutes)",
    ]
    if has_key or only_plan:
        most = min(config.max_papers, papers)
        calls = mine * math.ceil(most / (1 if batch else config.llm.papers_per_call))
        tokens = calls * estimate_tokens(prompt) + mine * most * (PAPER_TOKENS + ANSWER_TOKENS)
        triage = ", triage apart" if config.rank.triage and config.interests else ""
        model, who = config.llm.model, "by the shards that have OPENAI_API_KEY, " if only_plan else ""
        if config.llm.provider == "local":
            hours = math.ceil(mine * config.llm.local.minutes / 60)
            model, who = f"a local model, at most {counted(hours, 'hour')} in all", ""
        parts.append(f"{who}about {counted(calls, 'call')} of {model} and {counted(tokens, 'token')}{triage}")
        if batch:
            parts.append("asked in batches, for half the price where the API has them, within a day")
    else:
        parts.append("no model is called (OPENAI_API_KEY is not set)")
    return "; ".join(parts) + "."
