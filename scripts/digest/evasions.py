"""Text in place of an answer: refusals, excuses and placeholders."""

import re

_PLACEHOLDER = re.compile(
    r"\W*(n/?a|none|null|nil|todo|tbd|unknown|string|text|placeholder|lorem ipsum.*|not (available|applicable|provided)"
    r"|无|無|暂无|没有|未知|待(补充|定|生成)|なし|不明|없음|sin datos|нет)?\W*",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[<\[{（(【].*[>\]}）)】]")
_EXCUSE = re.compile(
    r"\W*((i'?m|i am|we are)?\s*sorry\b|i (cannot|can't|can not|am unable|'?m unable)\b|as an ai\b"
    r"|(unable|failed) to (generate|summari[sz]e|provide)|(the )?summary (failed|unavailable|could not)"
    r"|(非常|很|十分)?(抱歉|对不起|對不起)|(我|本模型)?(无法|無法|不能)(生成|提供|总结|總結|回答)(该|此|这|本|您|你|论文|摘要|内容)"
    r"|(作为|作為)(一个|一個|一名)?\s*(AI|人工智能|语言模型|大模型)"
    r"|(AI|自动|论文)?\s*(总结|摘要|生成|(API|接口)\s*调用)(生成)?失败(\W|$)|请稍后(再试|重试)"
    r"|申し訳(ありません|ございません)|죄송(합니다|하지만)|lo siento\b|désolé|es tut mir leid|извините)",
    re.IGNORECASE,
)


def is_evasion(text: str) -> bool:
    """Whether a text says nothing of a paper; a paper about refusals may still speak of them in mid-sentence."""
    return bool(_PLACEHOLDER.fullmatch(text) or _BRACKETED.fullmatch(text) or _EXCUSE.match(text))
