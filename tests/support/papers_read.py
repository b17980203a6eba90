"""Papers as several sources give them: versions, with and without times, some twice."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from fake_arxiv import paper

submissions = st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 24), timezones=st.just(UTC))  # noqa: DTZ001 (zone given)
papers = st.builds(
    lambda number, version, submitted, comment, several: paper(
        number,
        version=version,
        published=submitted,
        updated=submitted,
        comment=comment,
        categories=("cs.AI", "cs.CL") if several else ("cs.AI",),
    ),
    st.integers(0, 6),
    st.none() | st.integers(1, 3),
    st.none() | submissions,
    st.sampled_from([None, "10 pages", "withdrawn"]),
    st.booleans(),
)
many = st.lists(papers, max_size=12)
