"""Keywords without a model."""

from hypothesis import given
from hypothesis import strategies as st

from digest.core.report import Paper
from digest.summarise import keywords as module
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
    found = keywords_of("We train a tram model on monolingual data. A model of data is good.", title="")
    assert {"tram model", "monolingual data"} <= set(found)
    assert not {"model", "data"} & set(found)


def test_what_is_somebodys_is_no_name() -> None:
    """A possessive in small letters parts a name from what stands before; that of a proper name is part of it."""
    found = keywords_of("Agents act on a rider's wish. We resolve Morgan's paradox of trams.", title="")
    assert not any("rider" in word for word in found)
    assert "Morgan's paradox" in found


def test_a_lone_adjective_is_no_name() -> None:
    """What only says how something is, is no keyword by itself; a noun that ends as it is one."""
    found = keywords_of("Trams are holistic, large-scale. We study retrieval, music. " * 3, title="")
    assert not {"holistic", "large-scale"} & set(found)
    assert {"retrieval", "music"} <= set(found)


def test_what_ends_in_a_verb_is_no_name() -> None:
    """A clause is no keyword; a word that is a noun as well as a verb ends a name."""
    found = keywords_of("", title="Tram Wheels Prefer, Green Tram Support, Iron Bells Ignored")
    assert "Green Tram Support" in found
    assert not any(word.endswith(("Prefer", "Ignored")) for word in found)


def test_what_begins_with_a_verb_is_no_name() -> None:
    """What is done to a thing does not belong to its name."""
    found = keywords_of("", title="Reconstruct Tram Bells, Guide Dogs")
    assert set(found) == {"Tram Bells", "Guide Dogs"}


def test_a_plural_before_what_it_does_is_no_name() -> None:
    """Who does something is no name together with what they do; a plural may stand in the name of a thing."""
    found = keywords_of("", title="Humans co-create, Incentives Shape, Trials Registration, Systems Biology")
    assert set(found) == {"Trials Registration", "Systems Biology"}


def test_a_missing_space_joins_no_words() -> None:
    """Where the space after a full stop is missing, two sentences are no word; the point of a version is."""
    found = keywords_of("We improve tram signals.Through wires, Tram2.5 runs, as Tram2.5 did.", title="")
    assert "tram signals" in found
    assert any("Tram2.5" in word for word in found)


def test_what_stands_before_a_framework_is_no_name() -> None:
    """What only a dull word completes is no keyword."""
    assert keywords_of("A tram-guided framework for overhead wires.", title="") == ("overhead wires",)


def test_a_title_that_begins_with_a_verb() -> None:
    """The verb is not taken for a part of the name that follows it."""
    assert "Ticket Punchers" in keywords_of("We punch.", title="Rethinking Ticket Punchers")


def test_a_verb_ends_a_name() -> None:
    """What a thing does is no part of its name, and what it is done to is another name."""
    assert keywords_of("Of tram drivers contain overhead wires.", title="") == ("tram drivers", "overhead wires")
    found = keywords_of("We punch.", title="Ticket Machine Reveals Tram Drivers")
    assert set(found) == {"Ticket Machine", "Tram Drivers"}
    assert keywords_of("Of tram driving timed by overhead wires.", title="") == ("tram driving", "overhead wires")


def test_a_verb_in_a_title() -> None:
    """A title's capitals hide verbs from nouns; what follows tells them apart."""
    title = "Do Tram Drivers Know When Ticket Punchers Don't?"
    assert keywords_of("We punch.", title=title) == ("Ticket Punchers", "Tram Drivers")
    assert keywords_of("We punch.", title="Root Cause Analysis") == ("Root Cause Analysis",)


def test_a_topic_stands_before_a_word_of_any_abstract() -> None:
    """Of two words that stand alike, the one that papers are about comes first."""
    assert keywords_of("For rail adoption. For rail agents.", title="") == ("rail agents", "rail adoption")


def test_what_is_done_or_said_of_a_thing_is_no_keyword() -> None:
    """Behind "we" or "is" stands a verb or what a thing is like."""
    found = keywords_of("We repaint old trams. They are painted. Of tram doors that are red.", title="")
    assert found == ("tram doors", "old trams")


def test_a_lone_word_is_what_the_paper_speaks_of() -> None:
    """A word by itself is a keyword where it is said again and again and papers are about it, or is a name."""
    assert keywords_of("Of neurons. Of impatience. In a realm. Said once by Teng.", title="") == ()
    assert keywords_of("Of neurons. " * 3 + "In an area. " * 3, title="") == ("neurons",)
    assert keywords_of("TramNet is fast. We ride TramNet.", title="") == ("TramNet",)


def test_praise_is_no_part_of_a_name() -> None:
    """What only praises a thing, and a noun that names nothing by itself, leave no keyword."""
    praise = "A potent threat has garnered significant attention, with promising gains and on the user's behalf."
    assert keywords_of(praise, title="") == ()
    assert keywords_of("We train a promising tram signal with remarkable insights.", title="") == ("tram signal",)


def test_what_is_done_to_a_thing_is_no_part_of_its_name() -> None:
    """A word in -ing that names no activity is left out; one that does is part of the name."""
    assert keywords_of("For detecting tram doors.", title="") == ("tram doors",)
    assert keywords_of("For scheduling tram doors.", title="") == ("scheduling tram doors",)


def test_parts_of_formulas_are_no_words() -> None:
    """Greek letters, sums and the keys of references are nothing that a paper is about."""
    assert keywords_of("The ΩV and the h+k of teng2012tram. " * 3, title="") == ()


def test_what_is_mentioned_once_is_no_keyword_where_there_are_others() -> None:
    """Fewer good keywords are better: what the title has, or the abstract repeats, is enough."""
    title = "Overhead Wires, Ticket Machines, Tram Doors"
    assert len(keywords_of("Rail agents ride.", title=title)) == 3
    assert "rail agents" in keywords_of("We met rail agents. We met rail agents again.", title=title)


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


def test_a_backfill_of_years_keeps_no_more_in_memory_than_that_of_a_month() -> None:
    """What is remembered of words and phrases, of which there are ever new ones, is limited."""
    own = [one for one in vars(module).values() if getattr(one, "__module__", "") == module.__name__]
    limits = [one.cache_info().maxsize for one in own if hasattr(one, "cache_info")]
    assert len(limits) > 3
    assert None not in limits
