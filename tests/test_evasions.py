"""Refusals and placeholders are told from sentences about them."""

import pytest

from digest.evasions import is_evasion


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "N/A", "none.", "TODO", "unknown", "...", "-", "暂无", "无", "[待补充]", "<one sentence>", "（略）"),
        *("I'm sorry, but I can't help with that.", "I cannot summarise this paper.", "As an AI language model, I"),
        *(
            "抱歉，我无法生成总结。",
            "无法生成该论文的总结",
            "作为一个人工智能模型，我不能",
            "AI总结失败",
            "总结生成失败，请稍后重试",
        ),
        *("API 调用失败：401", "Failed to generate a summary.", "申し訳ありませんが、要約できません。"),
    ],
)
def test_evasions(text: str) -> None:
    """Text in place of an answer is recognised."""
    assert is_evasion(text)


@pytest.mark.parametrize(
    "text",
    [
        "现有方法无法处理长程依赖，且在分析失败案例时缺乏解释。",
        "无法获取高质量标注是该领域的主要瓶颈。",
        "推理链生成失败时，系统会回退到检索。",
        "作者研究了模型何时会回答“抱歉，我无法回答”。",
        "Models often say they cannot answer; this work measures when refusals are unsafe.",
        "Unknown classes are detected by their energy.",
        "(Semi-)supervised learning with (few) labels.",
        "AI 生成内容的检测十分困难。",
    ],
)
def test_papers_about_evasions(text: str) -> None:
    """A sentence about refusals, failures or unknowns is a sentence."""
    assert not is_evasion(text)
