"""Which interests are not in English, the language of abstracts."""

import pytest

from digest.core.report import Paper
from digest.rank.foreign import is_foreign
from digest.rank.profile import Interest, Profile, notices
from digest.rank.ranking import rank

ENGLISH = (
    *("diffusion", "RAG", "SLAM", "vLLM", "mechinterp", "Mamba4KT", "Bayesian optimisation", "naïve α-divergence"),
    *("retrieval-augmented generation", "Kolmogorov-Arnold networks", "quadruped locomotion", "Lean 4 theorem proving"),
)
FOREIGN = (
    *(
        "扩散语言模型",
        "LLM 推理加速",
        "拡散モデル",
        "확산 언어 모델",
        "диффузионные модели",
        "نماذج الانتشار",
        "מודלי דיפוזיה",
    ),
    *("apprentissage par renforcement", "maschinelles Lernen", "modelos de lenguaje", "Sprachmodelle"),
    *("apprendimento per rinforzo", "mô hình ngôn ngữ", "wielkie modele językowe", "büyük dil modelleri"),
)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_english(text: str) -> None:
    """Terms of the field are English, also those that no abstract has had and those of one word."""
    assert not is_foreign(text)


@pytest.mark.parametrize("text", FOREIGN)
def test_other_languages_are_not(text: str) -> None:
    """What is in other letters is not English, nor is what has words that neither abstracts nor English have."""
    assert is_foreign(text)


def test_the_english_beside_an_interest_is_what_papers_are_searched_for() -> None:
    """A paper that matches the English has its points for the interest in the forker's words, by the English words."""
    paper = Paper(id="2611.90001", title="Diffusion language models at scale", primary_category="cs.CL")
    interest = Interest(text="扩散语言模型", english="diffusion language models")
    (ranked,) = rank([paper], Profile(interests=(interest,)))
    (part,) = ranked.score.parts
    assert (part.name, part.because) == ("扩散语言模型", ("Diffusion language models",))
    assert rank([paper], Profile(interests=(Interest(text="扩散语言模型"),)))[0].score.by == "day"


def test_the_notice_says_the_nearest_remedy_first() -> None:
    """What is not in English is told, with how to write the English; with English beside it, nothing is told."""
    (notice,) = notices(Profile(not_interested=(Interest(text="医学图像"),)))
    assert notice.index("english: …") < notice.index("OPENAI_API_KEY")
    assert notices(Profile(interests=(Interest(text="医学图像", english="medical images"),))) == ()
    assert notices(Profile(interests=(Interest(text="医学图像", english="图像"),)))


def test_several_interests_in_another_language_are_one_notice() -> None:
    """However many interests are not in English, that is said once, with all their names."""
    (notice,) = notices(Profile(interests=(Interest(text="扩散模型"), Interest(text="医学图像"))))
    assert notice.startswith("The interests “扩散模型”, “医学图像” are not in English")
