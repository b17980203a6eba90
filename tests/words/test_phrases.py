"""The phrases of a text."""

from digest.words.phrases import phrases, running, telling


def test_a_phrase_stands_as_it_is_written_first() -> None:
    """Runs of up to three words without a stop word between them, a long form as its acronym, each as it came first."""
    found = phrases("Large Language Models for protein folding; LLM and LLMs, folding of proteins")
    assert found[("llm",)] == "Large Language Models"
    assert found[("protein", "fold")] == "protein folding"
    assert found[("protein",)] == "protein"
    assert ("fold", "protein") not in found
    assert ("llm", "protein") not in found


def test_a_word_twice_is_no_phrase() -> None:
    """A list that repeats a word has no phrase of it with itself."""
    assert phrases("protein protein").keys() == {("protein",)}


def test_an_abstract_is_read_sentence_by_sentence() -> None:
    """Each sentence gives a phrase that names a topic one form: the first that it has; others are not kept."""
    said = running("Protein folding and protein Folding. Nothing else here. We fold: Protein Folding")
    assert said[("protein", "fold")] == ["Protein folding", "Protein Folding"]
    assert set(said) == {
        phrase for one in ("Protein folding", "Nothing else here", "We fold") for phrase in telling(one)
    }
