"""Words are compared as their stems, whatever their case, accents, plurals and hyphens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.words import terms as module
from digest.words.terms import WORD, as_they_stand, fold, stem, terms, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("diffusion models", "Diffusion Model"),
        ("LLMs", "LLM"),
        ("llms", "LLM"),
        ("VLAs", "VLA"),
        ("dLLMs", "dLLM"),
        ("vision-language", "Vision Language"),
        ("Erdős", "Erdos"),
        ("ﬁne-tuning", "fine tuning"),
        ("ＡＧＥＮＴ", "agent"),
        ("Erdo\u030bs", "Erdős"),
        ("Rényi's divergence", "Rényi divergence"),
        ("Moore’s law", "Moore law"),
        ("in this paper we propose agents", "agent"),
    ],
)
def test_spellings_that_mean_the_same_are_the_same(one: str, other: str) -> None:
    """Case, accents, plurals, ligatures, hyphens and formulas make no difference."""
    assert terms(one) == terms(other)


@pytest.mark.parametrize(("one", "other"), [("process", "proces"), ("gas", "ga"), ("llama", "llm")])
def test_other_words_stay_apart(one: str, other: str) -> None:
    """Only an acronym without vowels loses its s beyond what the stemmer takes."""
    assert stem(one) != stem(other)


def test_numbers_keep_their_point() -> None:
    """The point of a number does not part words, and a hyphen does."""
    assert words("Qwen-2.5 beats v1.0") == ["qwen", "2.5", "beats", "v1.0"]


@pytest.mark.parametrize(("text", "found"), [("C++, C# and F#", ["c++", "c#", "f#"]), ("PointNet++", ["pointnet"])])
def test_signs_belong_to_the_languages_that_are_called_so(text: str, found: list[str]) -> None:
    """The signs after a single letter are part of the word, and those after a word are not."""
    assert terms(text) == found


@given(st.text())
def test_any_text_has_terms_that_are_folded(text: str) -> None:
    """No text breaks the folding, no stop word passes, and folding twice is folding once for plain letters."""
    assert all(found and not found.isupper() for found in terms(text) if found.isascii() and found.isalpha())
    assert fold(fold(text.encode("ascii", "ignore").decode())) == fold(text.encode("ascii", "ignore").decode())


@given(st.text(alphabet="ab1 .'’+#_-\n\x1cé"))
def test_plain_texts_are_parted_as_all_others(text: str) -> None:
    """The faster way through texts of ASCII finds the words that the pattern finds."""
    assert as_they_stand(text) == WORD.findall(text)


def test_a_run_of_years_keeps_no_more_words_in_memory_than_that_of_a_month(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered of words, of which there are ever new ones, is limited."""
    monkeypatch.setattr(module, "_REMEMBERED", 100)
    assert terms(" ".join(f"w{number}" for number in range(1000))) == [f"w{number}" for number in range(1000)]
    assert len(module._TERMS) <= 100
