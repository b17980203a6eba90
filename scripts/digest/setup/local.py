"""What has to be seen before a model runs on the machine of the run, and what the workflow's steps are told of it."""

import math
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import requests

from digest.config.schema import Config
from digest.core.errors import ConfigurationError, DigestError, ModelNotStarted
from digest.core.http import public_address
from digest.local_model.download import address, hub_url
from digest.local_model.machine import memory
from digest.local_model.weights import READ_MORE, Weights, weights
from digest.model_of_run import is_wanted
from digest.setup.findings import Finding

REPORTS_A_MONTH = 21
"""arXiv announces on five days a week."""
FREE_MINUTES = 2000
"""A month, that a free account has for private repositories: https://docs.github.com/en/actions/reference/limits"""
BESIDES_MINUTES = 30
"""What a run takes at most beside its model: reading arXiv, the weights, the pages."""
HUB_SECONDS = 30.0
OF_AN_API = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL")
STEP = "requirements-local.lock"
"""What the steps of a workflow name that can start a model."""


def check_local(config: Config, root: Path, environment: Mapping[str, str]) -> list[Finding]:
    """What a model on this machine takes: size, time, and what that costs in a private repository."""
    about, local = "the model", config.llm.local
    try:
        chosen = weights(local, root)
    except ConfigurationError as error:
        return [Finding(level="error", about=about, says=str(error), exit_code=error.exit_code)]
    month = REPORTS_A_MONTH * local.minutes
    time = (
        f"At most {local.minutes:g} minutes for the model (llm.local.minutes); the papers for which that is not enough "
        "stay with their abstracts. GitHub's machines are free for public repositories; a private one pays up to "
        f"{month:,.0f} minutes a month, of {FREE_MINUTES:,} in a free account. {READ_MORE}"
    )
    findings = [
        Finding(level="ok", about=about, says=f"{chosen.name} runs on the machine of the run. {_size(chosen)}"),
        Finding(level="note", about="a day's time", says=time),
    ]
    there = memory()
    if chosen.bytes and there and chosen.bytes > there:
        much = f"{chosen.bytes / 1e9:.1f} GB are more than this machine's memory of {there / 1e9:.1f} GB"
        findings.append(Finding(level="warning", about=about, says=f"{much}: choose a smaller llm.local.model."))
    ignored = [name for name in OF_AN_API if environment.get(name, "").strip()]
    if ignored:
        says = f"Ignored with llm.provider: local: {', '.join(ignored)}; nothing is sent out."
        findings.append(Finding(level="note", about=about, says=says))
    return findings + _of_workflows(root)


def check_hub(config: Config, root: Path, environment: Mapping[str, str]) -> list[Finding]:
    """Whether the hub has the file that the model's weights are, without downloading it.

    Raises ConfigurationError where config.yml names no weights.
    """
    chosen, about = weights(config.llm.local, root), "the hub"
    if chosen.source is None:
        return []
    url = address(chosen.source, hub_url(environment.get("MODEL_HUB_URL", "")))
    try:
        answer = requests.head(url, timeout=HUB_SECONDS, allow_redirects=True)
    except requests.RequestException:
        says = (
            f"{public_address(url)} cannot be reached; a run that has the weights in no cache would do without a model."
        )
        return [Finding(level="warning", about=about, says=says)]
    size = int(answer.headers.get("Content-Length") or 0)
    if answer.status_code != requests.codes.ok or (chosen.bytes and size not in (0, chosen.bytes)):
        says = (
            f"{public_address(url)} is not the file that was pinned ({answer.status_code}, {size:,} bytes). {READ_MORE}"
        )
        return [Finding(level="error", about=about, says=says, exit_code=ModelNotStarted.exit_code)]
    return [Finding(level="ok", about=about, says=f"has {chosen.source.file} ({size / 1e9:.1f} GB).")]


def for_workflow(config: Config, root: Path, *, wanted: bool) -> dict[str, str]:
    """The outputs that later steps of a workflow go by: whether to fetch a model, which, how long a run may take."""
    try:
        chosen = weights(config.llm.local, root)
    except ConfigurationError:  # the run itself will say it
        wanted, chosen = False, None
    source = chosen.source if chosen else None
    return {
        "local_model": str(wanted).lower(),
        "weights": source.sha256 if source else "",
        "minutes": str(math.ceil(config.llm.local.minutes) + BESIDES_MINUTES),
    }


def is_asked(config: Config, root: Path, now: datetime, environment: Mapping[str, str]) -> bool:
    """Whether the daily run that follows will have something to ask the model."""
    try:
        return bool(environment.get("REPORT_DATE", "").strip()) or is_wanted(config, root, now)
    except DigestError:  # a file of data/ that cannot be read, which the run itself will say
        return False


def _size(chosen: Weights) -> str:
    if chosen.source is None:
        return f"Its weights are {chosen.path}." if chosen.bytes else f"There is no file {chosen.path} yet."
    size = f"{chosen.bytes / 1e9:.1f} GB" if chosen.bytes else "The weights"
    return f"{size} are downloaded once, from {chosen.source.repo}, and kept in GitHub's cache or in .cache/."


def _of_workflows(root: Path) -> list[Finding]:
    """A fork's own workflows may be older than this."""
    findings = []
    for name in ("daily.yml", "backfill.yml"):
        path = root / ".github" / "workflows" / name
        if path.is_file() and STEP not in path.read_text("utf-8", "replace"):
            says = f".github/workflows/{name} has no steps for a local model; take over the newer one. {READ_MORE}"
            findings.append(Finding(level="warning", about="the workflow", says=says))
    return findings
