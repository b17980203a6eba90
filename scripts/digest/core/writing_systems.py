"""Writing systems that are told apart by their characters alone."""

import re

HAN_BLOCKS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF))
"""The first and the last of the characters of Chinese, by block."""
HAN = "".join(f"{chr(first)}-{chr(last)}" for first, last in HAN_BLOCKS)
KANA, HANGUL = "\u3040-\u30ff", "\uac00-\ud7af\u1100-\u11ff"
"""Each as it stands between the brackets of a regular expression. Hangul has its letters, too: folding parts them."""
_CJK = re.compile(f"[{HAN}{KANA}{HANGUL}]")


def is_cjk(text: str) -> bool:
    """Whether a text has Chinese, Japanese or Korean characters, which no English abstract matches."""
    return bool(_CJK.search(text))
