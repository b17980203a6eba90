"""What a forker cares for, from config.yml and from the papers that it names."""

from pathlib import Path

from digest.config.endpoints import Endpoints
from digest.config.schema import Config
from digest.core.report import Paper
from digest.taste import profile as taste
from digest.taste.whole import Told, whole_taste

CONFIG = Config(categories=("cs.AI",), liked=("2611.00001", "2611.00002"), disliked=("2611.00003",))
TEXTS = {name: Paper(id=name, title=f"The paper {name}") for name in ("2611.00002", "2611.00003", "2611.00004")}


def test_a_liked_paper_counts_once_its_text_is_there() -> None:
    """The profile has the texts of the papers that config.yml names, as far as they are known, and no others."""
    made = whole_taste(CONFIG, Told(texts=TEXTS)).profile
    assert [paper.id for paper in made.liked] == ["2611.00002"]
    assert [paper.id for paper in made.disliked] == ["2611.00003"]


def test_what_is_kept_is_not_fetched_again(tmp_path: Path) -> None:
    """Where all texts are there, nothing is asked for, and nothing is to be told."""
    taste.keep_texts(tmp_path, TEXTS | {"2611.00001": Paper(id="2611.00001", title="The first")})
    nowhere = Endpoints.from_environment({"ARXIV_API_URL": "http://127.0.0.1:9/"})
    texts, notices = taste.complete_texts(tmp_path, CONFIG, nowhere)
    assert (set(texts), notices) == ({*TEXTS, "2611.00001"}, ())
    assert texts == taste.kept_texts(tmp_path)
