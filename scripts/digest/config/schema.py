"""What config.yml may say, as types: what a fork changes. docs/configuration.md explains every key."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, field_validator, model_validator

from digest.core import paper_ids
from digest.core.report import Model
from digest.core.taxonomy import categories, intended


def _one_or_more(value: Any) -> Any:
    """`interests:` with nothing below it is an empty list; a single text is a list of one."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else value


def _paper_id(name: str) -> str:
    """The id by which arXiv will call the paper."""
    stored = paper_ids.stored(name)
    if not paper_ids.FORM.fullmatch(stored):
        raise ValueError(f'"{name}" is not an arXiv id; write one like "2611.01230" or "hep-th/9901001"')
    return paper_ids.without_class(stored)


def _known(category: str) -> str:
    if category not in categories():
        parts = re.split(r"[\s,;，、；]+", category)
        if sum("." in part or part in categories() for part in parts) > 1:
            raise ValueError(f"{category} is more than one category; write each on a line of its own, after `- `")
        meant = " or ".join(intended(category))
        lists = f", did you mean {meant}?" if meant else "; https://arxiv.org/category_taxonomy lists them"
        raise ValueError(f"{category} is not an arXiv category{lists}")
    return category


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(names)) < len(names):
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)} is listed twice")
    return names


def _wish(value: Any) -> Any:
    if isinstance(value, dict) and any("：" in key or "，" in key for key in value):
        raise ValueError("in braces, write `: ` and `, ` and not the full-width `：` and `，`")
    return {"text": value} if isinstance(value, str) else value


class Section(Model):
    """A mapping of config.yml. A key with nothing after it, as a half-edited file has it, means its default."""

    @model_validator(mode="before")
    @classmethod
    def _empty_is_default(cls, value: Any) -> Any:
        return {key: item for key, item in value.items() if item is not None} if isinstance(value, dict) else value


class Wish(Section):
    """A line of `interests` or `not_interested`."""

    text: Annotated[str, Field(min_length=1)]
    weight: Annotated[float, Field(ge=0, le=10)] = 1.0
    english: Annotated[str, Field(min_length=1)] | None = None
    """What abstracts call it, where `text` is in another language."""


def _unpaused(wishes: tuple[Wish, ...]) -> tuple[Wish, ...]:
    """A weight of 0 pauses a line: it stays in the file, and nothing of it reaches the ranker or the model."""
    return tuple(wish for wish in wishes if wish.weight)


Names = Annotated[tuple[str, ...], BeforeValidator(_one_or_more)]
Category = Annotated[str, AfterValidator(_known)]
PaperIds = Annotated[tuple[Annotated[str, AfterValidator(_paper_id)], ...], BeforeValidator(_one_or_more)]
Wishes = Annotated[
    tuple[Annotated[Wish, BeforeValidator(_wish)], ...], BeforeValidator(_one_or_more), AfterValidator(_unpaused)
]


class HubFile(Section):
    """A file of weights on the Hugging Face hub, pinned to one content."""

    repo: Annotated[str, Field(pattern=r"^[\w.-]+/[\w.-]+$")]
    revision: Annotated[str, Field(pattern=r"^[0-9a-f]{40}$")]
    """A commit: a branch's files may change."""
    file: Annotated[str, Field(pattern=r"^\w[\w.-]*(/\w[\w.-]*)*\.gguf$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def _weights(value: Any) -> Any:
    """A mapping is a file on the hub; what is wrong with it is said in one line, of all its keys."""
    if not isinstance(value, dict):
        return value
    try:
        return HubFile.model_validate(value)
    except ValidationError as error:
        wrong = ", ".join(sorted({str(detail["loc"][0]) for detail in error.errors()}))
        raise ValueError(
            f"look at {wrong}; a name of models.yml is expected, a path, or "
            "{repo: owner/name, revision: 40 hex digits, file: name.gguf, sha256: 64 hex digits}"
        ) from error


Seconds = Annotated[float, Field(gt=0, le=86_400)]
"""A day at most: no job takes longer, and not every clock can be set to more."""


class Local(Section):
    """A model that runs on the machine of the run; used with `llm.provider: local`."""

    model: Annotated[str | HubFile, BeforeValidator(_weights)] = "qwen3-4b"
    minutes: float = Field(45, gt=0, le=75)
    context: int = Field(8192, ge=2048, le=131072)
    threads: int | None = Field(None, ge=1, le=256)


class Llm(Section):
    """The model that writes the summaries: an API, used only where the secret OPENAI_API_KEY is set, or a local one."""

    provider: Literal["api", "local"] = "api"
    local: Local = Local()
    model: str = "gpt-6-luna"
    base_url: str = "https://api.openai.com/v1"
    concurrency: int = Field(8, ge=1, le=64)
    papers_per_call: int = Field(1, ge=1, le=20)
    heal_days: int = Field(14, ge=0, le=60)
    max_tokens_per_run: int | None = Field(None, ge=1)
    requests_per_minute: int | None = Field(None, ge=1)
    tokens_per_minute: int | None = Field(None, ge=1)
    connect_timeout_seconds: Seconds = 10
    read_timeout_seconds: Seconds = 120
    deadline_seconds: Seconds = 1800
    reasoning: Literal["default", "off"] = "default"
    temperature: float | None = Field(None, ge=0, le=2)
    rubric: dict[str, Annotated[int, Field(ge=1)]] = Field({"relevance": 50, "novelty": 25, "evidence": 25})

    @field_validator("rubric")
    @classmethod
    def _sums_to_100(cls, rubric: dict[str, int]) -> dict[str, int]:
        if sum(rubric.values()) != 100:
            raise ValueError(f"the maxima add up to {sum(rubric.values())}; make them add up to 100")
        return rubric


class Fetch(Section):
    """How arXiv is read."""

    lookback_days: int = Field(14, ge=1, le=60)
    deep_lookback_days: int = Field(60, ge=1, le=366)
    catch_up_days: int = Field(14, ge=1, le=60)
    cross_lists: bool = True
    deadline_seconds: Seconds = 900


class Rank(Section):
    """How papers are ordered."""

    triage: bool = True
    many_authors: bool = True
    least_score: int = Field(0, ge=0, le=100)
    category_weights: dict[Category, Annotated[float, Field(ge=0, le=10)]] = Field({})


class Page(Section):
    """How a report looks."""

    abstract: Literal["full", "collapsed", "none"] = "full"
    authors: int = Field(3, ge=1, le=100)
    order: Literal["category", "score"] = "category"
    repository: str | None = Field(None, pattern=r"^[\w.-]+/[\w.-]+$")


class Notify(Section):
    """How watchers are told, and what is sent to the services of the secret NOTIFY_URLS."""

    release: Literal["daily", "weekly", "off"] = "weekly"
    messages: Literal["every_report", "weekly", "off"] = "every_report"
    papers: int = Field(5, ge=1, le=40)
    least_score: int = Field(0, ge=0, le=100)


class Signals(Section):
    """What others noticed; each is a host more that is asked."""

    huggingface: bool = False


class Zotero(Section):
    """A library at zotero.org: a person's or a group's; none where neither is named."""

    user: int | None = Field(None, ge=1)
    group: int | None = Field(None, ge=1)
    collections: Names = ()
    newest: int = Field(200, ge=1, le=1000)

    @model_validator(mode="after")
    def _whose(self) -> "Zotero":
        if self.user and self.group:
            raise ValueError("name a user or a group, not both; one library is read")
        if self.model_fields_set and not (self.user or self.group):
            raise ValueError("whose library? Write {user: 123} or {group: 123}; docs/library.md says where it stands")
        return self


class Library(Section):
    """A library of papers that the forker has collected; they count like `liked` ones."""

    zotero: Zotero = Zotero()
    bibtex: Annotated[str, Field(min_length=1)] | None = None
    half_life_days: float = Field(365, gt=0)
    show: Literal["nothing", "words", "titles"] = "nothing"

    @property
    def has_zotero(self) -> bool:
        """Whether a library at zotero.org is to be read."""
        return bool(self.zotero.user or self.zotero.group)

    @property
    def is_used(self) -> bool:
        """Whether there is any library."""
        return self.has_zotero or self.bibtex is not None


class Config(Section):
    """All of config.yml; a key that is left out has the value given here."""

    categories: Annotated[
        tuple[Category, ...], Field(min_length=1), BeforeValidator(_one_or_more), AfterValidator(_each_once)
    ]
    language: str = "zh-CN"
    interests: Wishes = ()
    not_interested: Wishes = ()
    authors: Names = ()
    liked: PaperIds = ()
    disliked: PaperIds = ()
    max_papers: int = Field(30, ge=1, le=1000)
    llm: Llm = Llm()
    fetch: Fetch = Fetch()
    rank: Rank = Rank()
    page: Page = Page()
    notify: Notify = Notify()
    reader: bool = False
    feedback: bool = False
    signals: Signals = Signals()
    library: Library = Library()
