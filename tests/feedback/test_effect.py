"""What taps change is told of the order that a run would make, which interests in another language have a part in."""

from datetime import UTC, datetime
from pathlib import Path

from configs import config
from digest.archive import interests
from digest.archive.feedback import Ledger, Taps
from digest.archive.reports import Archive
from digest.feedback.effect import Effect
from reports import DAY, listing, report

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
INTEREST = "扩散语言模型"


def moved(root: Path) -> int:
    """The papers that a tap on one about violins would bring among the best."""
    taps = Taps(number=1, at=NOW, up={"2611.90020": DAY})
    made = Effect(Archive(root), config(interests=[INTEREST], feedback=True), NOW)
    effect = made.of(Ledger(), Ledger().taking([taps]), taps.up)
    assert effect is not None
    return effect.papers


def test_translated_interests_count(tmp_path: Path) -> None:
    """Where data/interests.json has the English, papers that it finds stay best, and one on violins comes in less."""
    also = [listing(number, title=f"Diffusion Language Models, part {number}") for number in range(1, 6)]
    also += [listing(number, title=f"Poetry of Violins, part {number}") for number in range(20, 26)]
    Archive(tmp_path).save(report(also=tuple(also)))
    assert moved(tmp_path) > 0
    english = interests.load(tmp_path).plus({INTEREST: "diffusion language models"}, "a-model")
    interests.save(tmp_path, english)
    assert moved(tmp_path) == 0
