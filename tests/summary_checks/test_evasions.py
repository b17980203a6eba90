"""Refusals and placeholders are told from sentences about them."""

import time

import pytest

from digest.summary_checks.evasions import is_evasion


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
        # Refusals as models word them today, with the apostrophe that they write.
        *("I’m sorry, but I can’t assist with that.", "I apologize, but I can't help with that request."),
        *("I'm unable to help with that.", "I don't have access to the full paper.", "I must decline to answer this."),
        *("Unfortunately, I cannot access this paper.", "As a large language model, I cannot summarise this."),
        *("Based on the provided abstract, I cannot determine the results.", "Could not generate a summary for this."),
        *("我无法访问外部链接或论文全文。", "我是一个AI语言模型，无法完成该请求。", "您好，这个问题我暂时无法回答。"),
        *(
            "根据提供的摘要，无法确定具体的实验结果。",
            "由于未提供摘要内容，无法给出总结。",
            "摘要中未提供相关信息，因此无法总结该论文。",
        ),
        # Nothing to go by, and saying so.
        *(
            "Not specified in the abstract.",
            "Not mentioned in the abstract at all.",
            "未提及。未提及。",
            "摘要未提供相关信息。",
        ),
        *("No abstract was provided, so there is nothing to say.", "Please provide the abstract of the paper."),
        *("The provided text does not contain an abstract.", "Insufficient information to summarise the paper."),
        *("The abstract does not provide enough information to say.", "请提供论文摘要，以便我进行总结。"),
        # Errors of servers between us and the model.
        *("Error: rate limit exceeded.", "Internal server error. Please try again.", "服务器繁忙，请稍后再试一次。"),
        *(
            "翻译失败，接口返回错误。",
            "内容由于不合规问题已停止生成，请换个话题",
            "请求过于频繁，请稍后重试。",
            "系统错误：500",
        ),
        # Thoughts, and talk about the task.
        *("Sure! Here is a one-sentence summary:", "Here is the summary you asked for.", "Let me think step by step."),
        *("The user wants me to summarise a paper.", "We need to output JSON with the field papers."),
        *("好的，以下是该论文的一句话总结：", "以下是对这篇论文的总结内容：", "用户希望我总结一篇论文的摘要内容。"),
        *("Conclusion of the paper goes here.", "TODO: say what was found"),
        # A model that is stuck.
        *("the " * 40, "string string string string string", "a" * 60, "论文" * 20, "word, " * 30),
        *("API 调用失败：401", "Failed to generate a summary.", "申し訳ありませんが、要約できません。"),
    ],
)
def test_evasions(text: str) -> None:
    """Text in place of an answer is recognised."""
    assert is_evasion(text)


@pytest.mark.parametrize(
    "text",
    [
        "翻译错误，尤其是否定词的误译，常被自动指标忽略。",
        "网络延迟异常，会让分布式训练停滞。",
        "系统错误：作者分析了三类故障。",
        "The given input is tokenised before it is routed.",
        "Rate limit exceeded is what agents meet most often.",
        "Here is a theorem that settles the question.",
        "现有方法无法处理长程依赖，且在分析失败案例时缺乏解释。",
        "无法获取高质量标注是该领域的主要瓶颈。",
        "推理链生成失败时，系统会回退到检索。",
        "作者研究了模型何时会回答“抱歉，我无法回答”。",
        "Models often say they cannot answer; this work measures when refusals are unsafe.",
        "Unknown classes are detected by their energy.",
        "(Semi-)supervised learning with (few) labels.",
        "AI 生成内容的检测十分困难。",
        "我们无法直接观测隐变量，因此采用变分推断。",
        "现有方法没有提供不确定性估计，因此难以判断预测是否可靠。",
        "系统异常检测依赖大量标注数据。",
        "暂无统一的评测基准，方法之间难以比较。",
        "请求调度是推理服务的瓶颈，作者提出新的算法。",
        "The user asks a question and the agent plans.",
        "As a language model grows, its loss falls as a power law.",
        "Error analysis shows that the model fails on long inputs.",
        "No information is lost when tokens are merged.",
        "Here, a small model drafts words.",
        "We need to write a fast kernel for this.",
    ],
)
def test_papers_about_evasions(text: str) -> None:
    """A sentence about refusals, failures or unknowns is a sentence."""
    assert not is_evasion(text)


def test_marks_without_end_take_no_time() -> None:
    """A model that is stuck in a mark is read at once, however long it went on."""
    began = time.process_time()
    assert not is_evasion("(" * 100_000 + "paper" + "." * 100_000 + "x")
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "text",
    [
        "Lamento, pero no puedo resumir este artículo.",
        "Je ne peux pas résumer cet article, car le résumé est manquant.",
        "Ich kann den Artikel nicht zusammenfassen, da keine Zusammenfassung vorliegt.",
        "Leider kann ich diesen Text nicht zusammenfassen.",
        "Desculpe, não posso resumir este artigo.",
        "Infelizmente, não consigo resumir este artigo.",
        "Mi dispiace, non posso riassumere questo articolo.",
        "要約を生成できませんでした。",
        "Error 429: rate limit exceeded, please try later",
    ],
)
def test_refusals_in_the_languages_of_pages(text: str) -> None:
    """A model that refuses in the language of the page is not taken for a summary."""
    assert is_evasion(text)


@pytest.mark.parametrize(
    "text",
    [
        "Der Ansatz kann ich-bezogene Texte nicht zusammenfassen.",
        "Jede Schicht wird einzeln geprüft.",
        "本論文は要約を生成できない場合を調べる。",
        "Não há dados suficientes em muitas línguas, o que o artigo mede.",
    ],
)
def test_sentences_like_refusals_in_other_languages(text: str) -> None:
    """What only begins or goes on like a refusal in another language is a sentence."""
    assert not is_evasion(text)
