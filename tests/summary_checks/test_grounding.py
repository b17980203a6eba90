"""Numbers of a summary against those of an abstract, however either writes them."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.console.command import ROOT
from digest.summary_checks import number_words
from digest.summary_checks.grounding import unsupported
from laws import tried

SHARED = ROOT.parent / "shared"

SAME = [
    ("1.11M samples", "使用111万条样本"),
    ("1.11M samples", "使用 1,110,000 条样本"),
    ("1,110,000 samples", "1.11M samples"),
    ("1.11 million samples", "约111万样本"),
    ("1{,}110{,}000 samples", "111万"),
    ("60k images", "6万张图像"),
    ("60K images", "60,000 images"),
    ("sixty thousand images", "6万张图像"),
    ("a 7B model", "70亿参数的模型"),
    ("7B and 70B models", "7B与70B模型"),
    ("1.5 billion tokens", "15亿词元"),
    ("1.5 trillion tokens", "1.5万亿词元"),
    ("100 million users", "1亿用户"),
    ("by 10\\%", "提升10%"),
    ("by 10 percent", "提升百分之十"),
    ("by 10 percentage points", "提升10个百分点"),
    ("by 35.2%", "提升百分之三十五点二"),
    ("ten percent", "10%"),
    ("30% of the data", "三成的数据"),
    ("accuracy of 0.85", "准确率85%"),
    ("accuracy of 96.2", "准确率达96.2%"),
    ("accuracy of 85%", "准确率为0.85"),
    ("3x faster", "加速3倍"),
    ("3x faster", "快三倍"),
    ("3× faster", "3 times faster"),
    ("$3\\times$ faster", "提速三倍"),
    ("3-fold", "3倍"),
    ("threefold", "三倍"),
    ("three times as fast", "三倍"),
    ("a 2.5x speedup", "2.5倍加速"),
    ("a factor of 4", "4倍"),
    ("twice as fast", "速度达到2倍"),
    ("doubles the speed", "速度变为两倍"),
    ("200% more", "提升2倍"),
    ("an order of magnitude", "10倍"),
    ("two orders of magnitude", "100倍"),
    ("half the memory", "二分之一的显存"),
    ("half the memory", "显存减少一半"),
    ("49.8% of the memory", "显存减少近一半"),
    ("doubles the speed", "速度翻倍"),
    ("one third of the cost", "成本仅为三分之一"),
    ("1/3 of the cost", "三分之一"),
    ("three stages", "三个阶段"),
    ("a three-stage pipeline", "三阶段流程"),
    ("twelve tasks", "12个任务"),
    ("twenty-five languages", "25种语言"),
    ("36 languages", "三十六种语言"),
    ("10-20%", "10%到20%"),
    ("10--20\\%", "10%–20%"),
    ("from 10 to 20%", "从10%提升至20%"),
    ("10, 20 and 30%", "10%、20%和30%"),
    ("10-20K", "1万到2万"),
    ("3-5x", "3到5倍"),
    ("in 2024", "在2024年"),
    ("between 2019 and 2023", "2019至2023年"),
    ("2024, 10% of", "2024年有10%"),
    ("10^6 steps", "100万步"),
    ("10^{6} steps", "10⁶步"),
    ("1.2 \\times 10^{6}", "120万"),
    ("3 \\times 10^{-4}", "0.0003"),
    ("36.5 BLEU", "36,5 BLEU"),
    ("36,000 posts", "36.000 Beiträge"),
    ("36,000 posts", "36 000 posts"),
    ("12 tasks", "１２个任务"),
    ("3D scenes", "三维场景"),
    ("three-dimensional scenes", "3D场景"),
    ("GPT-4o and Llama-3.1-70B", "GPT-4o与Llama-3.1-70B"),
    ("top-1 accuracy on CIFAR-10", "CIFAR-10上的top-1准确率"),
    ("a 256x256 grid", "256×256网格"),
    ("612,345 posts", "超过60万条帖子"),
    ("11.9%", "约12%"),
    ("532,000 posts", "five hundred thirty-two thousand posts"),
    ("five hundred thirty-two thousand posts", "53.2万条"),
    ("3,500 posts", "三千五百条"),
    ("3,500 posts", "共三千五条"),
    ("3,005 posts", "三千零五条"),
    ("two thirds of the cost", "成本的三分之二"),
    ("125.4 hours", "one hundred twenty-five point four hours"),
    ("two hundred and fifty tasks", "250个任务"),
    ("no number", "hundreds of users and millions of tokens"),
    ("first, then", "第一步与第二步"),
    ("a method", "提出两种互补的方法，统一到一个框架"),
    ("a method", "(1)先采样；(2)再筛选；(3)最后训练"),
    ("a method", "1. 采样 2. 筛选"),
    ("no numbers", "数十个任务，进一步十分有效"),
]

INVENTED = [
    ("by 10%", "提升20%", ("20%",)),
    ("12 tasks", "13个任务", ("13",)),
    ("no number", "提升了45%的准确率", ("45%",)),
    ("no number", "加速三倍", ("三倍",)),
    ("no number", "加速两倍", ("两倍",)),
    ("no number", "百分之十", ("百分之十",)),
    ("no number", "三个阶段", ("三",)),
    ("no number", "两万个样本", ("两万",)),
    ("no number", "in three stages", ("three",)),
    ("no number", "twice as fast", ("twice",)),
    ("1.11M samples", "11.1万样本", ("11.1万",)),
    ("1.11M samples", "111 samples", ("111",)),
    ("60k images", "60万张图像", ("60万",)),
    ("on 10 tasks", "提升10%", ("10%",)),
    ("three datasets", "提升三倍", ("三倍",)),
    ("in 2024", "在2025年", ("2025",)),
    ("11.9%", "12%", ("12%",)),
    ("3x faster", "30x faster", ("30x",)),
    ("from 100 to 50", "降低50%", ("50%",)),
    ("a method", "99.9% and 99.9%", ("99.9%",)),
    ("no number", "成本减少一半", ("一半",)),
    ("no number", "吞吐量翻倍", ("翻倍",)),
    ("no number", "提升两成", ("两成",)),
    ("five tasks", "five hundred thirty-two thousand", ("five hundred thirty-two thousand",)),
    ("3,005 posts", "共三千五条", ("三千五",)),
    ("no number", "two thirds of the cost", ("two thirds",)),
    ("no number", "a hundred and twenty tasks", ("hundred and twenty",)),
    ("1%", "1", ()),
    ("no number", "提升1%", ("1%",)),
]


@pytest.mark.parametrize(("abstract", "said"), SAME)
def test_supported(abstract: str, said: str) -> None:
    """A number that the abstract has is supported, in whatever way and language it is written."""
    assert unsupported([said], abstract) == ()


@pytest.mark.parametrize(("abstract", "said", "missing"), INVENTED)
def test_unsupported(abstract: str, said: str, missing: tuple[str, ...]) -> None:
    """A number that the abstract does not have, or has of another kind, is named as it is written."""
    assert unsupported([said], abstract) == missing


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "auf zwölf Aufgaben"),
        ("de-AT", "auf Zwölf"),
        ("fr", "sur douze tâches"),
        ("es", "en doce tareas"),
        ("pt", "em doze tarefas"),
        ("it", "su dodici compiti"),
        ("nl", "op twaalf taken"),
        ("da", "på tolv opgaver"),
        ("en", "on twelve tasks"),
        ("sv", "on twelve tasks"),
    ],
)
def test_numbers_in_words_of_a_language(language: str, said: str) -> None:
    """A number in words of a page's language is supported by the abstract's, and marked where it has none."""
    assert unsupported([said], "twelve tasks", language) == ()
    assert unsupported([said], "12 tasks", language) == ()
    assert unsupported([said], "eleven tasks", language) == (said.split()[1],)


@pytest.mark.parametrize(
    ("language", "said", "abstract", "missing"),
    [
        ("de", "dreimal so schnell", "three times as fast", "dreimal"),
        ("de", "ein dreifacher Gewinn", "threefold", "dreifacher"),
        ("de", "drei Viertel der Kosten", "75% of the cost", "drei Viertel"),
        ("de", "um zehn Prozent", "by 10%", "zehn Prozent"),
        ("fr", "deux tiers du coût", "two thirds of the cost", "deux tiers"),
        ("fr", "trois fois plus vite", "3x faster", "trois fois"),
        ("fr", "de dix pour cent", "by ten percent", "dix pour cent"),
        ("es", "tres veces más", "3x more", "tres veces"),
        ("pt", "três vezes mais", "3x more", "três vezes"),
        ("nl", "driemaal sneller", "3x faster", "driemaal"),
    ],
)
def test_times_and_parts_of_a_language(language: str, said: str, abstract: str, missing: str) -> None:
    """Times, percentages and parts in words are themselves, not bare numbers."""
    assert unsupported([said], abstract, language) == ()
    assert unsupported([said], "no number", language) == (missing,)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Ein einfaches Modell, einmal trainiert, mit Millionen von Tokens und Hunderten von Aufgaben"),
        ("de", "Der zweite Schritt und zwei Teile, mehrfach geprüft, eine Vielfalt"),
        ("fr", "Un modèle, une tâche, des milliers de pages et des millions de jetons"),
        ("es", "Un modelo, miles de páginas, millones de tokens, otra vez"),
        ("nl", "Een model ten opzichte van miljoenen tokens"),
        ("en", "A manifold, one model, the third step, hundreds of tasks, millions of users"),
    ],
)
def test_words_that_are_no_numbers(language: str, said: str) -> None:
    """Articles, ordinals, "simple" and vague multitudes claim nothing."""
    assert unsupported([said], "no number", language) == ()


@pytest.mark.parametrize("odd", ["", "\x00\x1b", "[" * 100_000, "\ud800", "drei " * 20_000, "x" * 100_000])
def test_odd_words_are_read(odd: str) -> None:
    """A number is found behind control characters, brackets without end, lone surrogates and numerals without end."""
    assert unsupported([f"{odd} drei"], "no number", "de") == ("drei",)


def test_a_panic_is_an_error_like_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """A panic of the compiled reader, which is no Exception, costs one paper and not the run."""
    monkeypatch.setattr(number_words, "_LONE_SURROGATE", re.compile("(?!)"))
    with pytest.raises(RuntimeError, match="text2num panicked"):
        unsupported(["\ud800"], "no number", "de")


@given(st.integers(2, 10**9))
def test_an_integer_is_itself_however_it_is_grouped(number: int) -> None:
    """Grouping, 万 and bare figures are one number."""
    ways = [str(number), f"{number:,}", f"{number / 10**4:.4f}万"]
    for way in ways:
        for other in ways:
            assert unsupported([f"共 {way} 个"], f"there are {other} of them") == ()


@given(st.decimals(min_value="0.01", max_value="999", places=2), st.sampled_from(["%", "\\%", " percent", "％"]))
def test_percent_is_percent(number: object, sign: str) -> None:
    """All ways to write percent are one, and a percentage that is not there is always noticed."""
    assert unsupported([f"提升{number}%"], f"by {number}{sign}") == ()
    assert unsupported([f"提升{number}%"], "by a lot") == (f"{number}%",)


@tried(60)
@given(st.text(alphabet="0123456789.,%×^{}$\\- kM万亿三百十分之点个倍to", max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    """Any text can be read, and every text supports itself."""
    assert unsupported([text], text) == ()


@pytest.mark.parametrize(
    "digits", ["9" * 5000, "0." + "3" * 5000, "1,234" * 2000, "2." * 3000, "百分之三点" + "一" * 5000]
)
def test_digits_without_end_are_a_number_like_any_other(digits: str) -> None:
    """A model that is stuck in a number costs its own summary, not the run; Python reads no more than 4300 digits."""
    assert unsupported([digits], "no number") != ()
    assert unsupported([digits], f"there are {digits} of them") == ()


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="no real metadata beside the repository")
def test_real_abstracts_support_themselves() -> None:
    """No number of a real abstract is taken for an invention when the summary is the abstract."""
    lines = (SHARED / "papers" / "abstracts.jsonl").read_text("utf-8").splitlines()[::3]
    wrong = {
        paper["id"]: missing
        for paper in map(json.loads, lines)
        if (missing := unsupported([paper["abstract"]], paper["abstract"]))
    }
    assert wrong == {}


def test_the_letter_o_is_no_number() -> None:
    """O(n) is no zero: a summary that says so of what takes linear time is not marked for a number."""
    assert unsupported(["It runs in O(n) time and o(n) memory."], "It takes linear time.") == ()
    assert unsupported(["It runs on zero memory."], "It takes linear time.") == ("zero",)


def test_decimals_in_chinese_numerals() -> None:
    """一点五倍 is 1.5 times, and not five: a right summary is not marked, and a wrong one is with its whole number."""
    assert unsupported(["速度提升到一点五倍。"], "It is 1.5x faster.", "zh-CN") == ()
    assert unsupported(["速度提升到一点五倍。"], "It is 5x faster.", "zh-CN") == ("一点五倍",)
