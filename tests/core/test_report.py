"""One paper an id: the laws of merging what the sources gave."""

from hypothesis import given
from hypothesis import strategies as st

from digest.core.report import Paper, merge
from fake_arxiv import MONDAY, paper
from laws import tried
from papers_read import many


@given(many.flatmap(lambda read: st.tuples(st.just(read), st.permutations(read))))
@tried(60)
def test_the_order_of_the_sources_does_not_matter(orders: tuple[list[Paper], list[Paper]]) -> None:
    """Merging the same papers in any order, or twice, gives the same."""
    read, shuffled = orders
    merged = merge(read)
    assert merge(shuffled) == merged
    assert merge([*read, *read]) == merged
    assert merge(merged) == merged


@given(many)
@tried(60)
def test_merging_gives_each_id_once_in_its_newest_version(read: list[Paper]) -> None:
    """No id is lost, none is twice, and none is older than what was read."""
    merged = merge(read)
    assert [p.id for p in merged] == sorted({p.id for p in read})
    for one in merged:
        assert (one.version or 0) == max(p.version or 0 for p in read if p.id == one.id)


def test_the_feed_and_the_query_api_are_one_paper() -> None:
    """The times come from the query API, whichever was read first."""
    known = paper(1, comment="10 pages")
    feed = known.model_copy(update={"published": None, "updated": None, "comment": None})
    assert merge([feed, known]) == merge([known, feed]) == (known,)


def test_a_version_never_has_the_date_of_another() -> None:
    """Version 2 from the feed gets the paper's submission time from version 1, not the date of that version."""
    newest = paper(1, version=2, published=None, updated=None)
    (merged,) = merge([paper(1), newest])
    assert (merged.version, merged.published, merged.updated) == (2, MONDAY, None)


def test_a_late_cross_list_has_its_new_category() -> None:
    """Of one version the reading with more categories is the newer one."""
    listed = paper(1, categories=("cs.AI", "stat.ML"))
    assert merge([listed, paper(1)]) == (listed,)
