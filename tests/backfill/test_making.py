"""What a backfill ranks by, and what it says of it."""

from dataclasses import replace
from io import StringIO

from configs import config
from digest.backfill.making import Maker
from digest.console.command import ROOT
from digest.console.progress import Progress
from digest.library.reading import Library
from digest.settings import Settings


def test_what_of_a_taste_does_not_count_is_told() -> None:
    """An interest that is not English, and has no English without a model, is named as in a daily run."""
    settings, said = Settings.load(ROOT, None, {}), StringIO()
    settings = replace(settings, config=config(interests=["扩散语言模型"]))
    Maker(settings=settings, progress=Progress(environment={}, stream=said)).learn({}, Library())
    assert "The interest “扩散语言模型” is not in English" in " ".join(said.getvalue().split())
