"""Having a model tell of a week or a month that is over: once, in a few checked sentences that are kept in data/."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from digest.archive.reports import Archive
from digest.archive.unfinished import Unfinished
from digest.config.prompts import Prompt, load_prompt
from digest.core.errors import DigestError
from digest.core.report import Entry, Reason, best_first
from digest.core.spans import Span
from digest.language_model.caller import Caller
from digest.language_model.faults import Unanswered
from digest.language_model.worker_pool import work_through
from digest.periods import asking, record
from digest.periods.analysis import Analysis, analyse
from digest.periods.asking import Group
from digest.periods.over import untold
from digest.periods.reading import Material, Reader
from digest.periods.record import AboutTheme, Record, Sentence
from digest.settings import Settings
from digest.summary_checks.language import name_of

FEWEST = 3
"""Of fewer summarised papers, nothing is told that their own summaries do not say."""


@dataclass(kw_only=True)
class _Told:
    """What came of asking about several groups."""

    text: dict[str, tuple[Sentence, ...]] = field(default_factory=dict)
    """By the name of the group."""
    failure: Reason | None = None


def tell(settings: Settings, archive: Archive, caller: Caller) -> tuple[Span, ...]:
    """Ask about the newest periods that are over and were not asked about; returns those that were now.

    `caller` is that of the run, within whose limits it is asked. Where the model cannot be reached, or a limit is,
    nothing is kept of a period and the next run asks again. The pages of what was told are noted as still to be
    written. Raises ConfigurationError where prompts/period.md is wrong, ArchiveError where a record cannot be read.
    """
    told: list[Span] = []
    reader = Reader(archive)
    for span, there in untold(settings.root, archive):
        if caller.refusal:
            break
        material = reader.material(span)
        if not material.problems.keys().isdisjoint(span.of(archive.dates())):
            continue  # it is told of once: when all of its reports can be read again
        prompt = load_prompt(settings.root / "prompts" / "period.md")
        made = _written(settings, material, prompt, caller, there)
        if made:
            Unfinished(settings.root).begin(span.of(archive.dates())[-1:])
            record.save(settings.root, span, made)
            told.append(span)
    return tuple(told)


def _written(settings: Settings, material: Material, prompt: Prompt, caller: Caller, there: Record) -> Record | None:
    """The record of a period with what the model says; nothing where it did not get to answer."""
    analysis = analyse(material, settings.config.authors)
    groups = list(groups_of(material, analysis))
    if not groups or not _fits(groups, caller):
        return None
    before, page_language = caller.cost, settings.look.labels.language
    told = asyncio.run(_ask_all(groups, prompt.fill(language=name_of(page_language)), caller, page_language))
    spent = caller.cost - before
    if told.failure:
        return None
    by_name = {theme.names[0]: theme for theme in analysis.grouping.themes}
    return there.model_copy(
        update={
            "language": page_language,
            "text": told.text.get("", ()),
            "themes": tuple(
                AboutTheme(name=name, papers=by_name[name].papers, text=text)
                for name, text in told.text.items()
                if name and text
            ),
            "model": caller.llm.model,
            "prompt": prompt.hash,
            "calls": spent.calls,
            "tokens_in": spent.tokens_in,
            "tokens_out": spent.tokens_out,
        }
    )


def _fits(groups: Sequence[Group], caller: Caller) -> bool:
    """Whether a model on this machine has the time that each group takes twice; it takes one about as a paper."""
    return caller.pace is None or caller.pace.fits(2 * len(groups)) == 2 * len(groups)


def groups_of(material: Material, analysis: Analysis) -> Sequence[Group]:
    """What a model is asked about: the period's best, and each theme with enough papers that have a summary."""
    entries = {entry.paper.id: entry for report in material.reports for entry in report.papers}
    best = [entries[paper_id] for paper_id in analysis.best]
    more = [entry for entry in best_first(list(entries.values())) if entry not in best]
    wanted = [("", [*best, *more], asking.SENTENCES_OF_A_PERIOD)]
    for theme in analysis.grouping.themes:
        inside = [entries[paper_id] for paper_id in theme.papers if paper_id in entries]
        wanted.append((theme.names[0], inside, asking.SENTENCES_OF_A_THEME))
    return [
        asking.group(name, summarised, most)
        for name, some, most in wanted
        if len(summarised := _summarised(some)) >= FEWEST
    ]


def _summarised(entries: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.summary.status != "pending" and entry.summary.one_sentence]


async def _ask_all(groups: Sequence[Group], fixed: str, caller: Caller, page_language: str) -> _Told:
    told = _Told()

    async def ask(about: Group) -> None:
        if told.failure is None:
            try:
                told.text[about.name] = await _ask(about, fixed, caller, page_language)
            except Unanswered as error:
                told.failure = error.reason
            except DigestError:
                raise
            except Exception:  # a defect of ours in asking about one group must not hold the day: the lists say it
                told.text[about.name] = ()

    seconds = caller.budget.seconds_left
    if caller.pace:
        seconds = min(seconds, caller.pace.left())
    async with caller:
        in_time = await work_through(groups, ask, caller.llm.concurrency, seconds)
    told.failure = told.failure or (None if in_time else "deadline")
    told.text = {about.name: told.text[about.name] for about in groups if about.name in told.text}
    return told


async def _ask(about: Group, fixed: str, caller: Caller, page_language: str) -> tuple[Sentence, ...]:
    """The sentences about a group that may be published; what fails is asked for once more, and then left out."""
    first, problems = asking.checked((await caller.ask(asking.question(fixed, about))).text, about, page_language)
    if not problems:
        return first
    reply = await caller.ask(asking.question(fixed, about, problems))
    again, _ = asking.checked(reply.text, about, page_language)
    return again if len(again) >= len(first) else first
