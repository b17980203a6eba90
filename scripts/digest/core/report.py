"""What the stages hand to each other, and what data/ holds: papers, scores, summaries, reports.

All of it is frozen and validated. The order of the fields is the order of the keys in data/YYYY-MM-DD.json, so that the
same report is the same bytes.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    field_validator,
    model_serializer,
    model_validator,
)

from digest.core.characters import entering
from digest.core.run_record import RunRecord

SCHEMA = 1
LONGEST_TEXT = 10_000
"""Characters of a title, an abstract or a comment; arXiv takes 1,920. What goes on is no abstract but a fault, or an
attempt to keep a run busy for hours, since some of what is done with a text grows with the square of its length."""
_CUT = " […]"

Text = Annotated[str, Field(strict=True), AfterValidator(entering)]
"""What arXiv, a model or a person wrote, without what is no text: a control or half a character would stop each later
run that has to write it."""


class Model(BaseModel):
    """The base of all records: immutable, keyword-only, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Links(Model):
    """Where a paper is read."""

    abstract: str
    """The page of this version, e.g. https://arxiv.org/abs/2611.01230v1; without the version where it is not known."""
    pdf: str
    html: str


class Paper(Model):
    """The metadata of one arXiv paper, as arXiv gives it: plain text with TeX in it, nothing converted.

    A text beyond all measure is cut, so that its paper is kept.
    """

    id: str
    """Without the version: "2611.01230", or "hep-th/9901001" in the old style."""
    version: int | None = None
    """1 for a first submission; null where the source does not say."""
    title: Text
    abstract: Text = ""
    """Empty where arXiv gave none; the page says so."""
    authors: tuple[Text, ...] = ()
    categories: tuple[Text, ...] = ()
    """Primary category first, then cross-lists in arXiv's order."""
    primary_category: Text = ""
    published: datetime | None = None
    """When version 1 was submitted (UTC); null where only the RSS feed was read."""
    updated: datetime | None = None
    """When this version was submitted (UTC); null where only the RSS feed was read."""
    comment: Text | None = None
    doi: str | None = None

    @field_validator("title", "abstract", "comment")
    @classmethod
    def _usable(cls, text: str | None) -> str | None:
        if text is None:
            return None
        return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - len(_CUT)]}{_CUT}"

    @property
    def links(self) -> Links:
        """The paper's addresses at arxiv.org; never a copy of the PDF (arXiv's terms of use)."""
        name = f"{self.id}v{self.version}" if self.version else self.id
        return Links(
            abstract=f"https://arxiv.org/abs/{name}",
            pdf=f"https://arxiv.org/pdf/{name}",
            html=f"https://arxiv.org/html/{name}",
        )


def merge(papers: Sequence[Paper]) -> tuple[Paper, ...]:
    """One paper an id, sorted by id: the newest version, with what it lacks filled from the others."""
    by_id: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        by_id[paper.id].append(paper)
    return tuple(_merged(versions) for _, versions in sorted(by_id.items()))


def _merged(versions: Sequence[Paper]) -> Paper:
    if len(versions) == 1:
        return versions[0]
    best, *others = sorted(versions, key=_completeness, reverse=True)
    lacking: dict[str, Any] = {}
    for other in others:
        for field in Paper.model_fields:
            of_its_version = field == "updated" and other.version != best.version
            if not (getattr(best, field) or field in lacking or of_its_version) and (value := getattr(other, field)):
                lacking[field] = value
    return best.model_copy(update=lacking)


def _completeness(paper: Paper) -> tuple[int, bool, int, str]:
    """The newest version first; of one version the source that knows the submission time knows more than the feed.

    Where that says nothing, a paper has more categories after a late cross-list; then the text itself decides, so that
    the order in which the sources were read does not.
    """
    return paper.version or 0, paper.published is not None, len(paper.categories), paper.model_dump_json()


Kind = Literal[
    "wish",
    "criterion",
    "liked_papers",
    "disliked_papers",
    "library_papers",
    "feedback_for",
    "feedback_against",
    "many_authors",
    "near_duplicate",
]
"""What a part of a score is of: what the forker named (an interest, an author, a category), a criterion of a rubric,
papers like those that are liked or disliked, the number of authors, another paper that is nearly repeated."""

_TOLD_BY_NAME: Mapping[str, Kind] = {
    **dict.fromkeys(("relevance", "novelty", "evidence"), "criterion"),
    "liked_papers": "liked_papers",
    "disliked_papers": "disliked_papers",
    "papers_of_your_library": "library_papers",
    "papers_with_a_thumb_up": "feedback_for",
    "papers_with_a_thumb_down": "feedback_against",
    "many_authors": "many_authors",
    "near_duplicate": "near_duplicate",
}


class Part(Model):
    """One summand of a score."""

    name: Text
    """An interest in the forker's words, or a criterion of the rubric ("relevance")."""
    kind: Kind = "wish"
    """Where data/ does not say it, the name does: it is written for an interest alone that is called like another kind,
    as "novelty" is, so that most files have none."""
    points: int
    """May be negative (`not_interested`); the parts of a score add up to its total."""
    maximum: int | None = None
    """The most a criterion can give; null for interests."""
    because: tuple[Text, ...] = ()
    """The words of the paper that matched, or nothing."""

    @model_validator(mode="before")
    @classmethod
    def _kind_by_name(cls, given: Any) -> Any:
        if not isinstance(given, dict) or "kind" in given:
            return given
        return {**given, "kind": _kind(given.get("name"), given.get("maximum"))}

    @model_serializer(mode="wrap")
    def _without_kind(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = write(self)
        if self.kind == _kind(self.name, self.maximum):
            written.pop("kind", None)
        return written


def _kind(name: object, maximum: object) -> Kind:
    """What a part of that name is of, where nothing else is said, as in all reports of earlier versions."""
    if maximum is not None:
        return "criterion"
    return _TOLD_BY_NAME.get(re.sub("[ -]", "_", str(name)), "wish")


class Score(Model):
    """How much a paper matters to the forker, with the reason."""

    total: int = Field(ge=0, le=100)
    by: Literal["interests", "day", "model"]
    """What it was judged by: the forker's interests, the rest of the day (no interests set), or the model's rubric."""
    parts: tuple[Part, ...] = ()
    lexical: "Score | None" = None
    """The embedded ranker's score, kept where the model's score took its place."""


Reason = Literal[
    "no_key",  # no model is set up; the report was made without one
    "credentials",  # 401: the key is wrong or has expired
    "payment",  # 402, insufficient_quota: the account has no credit
    "forbidden",  # 403
    "no_model",  # the model does not exist (any more)
    "not_found",  # 404 without a word about the model, at every address that may be meant
    "rate_limited",  # 429 to the end
    "unreachable",  # no connection, 5xx, a login page: no answer of a model at all
    "bad_answer",  # the model answered, and its answer did not pass the checks
    "token_limit",  # llm.max_tokens_per_run was reached
    "deadline",  # llm.deadline_seconds was reached
    "defect",  # our own code did not survive the paper's text
    "not_started",  # a local model could not be started: weights, disk, memory, or a package that is missing
    "not_downloaded",  # a local model's weights could not be downloaded
    "time_used",  # a local model had no time left for it (llm.local.minutes)
    "not_believed",  # a local model's two answers did not pass the checks
    "server_ended",  # a local model's server ended in mid-run, twice
]
"""Why a summary is not by a model; each has its sentence in labels/, as `why_<reason>`."""


class Summary(Model):
    """What is said of one paper, or honestly not said."""

    status: Literal["ok", "extractive", "pending"]
    """"ok": by a model and checked; "extractive": sentences of the abstract itself; "pending": not there, see `why`."""
    language: str
    """The language of the five fields below, e.g. "zh-CN"; the abstract's own ("en") for "extractive"."""
    one_sentence: Text | None = None
    motivation: Text | None = None
    method: Text | None = None
    conclusion: Text | None = None
    keywords: tuple[Text, ...] = ()
    model: Text | None = None
    prompt: str | None = None
    """The hash of the prompt that was used: first 12 hex digits of SHA-256."""
    tokens_in: int = 0
    tokens_out: int = 0
    unsupported: tuple[Text, ...] = ()
    """Numbers of the summary that neither title nor abstract supports; the page says so beside them."""
    why: Reason | None = None
    """The reason, where the status is not "ok"."""


class Entry(Model):
    """A paper of the report that was chosen to be summarised."""

    paper: Paper
    score: Score
    summary: Summary


def best_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """By score; ties stay as they come: in the ranker's order, which knows more than whole points."""
    return tuple(sorted(entries, key=lambda entry: -entry.score.total))


class Listing(Model):
    """A paper that was announced and not summarised; title and link are shown."""

    id: str
    version: int | None = None
    title: Text
    primary_category: Text = ""
    score: int = Field(ge=0, le=100)

    @property
    def paper(self) -> Paper:
        """All that is kept of it as a paper, for a report that is made anew while arXiv cannot be asked."""
        return Paper(
            id=self.id,
            version=self.version,
            title=self.title,
            categories=(self.primary_category,),
            primary_category=self.primary_category,
        )


class Report(Model):
    """One announcement of arXiv, as data: everything a page is rendered from."""

    date: date
    """The announcement's date, as arXiv's own listing carries it."""
    categories: tuple[str, ...]
    """The configured categories of the run."""
    papers: tuple[Entry, ...]
    """Best first."""
    also: tuple[Listing, ...] = ()
    """Best first."""
    run: RunRecord = RunRecord()
    """How it was made."""

    @property
    def summarised(self) -> int:
        """How many papers have a summary, by a model or of the abstract's sentences; the others are pending."""
        return sum(entry.summary.status != "pending" for entry in self.papers)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all papers that this report announces."""
        return frozenset([e.paper.id for e in self.papers] + [listing.id for listing in self.also])
