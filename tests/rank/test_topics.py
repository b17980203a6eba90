"""What example papers have in common is named in their own words; nothing private is."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from digest.core.report import Paper
from digest.rank.profile import Example, Profile, Shown
from digest.rank.ranking import rank
from digest.rank.topics import topics, without
from laws import tried

WORLDS = [
    "Latent World Models for Robot Planning",
    "Pruning World Models of Driving",
    "World Models That Forget",
    "Latent World Models from Video",
]
OTHERS = ["Tabular Data Cleaning with Rules", "A Grammar of Old Norse Verse"]


def examples(titles: list[str], shown: Shown = "title", first: int = 1) -> tuple[Example, ...]:
    """Made-up papers that are liked."""
    return tuple(
        Example(id=f"2611.90{number:03}", title=title, source="library", shown=shown)
        for number, title in enumerate(titles, start=first)
    )


def test_what_most_examples_share_is_the_first_topic() -> None:
    """Four papers on world models and two strays are, before all else, about world models, with the four named."""
    first, *_ = topics(Profile(examples=examples(WORLDS + OTHERS)), 5)
    assert first.text == "world models"
    assert [one.title for one in first.examples] == WORLDS
    assert first.names == {"world", "model", "world model"}


def test_a_topic_says_something_new() -> None:
    """Neither "models" nor "world" stands beside "world models", and what one paper of many has is no topic."""
    assert [topic.text for topic in topics(Profile(examples=examples(WORLDS + OTHERS)), 9)] == [
        "world models",
        "latent",
    ]


def test_of_few_examples_each_may_be_a_topic() -> None:
    """Of a single liked paper its phrases are the topics."""
    assert topics(Profile(examples=examples(WORLDS[:1])), 1)[0].text == "robot planning"


@given(order=st.permutations(range(6)))
@tried(20)
def test_the_order_of_examples_is_of_no_account(order: list[int]) -> None:
    """The same examples in any order have the same topics with the same weights."""
    every = examples(WORLDS + OTHERS)
    mixed = topics(Profile(examples=tuple(every[place] for place in order)), 5)
    assert [(one.text, round(one.weight, 9)) for one in mixed] == [
        (one.text, round(one.weight, 9)) for one in topics(Profile(examples=every), 5)
    ]


def test_private_examples_have_no_topics() -> None:
    """Of examples that may show nothing no word is named, and none that others have is counted for them."""
    private = examples(WORLDS, shown="nothing")
    assert topics(Profile(examples=private), 5) == ()
    shared = topics(Profile(examples=(*private, *examples(WORLDS[:2], first=50))), 5)
    assert {one.id for topic in shared for one in topic.examples} <= {"2611.90050", "2611.90051"}


def test_a_topic_can_be_unlearned() -> None:
    """Without the topic, a paper that has nothing else of the examples has no points for it any more."""
    profile = Profile(examples=examples(WORLDS))
    papers = [Paper(id="2611.90900", title="World Models"), Paper(id="2611.90901", title="Rules of Grammar")]
    best = rank(papers, profile)[0]
    assert (best.paper.id, best.score.total > 20) == ("2611.90900", True)
    rest = without(profile, topics(profile, 1)[0].names)
    assert rest == replace(profile, unlearned=frozenset({"world", "model", "world model"}))
    assert all(one.score.total == 0 for one in rank(papers, rest))
