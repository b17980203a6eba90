"""Everything that can be wrong before the first run and can be seen without a request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from digest.archive.reports import Archive
from digest.archive.seen import Seen
from digest.archive.unreadable import pages_without_report
from digest.archive.waiting import Waiting
from digest.config.endpoints import Endpoints
from digest.config.file import load_config
from digest.config.prompts import Prompt, load_prompt
from digest.config.schema import Config, Llm, Notify
from digest.core.errors import ConfigurationError, DigestError, MessagesNotSent
from digest.core.http import public_address
from digest.core.plural import counted
from digest.core.report import Report
from digest.language_model import providers
from digest.messages import mail, urls
from digest.pages.labels import Labels, load_labels
from digest.pages.look import Look
from digest.pages.readme import read_readme, splice
from digest.pages.rehearsal import rehearse
from digest.periods.rehearsal import rehearse as rehearse_periods
from digest.settings import UNKNOWN_REPOSITORY
from digest.setup.estimate import estimate, pace
from digest.setup.estimate import of_periods as estimate_of_periods
from digest.setup.feedback import check_feedback
from digest.setup.findings import Finding
from digest.setup.interests import check_interests
from digest.setup.reader import check_reader
from digest.taste.interests import foreign

RETIRED = {
    "deepseek-chat": "is switched off; deepseek-flash took its place",
    "deepseek-reasoner": "is switched off; deepseek-flash took its place",
    "gpt-3.5-turbo": "is switched off; gpt-6-luna is small and cheap, too",
    "gpt-4.1-nano": "is switched off; gpt-6-luna is small and cheap, too",
    "gpt-4.1-mini": "ends on 2027-01-14; gpt-6-luna is small and cheap, too",
    "gpt-4o-mini": "ends on 2027-01-14; gpt-6-luna is small and cheap, too",
}
"""Models that many configurations on the web still name. As of November 2026, from their makers' lists."""
RECENT = 10
"""So many of the newest reports tell what a usual day is."""

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What the checks without requests came to."""

    findings: tuple[Finding, ...]
    config: Config | None
    """Nothing where config.yml is wrong."""
    endpoints: Endpoints | None
    """Nothing where the environment is wrong."""


def check(root: Path, environment: Mapping[str, str]) -> Checked:
    """Look at everything in a repository that a run reads, and at the environment; never raises for what it finds."""
    findings: list[Finding] = []
    config = _try(findings, "config.yml", lambda: load_config(root / "config.yml", environment))
    reports = _try(findings, "data/", lambda: _recent(root)) or ()
    gone = pages_without_report(root, Archive(root))
    findings += [Finding(level="warning", about="daily/", says=problem) for problem in gone]
    prompts = [_try(findings, f"prompts/{name}.md", _prompt(root, name)) for name in ("summary", "triage")]
    of_periods = _try(findings, "prompts/period.md", _prompt(root, "period"))
    if config and foreign(config):  # nobody else needs it, and a fork that keeps its own prompts may lack it
        _try(findings, "prompts/interests.md", _prompt(root, "interests"))
    _try(findings, "README.md", lambda: splice(read_readme(root), ""))
    endpoints = _try(findings, "the environment", lambda: Endpoints.from_environment(environment))
    if config:
        labels = _try(findings, f"labels/{config.language}.yml", _labels(root, config))
        if labels:
            about = f"labels/{config.language}.yml"
            findings += [Finding(level="warning", about=about, says=notice) for notice in labels.notices]
            _try(findings, "templates/", _rehearsal(root, config, labels, sends=bool(urls.lines(environment))))
        findings.append(Finding(level="note", about="categories", says=pace(config, reports)))
        findings += check_interests(root, config, has_model=_has_model(config, environment))
        findings += _of_messages(root, config.notify, environment)
        findings += check_reader(root, config, environment)
        findings += check_feedback(root, config, environment)
        if config.library.is_used:
            from digest.setup.library import check_library  # here, so that nobody else imports what a library needs

            findings += check_library(root, config, environment)
        if config.llm.provider == "local":
            from digest.setup.local import check_local  # here, so that nobody else imports what a local model needs

            findings += check_local(config, root, environment)
        else:
            findings += _of_model(config.llm, environment)
            key = bool(environment.get("OPENAI_API_KEY", "").strip())
            if all(prompts):
                findings += estimate(config, [prompt.text for prompt in prompts if prompt], reports, has_key=key)
            if key and of_periods:
                findings.append(estimate_of_periods(config, of_periods.text, reports))
    return Checked(findings=tuple(findings), config=config, endpoints=endpoints)


def _try(findings: list[Finding], about: str, read: Callable[[], T]) -> T | None:
    """What `read` gives; where it raises, the error is a finding, and otherwise that all is well."""
    try:
        value = read()
    except DigestError as error:
        findings.append(Finding(level="error", about=about, says=str(error), exit_code=error.exit_code))
        return None
    findings.append(Finding(level="ok", about=about, says="can be used."))
    return value


def _prompt(root: Path, name: str) -> Callable[[], Prompt]:
    return lambda: load_prompt(root / "prompts" / f"{name}.md")


def _labels(root: Path, config: Config) -> Callable[[], Labels]:
    return lambda: load_labels(root / "labels", config.language)


def _rehearsal(root: Path, config: Config, labels: Labels, *, sends: bool) -> Callable[[], None]:
    feedback_to = UNKNOWN_REPOSITORY if config.feedback else ""
    look = Look(labels=labels, folder=root / "templates", page=config.page, feedback_to=feedback_to)

    def all_templates() -> None:
        rehearse(look)
        rehearse_periods(look)
        if sends:
            mail.rehearse(look)

    return all_templates


def _recent(root: Path) -> tuple[Report, ...]:
    """The newest reports, once all else in data/ that a run reads beside them can be read, too."""
    archive = Archive(root)
    reports = tuple(archive.load(day) for day in archive.dates()[-RECENT:])
    Seen(root).before()
    Seen(root).among(paper_id for report in reports for paper_id in report.ids)
    Waiting(root).papers()
    return reports


def _has_model(config: Config, environment: Mapping[str, str]) -> bool:
    return config.llm.provider == "local" or bool(environment.get("OPENAI_API_KEY", "").strip())


def _of_model(llm: Llm, environment: Mapping[str, str]) -> list[Finding]:
    about, key = "the model", environment.get("OPENAI_API_KEY", "").strip()
    try:
        address = providers.addresses(llm.base_url)[0]
    except ConfigurationError as error:
        return [Finding(level="error", about=about, says=str(error), exit_code=error.exit_code)]
    where = f"{llm.model} at {public_address(address)}"
    if not key:
        says = (
            f"{where} is not used: the secret OPENAI_API_KEY is not set, so summaries are sentences of the abstract. "
            "Add it under Settings, Secrets and variables, Actions; an API that needs no "
            "key, such as a server of your own, takes any text. See docs/providers.md."
        )
        return [Finding(level="note", about=about, says=says)]
    findings = []
    if not providers.can_be_key(key):
        findings.append(Finding(level="warning", about=about, says=providers.NO_KEY))
    if urlsplit(address).scheme == "http" and not providers.is_local(address):
        says = f"{public_address(address)} is http://: the key is sent unencrypted. Write https:// in llm.base_url."
        findings.append(Finding(level="warning", about=about, says=says))
    if llm.model in RETIRED:
        says = f"{llm.model} {RETIRED[llm.model]}. Change llm.model in config.yml, or the variable OPENAI_MODEL."
        findings.append(Finding(level="warning", about=about, says=says))
    return findings or [Finding(level="ok", about=about, says=f"{where}, with a key (not tried; --online does).")]


def _of_messages(root: Path, notify: Notify, environment: Mapping[str, str]) -> list[Finding]:
    """Whether messages could be sent: the form of each URL, none of which is shown, and the steps that send."""
    about, findings = "messages", list[Finding]()
    if lines := urls.lines(environment):
        try:
            from digest.messages import sending, services
        except ModuleNotFoundError:
            says = "not looked at: that needs `python -m pip install -r requirements-messages.txt`."
            return [Finding(level="note", about=about, says=says)]
        usable, unusable = services.load(lines, "")
        if usable:
            says = f"{counted(len(usable), 'service')}: {', '.join(service.key for service in usable)} (not tried)."
            findings.append(Finding(level="ok", about=about, says=says))
        problems = map(sending.unusable, unusable)
        code = MessagesNotSent.exit_code
        findings += [Finding(level="error", about=about, says=says, exit_code=code) for says in problems]
    daily = root / ".github" / "workflows" / "daily.yml"
    wanted = bool(lines) or notify.model_fields_set & {"messages", "papers", "least_score"}
    if wanted and notify.messages != "off" and daily.is_file() and b"send_messages.py" not in daily.read_bytes():
        says = (
            ".github/workflows/daily.yml never calls scripts/send_messages.py, so it sends none: copy the steps from "
            "the original's. See docs/messages.md."
        )
        findings.append(Finding(level="warning", about=about, says=says))
    return findings
