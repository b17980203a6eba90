"""A taste is shown part by part, each with what the newest report would be without it."""

from digest.core.report import Paper
from digest.rank.profile import Example, Interest, Profile
from digest.taste.parts import moves, parts

PAPERS = [
    Paper(id=f"2611.90{number:03}", title=title, authors=("Ada Example",) if number == 7 else ())
    for number, title in enumerate(
        [
            "Rose Pruning",
            "Graph Search",
            "Graph Cuts",
            "Graph Colours",
            "Graph Minors",
            "World Models",
            "Loom Weaving",
        ],
        start=1,
    )
]
PROFILE = Profile(
    interests=(Interest(text="world models"), Interest(text="graph search")),
    not_interested=(Interest(text="graph colours"),),
    authors=("Ada Example",),
    liked=(Paper(id="2611.90100", title="Graph Minors and Graph Cuts"),),
    examples=(Example(id="2611.90101", title="Graph Cuts Again", source="feedback"),),
)


def test_each_part_says_where_it_comes_from() -> None:
    """Lines of config.yml by their key; topics of examples by how many were liked, tapped or are in a library."""
    named = [(part.text, part.comes_from) for part in parts(PROFILE)]
    assert named[:4] == [
        ("world models", "interests"),
        ("graph search", "interests"),
        ("graph colours", "not_interested"),
        ("Ada Example", "authors"),
    ]
    assert ("graph cuts", "1 liked, 1 tapped") in named[4:]


def test_without_an_interest_its_paper_leaves_the_best() -> None:
    """The only paper on world models is among the best five for that interest alone, and another takes its place."""
    part = next(part for part in parts(PROFILE) if part.text == "world models")
    leaving, *_ = moves(PAPERS, PROFILE, part.rest)
    assert leaving.paper.title == "World Models"
    assert leaving.rank <= 5 < leaving.rank_without


def test_what_makes_no_difference_moves_nothing() -> None:
    """The whole taste beside itself moves no paper, and so does an interest that no paper matches."""
    assert moves(PAPERS, PROFILE, PROFILE) == ()
    more = Profile(interests=(Interest(text="underwater acoustics"),), liked=PROFILE.liked)
    part = next(iter(parts(more)))
    assert moves(PAPERS, more, part.rest) == ()
