"""Examples are parted by topic, the largest group first."""

from digest.rank.grouping import grouped

ONE = {"plume": 0.8, "volcano": 0.6}
OTHER = {"barley": 0.8, "market": 0.6}
LONE = {"graph": 1.0}
TELLS = dict.fromkeys(("plume", "volcano", "barley", "market", "graph"), 1.0)
USUALLY = dict.fromkeys(TELLS, 0.001)


def test_vectors_that_share_words_are_one_group() -> None:
    """Those on a topic stand together, the largest group first, and one that shares no word stands alone."""
    assert grouped([OTHER, ONE, LONE, ONE, OTHER, ONE], TELLS, USUALLY, 0.02) == [[1, 3, 5], [0, 4], [2]]


def test_vectors_that_share_only_what_any_paper_says_are_no_group() -> None:
    """Where any paper says as much of the words in common, nothing is alike."""
    assert grouped([ONE, ONE], TELLS, dict.fromkeys(TELLS, 1.0), 0.02) == [[0], [1]]
