"""Which language a text is in."""

import pytest

from digest.summary_checks.language import is_in, name_of

TEXTS = {
    "zh": "本文提出一种新的 speculative decoding 方法（基于 LLaMA 与 Qwen），显著降低了推理延迟。",
    "ja": "本論文では、小さなモデルで下書きを生成し、大きなモデルで検証する手法を提案する。",
    "ko": "본 논문은 작은 모델이 초안을 만들고 큰 모델이 이를 검증하는 방법을 제안한다.",
    "ru": "В работе предложен метод, в котором малая модель пишет черновик, а большая его проверяет.",
    "ar": "تقترح هذه الورقة طريقة يكتب فيها نموذج صغير مسودة ثم يتحقق منها نموذج كبير.",
    "en": "The paper shows that a small model can draft words which a large one verifies in a single pass.",
    "es": "El artículo muestra que un modelo pequeño puede redactar las palabras que uno grande verifica de una vez.",
    "fr": "L'article montre qu'un petit modèle peut écrire les mots que le grand vérifie dans une seule passe.",
    "de": "Die Arbeit zeigt, dass ein kleines Modell die Wörter entwerfen kann, die ein großes in einem Zug prüft.",
}


@pytest.mark.parametrize("asked", TEXTS)
@pytest.mark.parametrize("written", TEXTS)
def test_each_language_is_told_from_each_other(asked: str, written: str) -> None:
    """A text passes for its own language and for no other."""
    assert is_in(TEXTS[written], asked) == (asked == written)


def test_names_and_math_do_not_count() -> None:
    """Method names, math and addresses keep their Latin script in a Chinese sentence."""
    assert is_in("在 BERT、RoBERTa、XLM-R、LoRA、AdaLoRA 与 TookaBERT 上比较了六种模型的效果。", "zh-CN")
    assert is_in("其中 $\\mathcal{L} = \\sum_i \\log p(x_i | x_{<i}, \\theta)$ 为损失。", "zh-CN")
    assert not is_in("We compare BERT and RoBERTa. 完。", "zh-CN")


def test_unknown_languages_are_told_from_other_scripts_only() -> None:
    """Where the small words of a language are not known, Latin script is enough."""
    assert is_in("Denna artikel visar att en liten modell kan skriva utkast som en stor modell granskar.", "sv")
    assert not is_in(TEXTS["ru"], "sv")


def test_names() -> None:
    """A prompt gets the name and the code; an unknown code stands for itself."""
    assert name_of("zh-CN") == "Simplified Chinese (zh-CN)"
    assert name_of("de-AT") == "German (de-AT)"
    assert name_of("sv") == "sv"
