"""A taste is put together from all that tells it, and what our code does not survive of it holds nothing."""

from datetime import date
from typing import Any

import pytest

from digest.config.schema import Config, Library
from digest.library.papers import examples as of_items
from digest.library.papers import item
from digest.library.reading import Library as Read
from digest.rank import examples, vectors
from digest.rank.profile import Example, Source
from digest.rank.ranking import rank
from digest.taste.whole import Told, whole_taste
from reports import paper

CONFIG = Config(categories=("cs.AI",), liked=("2611.90001",), disliked=("2611.90002",))
TEXTS = {
    "2611.90001": paper(1, title="World models for robots"),
    "2611.90002": paper(2, title="Poetry of bridges"),
}
BAD = "Zebra husbandry at night"


@pytest.fixture(autouse=True)
def _fails_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our code does not survive a text about zebras."""
    works = vectors.vector_of_text

    def failing(title: str, abstract: str, without: frozenset[str] = frozenset()) -> vectors.Vector:
        if title == BAD:
            raise ValueError(title)
        return works(title, abstract, without)

    monkeypatch.setattr(examples, "vector_of_text", failing)
    monkeypatch.setattr("digest.library.papers.vector_of_text", failing)


@pytest.mark.parametrize("weight", [1.0, -1.0])
def test_a_tap_that_nothing_can_be_learned_from(weight: float) -> None:
    """It is named, whichever thumb it has; all others count, and papers are ranked."""
    bad = Example(id="2611.90009", title=BAD, source="feedback", weight=weight)
    good = Example(id="2611.90003", title="Latent world models", source="feedback")
    taste = whole_taste(CONFIG, Told(texts=TEXTS, thumbed=(bad, good)))
    assert taste.failing == ("2611.90009",)
    assert [one.id for one in taste.profile.every_example] == ["2611.90001", "2611.90002", "2611.90003"]
    assert taste.learned
    assert (taste.learned.liked, taste.learned.taps) == (2, 1)
    (ranked,) = rank([paper(5, title="A world model")], taste.profile)
    assert not ranked.failed
    assert ranked.score.total


@pytest.mark.parametrize("show", ["nothing", "titles"])
def test_of_a_library_only_the_number_is_told(show: str) -> None:
    """Papers of a library that nothing can be learned from are counted and not named, as it is private."""
    items = [item(BAD, "", [f"https://arxiv.org/abs/2611.9000{number}"], [], date(2026, 11, 1)) for number in (7, 8)]
    config = Library.model_validate({"bibtex": "papers.bib", "show": show})
    library = Read(examples=of_items(items, config, date(2026, 11, 20)))
    taste = whole_taste(CONFIG, Told(texts=TEXTS, library=library))
    assert taste.failing == ("2 papers of your library",)
    (notice,) = taste.notices
    assert not any(private in notice for private in ("ebra", "2611"))


def test_without_such_a_text_nothing_is_left_out() -> None:
    """Where our code survives everything, a profile says where each paper comes from, and no defect is named."""
    source: Source = "feedback"
    good = Example(id="2611.90003", title="Latent world models", source=source)
    taste = whole_taste(CONFIG, Told(texts=TEXTS, thumbed=(good,)))
    assert (taste.failing, taste.notices) == ((), ())
    assert [one.id for one in taste.profile.liked] == ["2611.90001"]
    assert taste.profile.examples == (good,)


def test_examples_are_read_once_for_all_reports_of_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever ranks ten days by the same papers reads them once."""
    read = list[str]()
    works = vectors.vector_of_text

    def vector_of_text(title: str, *more: Any) -> vectors.Vector:
        read.append(title)
        return works(title, *more)

    monkeypatch.setattr(examples, "vector_of_text", vector_of_text)
    liked = paper(1, title="Read once and for all")
    taste = whole_taste(CONFIG, Told(texts={liked.id: liked}))
    for number in range(10):
        rank([paper(number)], taste.profile)
    assert read == [liked.title]
