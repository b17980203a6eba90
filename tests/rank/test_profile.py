"""What of a profile cannot have the effect that was meant is said, and nothing fails."""

import pytest

from digest.config.schema import Config
from digest.core.report import Paper
from digest.rank.profile import Interest, Profile, notices, profile_from


def test_a_config_becomes_a_profile() -> None:
    """Interests with weights, authors and category weights of config.yml reach the ranker."""
    config = Config.model_validate(
        {
            "categories": ["cs.AI"],
            "interests": ["agents", {"text": "memory", "weight": 2}],
            "not_interested": ["surveys"],
            "authors": ["Ana Sol"],
            "rank": {"category_weights": {"cs.CL": 2}},
        }
    )
    liked = Paper(id="2611.90001", title="A")
    assert profile_from(config, [liked], []) == Profile(
        interests=(Interest(text="agents"), Interest(text="memory", weight=2)),
        not_interested=(Interest(text="surveys"),),
        authors=("Ana Sol",),
        liked=(liked,),
        category_weights={"cs.CL": 2},
    )


def test_a_plain_profile_has_no_notices() -> None:
    """English interests need no word of warning, and neither does an empty profile."""
    assert notices(Profile(interests=(Interest(text="graph learning"),))) == ()
    assert notices(Profile()) == ()


@pytest.mark.parametrize(("text", "said"), [("扩散语言模型", "where a model judges"), ("the of", "every abstract has")])
def test_an_interest_without_effect_is_named(text: str, said: str) -> None:
    """A Chinese interest and one of stop words are named with what to do."""
    (notice,) = notices(Profile(interests=(Interest(text=text),)))
    assert text in notice
    assert said in notice


@pytest.mark.parametrize(("name", "notices_of_it"), [("Sol", 1), ("李飞飞", 1), ("Ana Sol", 0), ("Sol, Ana", 0)])
def test_a_family_name_alone_is_named(name: str, notices_of_it: int) -> None:
    """Whoever follows a family name is told that it finds nobody, and whoever gives a full name is told nothing."""
    said = notices(Profile(authors=(name,)))
    assert len(said) == notices_of_it
    assert all(name in notice for notice in said)


def test_contradicting_likes_are_named() -> None:
    """A paper that is liked and disliked is named, as counting as neither."""
    paper = Paper(id="2611.90001", title="A")
    assert "2611.90001" in notices(Profile(liked=(paper,), disliked=(paper,)))[0]
