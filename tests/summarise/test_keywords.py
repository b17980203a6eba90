"""Keywords without a model."""

from hypothesis import given
from hypothesis import strategies as st

from digest.core.report import Paper
from digest.summarise.keywords import MOST_KEYWORDS, keywords
from laws import tried


def keywords_of(abstract: str, title: str = "On trams") -> tuple[str, ...]:
    """The keywords of a paper on a day that has no other."""
    return keywords(Paper(id="2611.90001", title=title, abstract=abstract), {}, 1)


def test_a_keyword_ends_where_a_name_ends() -> None:
    """What always goes on is no keyword; the whole of it is."""
    found = keywords_of("For end-to-end driving, trams are harder. Of end-to-end driving we know little.")
    assert "end-to-end driving" in found
    assert "end-to-end" not in found


def test_a_word_that_says_little_belongs_to_the_name_of_a_thing() -> None:
    """A model or data alone is no keyword; a tram model and monolingual data are."""
    found = keywords_of("The tram model is trained on monolingual data. A model of data is good.", title="")
    assert {"tram model", "monolingual data"} <= set(found)
    assert not {"model", "data"} & set(found)


def test_what_is_somebodys_is_no_name() -> None:
    """A possessive in small letters parts a name from what stands before; that of a proper name is part of it."""
    found = keywords_of("Agents act on a rider's wish. We resolve Morgan's paradox of trams.", title="")
    assert not any("rider" in word for word in found)
    assert "Morgan's paradox" in found


def test_a_lone_adjective_is_no_name() -> None:
    """What only says how something is, is no keyword by itself; a noun that ends as it is one."""
    found = keywords_of("Trams are holistic, large-scale, customizable. We study retrieval, logic.", title="")
    assert not {"holistic", "large-scale", "customizable"} & set(found)
    assert {"retrieval", "logic"} <= set(found)


def test_a_missing_space_joins_no_words() -> None:
    """Where the space after a full stop is missing, two sentences are no word; the point of a version is."""
    found = keywords_of("It improves tram signalling.Through wires, Tram2.5 runs.", title="")
    assert "tram signalling" in found
    assert any("Tram2.5" in word for word in found)


def test_what_stands_before_a_framework_is_no_name() -> None:
    """What only a dull word completes is no keyword."""
    assert keywords_of("A tram-guided framework for overhead wires.", title="") == ("overhead wires",)


def test_a_title_that_begins_with_a_verb() -> None:
    """The verb is not taken for a part of the name that follows it."""
    assert "Ticket Punchers" in keywords_of("We punch.", title="Rethinking Ticket Punchers")


def test_a_verb_ends_a_name() -> None:
    """What a thing does is no part of its name, and what it is done to is another name."""
    assert keywords_of("Trams contain wires.", title="") == ("Trams", "wires")


def test_a_verb_in_a_title() -> None:
    """A title's capitals hide verbs from nouns; what follows tells them apart."""
    title = "Do Tram Drivers Know When Ticket Punchers Don't?"
    assert keywords_of("We punch.", title=title) == ("Ticket Punchers", "Tram Drivers")
    assert keywords_of("We punch.", title="Root Cause Analysis") == ("Root Cause Analysis",)


def test_a_topic_stands_before_a_word_of_any_abstract() -> None:
    """Of two words that stand alike, the one that papers are about comes first."""
    assert keywords_of("For adoption. For agents.", title="") == ("agents", "adoption")


def test_what_is_done_or_said_of_a_thing_is_no_keyword() -> None:
    """Behind "we" or "is" stands a verb or what a thing is like."""
    assert keywords_of("We repaint trams. They are painted. Doors are red.", title="") == ("trams", "Doors")


@tried(200)
@given(
    st.lists(st.sampled_from(["tram ", "model ", "the ", "deep-", "$x_1$", ". ", "Wires ", "\\emph{a", "电车"])).map(
        "".join
    )
)
def test_keywords_stand_in_the_paper(abstract: str) -> None:
    """Whatever the abstract, there are at most six, each once, and none is empty."""
    found = keywords_of(abstract)
    assert len(found) == len(set(found)) <= MOST_KEYWORDS
    assert all(found)
