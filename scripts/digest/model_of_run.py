"""The model of a run: an API is there by itself, a model on this machine is started for the run and ended with it."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from digest.archive.reports import Archive
from digest.config.schema import Config
from digest.console.progress import Progress
from digest.core.calendar import days_before, newest_due
from digest.core.errors import ModelNotStarted, WeightsNotDownloaded
from digest.dedupe.catch_up import due
from digest.settings import Settings
from digest.summarise.missing import missing_entries

if TYPE_CHECKING:  # a run that asks no model imports nothing of it
    from digest.local_model.server import LocalServer
    from digest.summarise.choose import Summariser


def is_wanted(config: Config, root: Path, now: datetime) -> bool:
    """Whether a daily run will now have something to ask a model: a report is due, or summaries are pending."""
    archive, newest = Archive(root), newest_due(now)
    if due(archive.dates(), now, config.fetch.catch_up_days):
        return True
    recent = archive.since(days_before(newest, config.llm.heal_days))
    return any(missing_entries(brief.report, newest) for brief in recent)


def summariser_of(settings: Settings, progress: Progress) -> "Summariser":
    """What summarises the papers of a run, as it is configured; its time begins now."""
    from digest.summarise.choose import Summariser

    return Summariser(
        root=settings.root,
        config=settings.config,
        summary_prompt=settings.summary_prompt,
        triage_prompt=settings.triage_prompt,
        caller=settings.caller(),
        progress=progress,
    )


@contextmanager
def running(
    settings: Settings, progress: Progress, environment: Mapping[str, str], *, wanted: bool = True
) -> Iterator[Settings]:
    """The settings of a run whose model can be asked.

    A local model is started where it is `wanted`, and ends with the `with` statement. Where it cannot be started, the
    settings say why, and the run does without: what the model would have written is pending. Raises
    ConfigurationError where config.yml or models.yml names no weights.
    """
    if not (settings.is_local and wanted):
        yield settings
        return
    from digest.local_model.weights import weights

    chosen = weights(settings.config.llm.local, settings.root)
    settings = _asking(settings, model=chosen.name)
    with ExitStack() as ending:
        with progress.stage(f"Start {chosen.name} on this machine"):
            try:
                server = ending.enter_context(start(settings, progress, environment))
            except ModelNotStarted as error:
                progress.warn(str(error))
                settings = replace(settings, trouble="not_started")
            except WeightsNotDownloaded as error:
                progress.warn(str(error))
                settings = replace(settings, trouble="not_downloaded")
            else:
                settings = _asking(settings, base_url=server.url, concurrency=server.at_once)
                settings = replace(settings, api_key=server.key, server=server)
        yield settings


def start(
    settings: Settings, progress: Progress, environment: Mapping[str, str], port: int = 0, *, open_to_all: bool = False
) -> "LocalServer":
    """The server of the configured model, to be used in a `with` statement; its weights are downloaded first.

    Raises ConfigurationError, ModelNotStarted and WeightsNotDownloaded.
    """
    from digest.local_model.server import LocalServer

    name, path = fetch(settings, progress, environment)
    return LocalServer(path, name, settings.config.llm.local, environment, port, open_to_all=open_to_all)


def fetch(settings: Settings, progress: Progress, environment: Mapping[str, str]) -> tuple[str, Path]:
    """The name of the configured model and the file of its weights, which is downloaded unless it is there.

    Raises ConfigurationError, ModelNotStarted and WeightsNotDownloaded.
    """
    from digest.local_model import download
    from digest.local_model.weights import weights

    chosen = weights(settings.config.llm.local, settings.root)
    hub = download.hub_url(environment.get("MODEL_HUB_URL", ""))
    return chosen.name, download.fetch(chosen, hub, progress.count, progress.say)


def _asking(settings: Settings, **changes: str | int) -> Settings:
    """The settings with the way in which a local model is asked: one paper a call, without thinking aloud."""
    llm = settings.config.llm
    seconds = 60 * llm.local.minutes
    ways = {
        "papers_per_call": 1,
        "requests_per_minute": None,
        "tokens_per_minute": None,
        "read_timeout_seconds": seconds,
        "deadline_seconds": seconds,
        "reasoning": "off",
    }
    llm = llm.model_copy(update={**ways, **changes})
    return replace(settings, config=settings.config.model_copy(update={"llm": llm}))
