"""A forker's taste, put together from all that tells it, in one place for everything that ranks by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from digest.config.schema import Config
from digest.core.plural import counted
from digest.core.run_record import LearnedRecord
from digest.core.sparing import spared
from digest.library.reading import Library
from digest.rank.evidence import Judge
from digest.rank.profile import Example, Profile, notices, profile_from
from digest.taste.learned import learned
from digest.taste.profile import Texts

_TAUGHT_NOTHING = (
    "taught nothing, by a defect of the digest itself: reports are made without. Until that is cured, take it out of "
    "`liked` or `disliked`, or give it the other thumb, and report the id to the original's issues. "
    "See docs/troubleshooting.md."
)
_NOT_ASKED = (
    "The model was not asked what interests are in English, by a defect of the digest itself ({kind}). Write it beside "
    "them, as {{text: …, english: …}}, and report the defect to the original's issues. See docs/troubleshooting.md."
)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What tells a taste beside config.yml, as far as it was read."""

    texts: Texts = field(default_factory=dict)
    """Of the papers that config.yml or its BibTeX file names."""
    thumbed: tuple[Example, ...] = ()
    """Papers with a thumb; a backfill has none: docs/feedback.md."""
    library: Library = field(default_factory=Library)
    english: Mapping[str, str] = field(default_factory=dict)
    """What a model made of interests in other languages, by their text."""
    untranslated: str = ""
    """The kind of the defect of ours that kept a model from being asked about them; empty where there was none."""

    @property
    def defects(self) -> tuple[str, ...]:
        """The same for the record of a report."""
        return (f"interests: {self.untranslated}",) if self.untranslated else ()


@dataclass(frozen=True, kw_only=True)
class WholeTaste:
    """What papers are ranked by."""

    profile: Profile = field(default_factory=Profile)
    told: Told = field(default_factory=Told)
    learned: LearnedRecord | None = None
    """What liked papers have taught, for the record of a report."""
    failing: tuple[str, ...] = ()
    """The papers that our own code did not survive, for the same: ids, and the number of those of a library."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What of it cannot have the effect that was meant, a sentence each."""
        untranslated = (_NOT_ASKED.format(kind=self.told.untranslated),) if self.told.untranslated else ()
        return (*notices(self.profile), *untranslated, *(f"{name} {_TAUGHT_NOTHING}" for name in self.failing))


def whole_taste(config: Config, told: Told, *, for_reports: bool = True) -> WholeTaste:
    """What the forker cares for, as far as the texts are there; what that has taught, where reports are made with it.

    What somebody says of a paper counts more than that it stands in their library, and nothing tells that it does. A
    paper whose text our code does not survive is left out, so that it holds no report.
    """
    examples = (*told.thumbed, *told.library.examples)
    judged = {*config.liked, *config.disliked, *(one.id for one in told.thumbed)}
    made = profile_from(
        config,
        liked=[told.texts[paper_id] for paper_id in config.liked if paper_id in told.texts],
        disliked=[told.texts[paper_id] for paper_id in config.disliked if paper_id in told.texts],
        english=told.english,
    )
    kept = tuple(one for one in examples if one.source != "library" or one.id not in judged)
    profile, library = replace(made, examples=kept), told.library.record

    def taught(some: Sequence[Example]) -> LearnedRecord | None:
        by_these = _by(profile, some)
        Judge(by_these).read_examples()
        return learned(by_these, library.papers if library else 0) if for_reports else None

    every = profile.every_example
    record, failing = spared(every, taught)
    if failing:
        profile = _by(profile, [one for one in every if one not in failing])
    return WholeTaste(profile=profile, told=told, learned=record, failing=_names(failing))


def _by(profile: Profile, examples: Sequence[Example]) -> Profile:
    return replace(profile, liked=(), disliked=(), examples=tuple(examples))


def _names(failing: Sequence[Example]) -> tuple[str, ...]:
    private = sum(one.source == "library" for one in failing)
    ids = sorted({one.id for one in failing if one.source != "library"})
    return (*ids, f"{counted(private, 'paper')} of your library") if private else tuple(ids)
