"""What happened in a period, by the ids of its papers: everything but how it looks. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from digest.core.errors import DigestError
from digest.core.report import Entry, best_first
from digest.periods.reading import Material
from digest.periods.rising import FEWEST_WEEKS, Against, Past, Rising, against, rising, sharing
from digest.periods.themes import Grouping, themes
from digest.rank.document import Vocabulary, read
from digest.rank.followed_authors import Likeness, followed_author
from digest.rank.near_duplicates import near_duplicates
from digest.rank.scoring import NEAR_DUPLICATE

BEST = 10
_LOOKED_AT = 60
"""Near-duplicates are looked for among so many of the best."""
MOST_MISSED = 10
MOST_FOLLOWED = 20


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """A period's papers, sorted out."""

    papers: int
    summarised: int
    best: tuple[str, ...]
    """The ids of the best, one of each group of near-duplicates."""
    grouping: Grouping
    trends: tuple[Against | None, ...]
    """How each theme stands against the weeks before; None where too few weeks are there."""
    rising: tuple[Rising, ...] | None
    """None where too few weeks are there to compare with."""
    followed: tuple[tuple[str, tuple[str, ...]], ...]
    """The followed authors with papers, each with their ids."""
    missed: tuple[str, ...]
    """Papers that were listed only, though their scores would have had them summarised on another of the days."""


def analyse(material: Material, authors: Sequence[str]) -> Analysis:
    """Sort out the papers of a period; `authors` are those that the forker follows.

    Where a paper's text is one that our code does not survive, the period has its best papers and its numbers alone.
    """
    try:
        return _analysed(material, authors)
    except DigestError:
        raise
    except Exception:  # a defect of ours in reading one text must not hold a week, nor the run that makes its page
        return _counted(material)


def _counted(material: Material) -> Analysis:
    """A period in which no text is looked into."""
    entries = [entry for report in material.reports for entry in report.papers]
    ids = [title.id for day in material.days.values() for title in day.titles]
    return Analysis(
        papers=len(ids),
        summarised=sum(report.summarised for report in material.reports),
        best=tuple(entry.paper.id for entry in best_first(entries)[:BEST]),
        grouping=Grouping(themes=(), rest=tuple(ids)),
        trends=(),
        rising=None,
        followed=(),
        missed=_missed(material),
    )


def _analysed(material: Material, authors: Sequence[str]) -> Analysis:
    entries = [entry for report in material.reports for entry in report.papers]
    titles = [title for day in material.days.values() for title in day.titles]
    grouping = themes(titles)
    groups = [frozenset(theme.phrases) for theme in grouping.themes]
    compared = material.compared_weeks >= FEWEST_WEEKS
    trends: tuple[Against | None, ...] = (None,) * len(groups)
    rises = None
    if compared:
        earlier = [title for day in material.before.values() for title in day.titles]
        past, papers = Past.of(earlier), _sum(day.categories for day in material.days.values())
        counts = zip(sharing(titles, groups), sharing(earlier, groups), strict=True)
        trends = tuple(against(here, there, papers, past) for here, there in counts)
        rises = rising(titles, past, material.compared_weeks)
    return Analysis(
        papers=len(titles),
        summarised=sum(report.summarised for report in material.reports),
        best=_best(entries),
        grouping=grouping,
        trends=trends,
        rising=rises,
        followed=_followed(entries, authors),
        missed=_missed(material),
    )


def _best(entries: Sequence[Entry]) -> tuple[str, ...]:
    ordered = best_first(entries)[:_LOOKED_AT]
    vocabulary = Vocabulary(None, {})
    repeats = near_duplicates([read(entry.paper, vocabulary) for entry in ordered])
    ids = {entry.paper.id for entry in ordered}
    unique = [entry.paper.id for entry in ordered if entry.paper.id not in repeats and not _repeats(entry, ids)]
    return tuple(unique[:BEST])


def _repeats(entry: Entry, ids: set[str]) -> bool:
    """Whether the ranker of its day found that a paper repeats another one, which is among the period's best."""
    score = entry.score.lexical or entry.score
    return any(part.name == NEAR_DUPLICATE and ids.intersection(part.because) for part in score.parts)


def _followed(entries: Sequence[Entry], authors: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    by_author = []
    for author in authors:
        papers = [
            entry.paper.id
            for entry in best_first(entries)
            if followed_author(author, entry.paper.authors)[0] is not Likeness.NONE
        ]
        if papers:
            by_author.append((author, tuple(papers[:MOST_FOLLOWED])))
    return tuple(by_author)


def _missed(material: Material) -> tuple[str, ...]:
    """The best of the listed papers that would have been summarised on the day that asked least of its papers."""
    lowest = [
        min((entry.score.lexical or entry.score).total for entry in report.papers)
        for report in material.reports
        if report.papers and report.also
    ]
    if not lowest:
        return ()
    least = max(min(lowest), 0)
    listed = [one for report in material.reports for one in report.also if one.score > least]
    listed.sort(key=lambda one: (-one.score, one.id))
    return tuple(one.id for one in listed[:MOST_MISSED])


def series(material: Material) -> tuple[tuple[str, ...], Mapping[str, Sequence[int]], Mapping[str, Sequence[int]]]:
    """The names of the weeks, and week by week the papers of each category and of each interest."""
    weeks = material.by_week()
    categories = [_sum(day.categories for day in days) for days in weeks.values()]
    interests = [_sum(day.interests for day in days) for days in weeks.values()]
    return tuple(span.name for span in weeks), _rows(categories), _rows(interests)


def _sum(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    whole: Counter[str] = Counter()
    for each in counts:
        whole.update(each)
    return whole


def _rows(counts: Sequence[Counter[str]], most: int = 8) -> Mapping[str, Sequence[int]]:
    """The names with most papers, most first, each with its count in every week."""
    whole = _sum(counts)
    names = sorted(whole, key=lambda name: (-whole[name], name))[:most]
    return {name: [each[name] for each in counts] for name in names}
