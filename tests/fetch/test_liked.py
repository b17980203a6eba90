"""The texts of liked papers."""

from pathlib import Path

import pytest

import fake_arxiv
from digest.core.errors import ArchiveError
from digest.fetch import liked
from fake_arxiv import FaultyArxiv, announced, paper


def test_texts_are_fetched_once(tmp_path: Path) -> None:
    """A liked paper's text is asked for once and kept in data/; an id that arXiv does not have is named."""
    with FaultyArxiv(announced(paper(1), paper(2))) as site:
        texts, said = liked.complete({}, ["2611.90001", "2611.99999"], site.endpoints, 30)
        assert list(texts) == ["2611.90001"]
        assert len(said) == 1
        assert "arXiv has no paper 2611.99999" in said[0]
        liked.save(tmp_path, texts)
        asked = len(site.requests)
        assert liked.complete(liked.load(tmp_path), ["2611.90001"], site.endpoints, 30) == (texts, ())
        assert len(site.requests) == asked


@pytest.mark.parametrize("answered", ["math/0309136", "math.GT/0309136"])
def test_an_old_id_is_found_however_arxiv_writes_it(tmp_path: Path, answered: str) -> None:
    """A paper of the old style is known by its id without the subject class, and is not asked for again."""
    with FaultyArxiv(announced(paper(1, id="math/0309136"))) as site:
        site.api_always = fake_arxiv.edited(lambda text: text.replace("math/0309136", answered))
        texts, said = liked.complete({}, ["math/0309136"], site.endpoints, 30)
        assert (list(texts), said) == (["math/0309136"], ())
        liked.save(tmp_path, texts)
        assert liked.complete(liked.load(tmp_path), ["math/0309136"], site.endpoints, 30) == (texts, ())


def test_arxiv_may_fail() -> None:
    """Where arXiv cannot be read, the run goes on with the texts that are there, and says so."""
    with FaultyArxiv(announced(paper(1))) as site:
        site.api_always = fake_arxiv.status(403)
        texts, said = liked.complete({}, ["2611.90001"], site.endpoints, 5)
    assert texts == {}
    assert "could not be fetched yet" in said[0]


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    """A damaged file is an error with its remedy; without any paper no file is written."""
    liked.save(tmp_path, {})
    assert liked.load(tmp_path) == {}
    (tmp_path / "data").mkdir()
    for damaged in ("[", "[" * 100_000):
        (tmp_path / "data" / "liked.json").write_text(damaged)
        with pytest.raises(ArchiveError, match=r"data/liked\.json cannot be read .* Delete it"):
            liked.load(tmp_path)
