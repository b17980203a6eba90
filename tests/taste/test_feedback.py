"""Thumbs as examples to learn from."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from digest.archive.feedback import NAME, Ledger, Taps, to_json
from digest.archive.reports import Archive
from digest.config.schema import Config
from digest.core.report import Listing, Paper, Report
from digest.rank.ranking import rank
from digest.taste.feedback import HALF_LIFE_DAYS, examples
from digest.taste.whole import Told, whole_taste
from reports import paper, summarised

DAY = date(2026, 11, 20)
TAPPED = datetime(2026, 11, 20, 9, tzinfo=UTC)
CONFIG = Config(categories=("cs.AI",), feedback=True)
LIKED, LISTED, DISLIKED = (paper(number).id for number in (1, 2, 3))


def archive(root: Path, *found: Taps) -> Archive:
    """A report of two summarised papers and a listed one, with what was tapped."""
    made = Archive(root)
    papers = (
        summarised(1, title="Latent actions for world models", abstract="World models with latent actions."),
        summarised(3, title="Poetry of bridges", abstract="Bridges in poetry."),
    )
    listing = Listing(id=LISTED, title="A world model that plans", primary_category="cs.AI", score=5)
    made.save(Report(date=DAY, categories=("cs.AI",), papers=papers, also=(listing,)))
    (root / NAME).write_text(to_json(Ledger().taking(found)), "utf-8")
    return made


def taps(**papers: str) -> Taps:
    return Taps(number=1, at=TAPPED, **{way: {paper_id: DAY} for way, paper_id in papers.items()})


def test_a_thumb_is_an_example_with_what_data_holds(tmp_path: Path) -> None:
    """A paper with a thumb up weighs 1, one with a thumb down -1; a listed one is known by its title alone."""
    made = archive(tmp_path, Taps(number=1, at=TAPPED, up={LIKED: DAY, LISTED: DAY}, down={DISLIKED: DAY}))
    found, notices = examples(made, TAPPED, is_on=True)
    assert {one.id: one.weight for one in found} == {LIKED: 1.0, LISTED: 1.0, DISLIKED: -1.0}
    assert {one.id: bool(one.abstract) for one in found} == {LIKED: True, LISTED: False, DISLIKED: True}
    assert notices == ()


def test_old_thumbs_fade(tmp_path: Path) -> None:
    """After a half-life a thumb counts half, after two a quarter; a very old one is left out."""
    made = archive(tmp_path, taps(up=LIKED))
    later = [examples(made, TAPPED + timedelta(days=n * HALF_LIFE_DAYS), is_on=True)[0] for n in (0, 1, 2, 6)]
    assert [[one.counts for one in found] for found in later] == [[1.0], [0.5], [0.25], []]


def test_feedback_off_takes_everything_back(tmp_path: Path) -> None:
    """Where feedback is off nothing is read, not even a file that is broken."""
    made = archive(tmp_path, taps(up=LIKED))
    (tmp_path / NAME).write_text("{", "utf-8")
    assert examples(made, TAPPED, is_on=False) == ((), ())


def test_a_paper_whose_report_is_gone_is_told_of(tmp_path: Path) -> None:
    """A thumb on a paper that data/ no longer holds does not count, and the owner is told."""
    made = archive(tmp_path, taps(up=LIKED))
    made.path(DAY).unlink()
    found, notices = examples(Archive(tmp_path), TAPPED, is_on=True)
    assert found == ()
    assert notices == (
        "1 paper with a thumb did not count: the report of 2026-11-20 cannot be read. See docs/feedback.md.",
    )


def test_a_thumb_moves_papers(tmp_path: Path) -> None:
    """Without interests, a thumb up puts a paper on the same topic first, and the score says why."""
    found, _ = examples(archive(tmp_path, taps(up=LIKED)), TAPPED, is_on=True)
    new = [
        Paper(id="2611.90011", title="Bridges and poetry", abstract="Poetry.", primary_category="cs.AI"),
        Paper(
            id="2611.90012", title="A world model with latent actions", abstract="It plans.", primary_category="cs.AI"
        ),
    ]
    best = rank(new, whole_taste(CONFIG, Told(thumbed=found)).profile)[0]
    assert best.paper.id == "2611.90012"
    assert best.score.parts[0].kind == "feedback_for"
    assert "latent" in " ".join(best.score.parts[0].because)
