"""Text in place of an answer: refusals, excuses, errors, talk about the task, placeholders, and a model that is stuck.

All but placeholders are known by how they begin: a paper about refusals may speak of them in mid-sentence.
"""

import re

_NOT_TOLD = (
    r"(((is|was|are) )?not (explicitly |clearly )?(specified|mentioned|stated|provided|given|available|reported"
    r"|applicable|described|discussed)( (in|by|from) (the|this) (\w+ ){0,2}(abstract|paper|text|title))?( at all)?"
    r"|(摘要|原文|论文|論文|文)?中?[均并並]?(未|没有|沒有)(明确|明確)?(提及|提供|给出|給出|涉及)((相关|相關)?(信息|資訊|内容|內容))?)"
)
_PLACEHOLDER = re.compile(
    r"\W*+(n/?a|none|null|nil|unknown|string|text|placeholder|(lorem ipsum|todo|tbd)\b.*"
    rf"|{_NOT_TOLD}(\W++{_NOT_TOLD})*|[\w ]*\bgoes here|your (text|sentence|summary) here\b.*"
    r"|无|無|暂无|没有|未知|待(补充|定|生成)|なし|不明|없음|sin datos|нет)?\W*+",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[<\[{（(【].*[>\]}）)】]")

_CANNOT = r"(cannot|can't|can not|could not|couldn't|(am |was )?(unable|not able)|won't|will not|must decline)"
_LEAD = (
    r"((unfortunately|however|(based|relying) on [^.]{1,60}|without [^.]{1,60}"
    r"|as an? [^.]{0,40}\b(ai|model|assistant))\W+)?"
)
_REFUSAL = (
    rf"{_LEAD}((i'?m|i am|we are) )?(very )?sorry\b|as an ai\b"
    rf"|{_LEAD}i ({_CANNOT}|(don't|do not|didn't|did not) (have|see|know)|(have|see) no|apologi[sz]e|(would )?need)\b"
    rf"|{_LEAD}(i'?m|i am) (afraid|unable|not able|(just |only )?an?)\b"
    rf"|({_CANNOT}|failed) (to )?(be )?(generate|summari[sz]e|provide|access|determine|answer)d?\b"
    r"|((the|this|a) )?(summary|abstract) "
    r"(failed|could not|((is|was) )?(unavailable|missing|empty|not (available|provided)))"
    r"|no (abstract|text|content|paper) (is|was|has been) (provided|given|supplied|available)\b"
    r"|((the|this) )?(provided|given|supplied) (text|input|content|information) "
    r"(((does|did|is|was) not|(does|did|is|was)n't)\b|(is|was) (empty|incomplete|missing|truncated|too short)"
    r"|contains no|lacks)"
    r"|((the|this) )?(\w+ )?(abstract|text|title|input) (does not|doesn't|did not|didn't) "
    r"(provide|contain|give|include) (enough|sufficient|any) (information|details?|context)"
    r"|(insufficient|not enough) (information|context|details?) (is |was )?((provided|given|available) )?"
    r"to (summari[sz]e|determine|generate|provide|answer|conclude)"
    r"|please (provide|share|paste|try|send|supply|upload|check)\b"
)
_ERROR = (
    r"(error( \d{3})?|exception|http( error)? \d{3})\s*[:：]|(internal )?server error\b"
    r"|rate limit (exceeded|reached)\s*([.,;:!]|$)"
    r"|too many requests\s*([.,;:!]|$)|request timed out|content (was |has been )?(removed|filtered|blocked)\b"
)
_TALK = (
    r"(sure|certainly|of course|okay|ok|alright|absolutely)\s*[,.!:]|let me\b"
    r"|here('s| is| are) (a|an|the|your) ([\w-]+ ){0,3}(summary|sentence|json|answer|response|overview)\b"
    r"|the user (wants|asks|asked|is asking|has asked) (me|us|for an?|to (summari|write|output))"
    r"|(we|i) (need|have) to (output|return|respond|produce|write) (a |an |the |one |this |valid |in )?"
    r"(json|sentence|summary|item|object)\b"
)
_CHINESE = (
    r"(非常|很|十分)?(抱歉|对不起|對不起)|[您你]好\W|(好的|当然|當然|没问题|沒問題)\s*[，,。！!：:]"
    r"|我(?![们們])(暂时|目前|现在)?(无法|無法|不能|没有|沒有|还没|不会|是一[个個名]|需要)"
    r"|(本模型)?(无法|無法|不能|未能)(生成|提供|总结|總結|回答|概括)[该該此这這本您你论論摘内內]"
    r"|[作做](为|為)(一[个個名])?\s*(AI|人工智能|语言模型|大模型|大型语言模型)"
    r"|(AI|自动|论文)?\s*(总结|摘要|生成|(API|接口)\s*调用)(生成)?失败(\W|$)"
    r"|(服务器|服務器|系统|系統|接口|网络|请求|請求|翻译|翻譯|摘要|总结|生成|API)[^，。,.\s]{0,6}"
    r"(繁忙|超时|超時|错误|錯誤|失败|失敗|频繁|頻繁|出错|异常)\s*([。！!]|[，,：:]\s*([请請稍再]|接口|返回|[\dA-Za-z])|$)"
    r"|[该該此本]?(内容|內容)(由于|因|因为)(不合规|违规|违反)|(用户|用戶)(希望|要求|想要|让)我"
    r"|[请請][您你]?(先)?(提供|输入|輸入|粘贴|上传|稍后|稍後|重试|检查)"
    r"|以下[是为為][^，。]{0,20}(总结|總結|概括|回答)|暂无(相关)?(内容|信息|总结|摘要)"
    r"|(由于|因为|因|鉴于)?((摘要|原文|论文|文中|您|用户|输入)[^，。]{0,4}(未|没有)[^，。]{0,4}(提供|给出|包含|说明|提及)"
    r"|(未|没有)(提供|给出)[^，。]{0,4}(摘要|论文|文本))[^。]{0,20}(无法|不能|难以)(总结|给出|生成|确定|提供|判断|回答|概括)"
    r"|(根据|基于)[^，。]{0,4}(提供|给定|给出)的[^，。]{0,8}[，,]?(我)?(无法|不能)(确定|判断|总结|得出|得知|回答)"
)
_ELSEWHERE = (
    r"申し訳(ありません|ございません)|(この論文の)?要約(を|は|が)?(生成|作成|提供)?(することが)?でき(ません|なかった)"
    r"|죄송(합니다|하지만)|lo siento\b|lamento\b|(lamentablemente,? )?no puedo\b|désolée?\b"
    r"|(malheureusement,? )?je (ne |n'|suis )"
    r"|es tut mir leid|(leider )?(ich kann|kann ich|ich bin)\b|desculpe\b|(infelizmente,? )?(eu )?não (posso|consigo)\b"
    r"|mi dispiace\b|(purtroppo,? )?non (posso|riesco)\b|извините"
)
_INSTEAD = re.compile(rf"\W*+({_REFUSAL}|{_ERROR}|{_TALK}|{_CHINESE}|{_ELSEWHERE})", re.IGNORECASE)

_FEWEST_WORDS = 5
_AGAIN = 4
"""A text that says each of its words so often, all in all, comes from a model that is stuck."""


def is_evasion(text: str) -> bool:
    """Whether a text says nothing of a paper."""
    text = text.replace("’", "'")
    return bool(_PLACEHOLDER.fullmatch(text) or _BRACKETED.fullmatch(text) or _INSTEAD.match(text)) or _is_stuck(text)


def _is_stuck(text: str) -> bool:
    words = re.findall(r"[^\W_]+", text.casefold())
    if len(words) >= _FEWEST_WORDS:
        return len(set(words)) * _AGAIN <= len(words)
    letters = [character for character in text.casefold() if character.isalnum()]  # of Chinese, or of "aaaaaaaa"
    return len(letters) > 2 * _AGAIN and len(set(letters)) * _AGAIN <= len(letters) and len(set(letters)) <= _AGAIN
