"""What a backfill ranks by, and what it says of it."""

from dataclasses import replace
from io import StringIO

from configs import config
from digest.backfill.making import Maker
from digest.console.command import ROOT
from digest.console.progress import Progress
from digest.core.defects import named
from digest.library.reading import Library
from digest.settings import Settings
from reports import report, summarised, with_summary


def test_a_defect_turns_a_backfill_red() -> None:
    """Reports in which our own code failed at a paper are all made, and the backfill ends with 1; with 5 for others."""
    maker = Maker(settings=Settings.load(ROOT, None, {}), progress=Progress(environment={}, stream=StringIO()))
    good, pending = report(summarised(1)), report(with_summary(summarised(2), status="pending", why="unreachable"))
    failed = named(report(summarised(3)), learn=["2611.90009"])
    assert [maker.exit_code(made) for made in ([good], [good, pending], [good, pending, failed])] == [0, 5, 1]


def test_what_of_a_taste_does_not_count_is_told() -> None:
    """An interest that is not English, and has no English without a model, is named as in a daily run."""
    settings, said = Settings.load(ROOT, None, {}), StringIO()
    settings = replace(settings, config=config(interests=["扩散语言模型"]))
    Maker(settings=settings, progress=Progress(environment={}, stream=said)).learn({}, Library())
    assert "The interest “扩散语言模型” is not in English" in " ".join(said.getvalue().split())
